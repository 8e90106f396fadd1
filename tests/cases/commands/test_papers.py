"""Photos of official forms: kept with one's own draft, and gone with it."""

import pytest

from icat.cases.commands.papers import attach_form
from icat.cases.commands.referral import draft_referral, withdraw_referral
from icat.db import engine as db
from icat.errors import NotFound, RuleBroken
from icat.files.checking import Brought
from icat.files.models import StoredFile
from tests.files.brought import telling_photo
from tests.make import World

PHOTO = Brought("IMG_2214.jpg", "image/jpeg", telling_photo())


def test_a_photo_is_gone_with_its_draft_and_comes_to_no_other_one(world: World) -> None:
    made = draft_referral(world.officer.actor)
    attach_form(world.officer.actor, made.referral_id, paper=PHOTO)

    with pytest.raises(NotFound):
        attach_form(world.policewoman.actor, made.referral_id, paper=PHOTO)
    withdraw_referral(world.officer.actor, made.referral_id)

    db.end()
    assert db.session().query(StoredFile).count() == 0
    with pytest.raises(RuleBroken):
        attach_form(world.officer.actor, made.referral_id, paper=PHOTO)
