"""Photos of official forms: numbered through the case; opened by who may read all that stands on one."""

import pytest

from icat.cases.commands.papers import attach_form
from icat.cases.commands.referral import draft_referral, submit_referral
from icat.cases.queries.door import open_case
from icat.cases.queries.papers import form_paper, paper_numbers
from icat.db import engine as db
from icat.errors import NotFound
from icat.files.checking import Brought
from icat.policy.permissions import Permission
from tests.cases.referring import said
from tests.files.brought import telling_photo
from tests.make import World

PHOTO = Brought("IMG_2214.jpg", "image/jpeg", telling_photo())


def test_a_photo_goes_with_its_referral_and_says_nothing_of_the_phone(world: World) -> None:
    made = draft_referral(world.officer.actor)
    attach_form(world.officer.actor, made.referral_id, paper=PHOTO)
    assert paper_numbers(_case_id(made.referral_id)) == {}, "a draft has no case yet"
    submit_referral(world.officer.actor, made.referral_id, **said())
    db.end()

    case = open_case(world.coordinator.actor, Permission.CASE_READ, made.reference)

    assert paper_numbers(case.id) == {made.referral_id: (1,)}
    assert b"Phone of Halyna" not in form_paper(case, 1).content
    for number in (0, 2):
        with pytest.raises(NotFound):
            form_paper(case, number)


def _case_id(referral_id):  # type: ignore[no-untyped-def]
    from icat.cases.models import Referral  # noqa: PLC0415 - one look behind the query

    with db.database().open_reading() as session:
        return session.get_one(Referral, referral_id).case_id
