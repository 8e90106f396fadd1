"""Completing a referral: what was empty is filled in, what differs stands beside it, nothing is changed or doubled."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from icat.audit.recording import upkeep
from icat.cases.commands.referral import draft_referral, submit_referral
from icat.cases.models import Case, Correction, Part, Person, Referral, Share, ShareLine, Stage
from icat.cases.steps.completing import written
from icat.db import engine as db
from icat.errors import NotFound, RuleBroken
from icat.legal import Category
from tests.cases.referring import PERPETRATOR, SURVIVOR, complete, said, submit
from tests.make import World


def rows(model: Any) -> list[Any]:
    """All rows, in a fresh session."""
    db.end()
    return list(db.session().scalars(select(model)))


def person(part: Part) -> Any:
    """The first of that part."""
    return next(one for one in rows(Person) if one.part is part and one.is_first)


def test_empty_is_filled_and_different_is_put_beside_in_the_compartment_of_its_field(world: World) -> None:
    receipt = submit(world, survivor={"surname": "Ґалаґан", "safe_number": "+380671112233", "safe_method": "call"})
    later = {
        "surname": "ґалаґан ",
        "given_name": "Єва",
        "safe_number": "+380679998877",
        "safe_method": "call",
        "address_now": "вул. Прихована, 5",
        "birth_on": date(1991, 5, 4),
        "status": ["pregnant"],
    }

    assert complete(world, receipt, survivor=later) == receipt

    her = person(Part.SURVIVOR)
    assert (her.surname, her.given_name, her.safe_number) == ("Ґалаґан", "Єва", "+380671112233")
    assert (her.address_now, her.birth_on, her.status) == ("вул. Прихована, 5", date(1991, 5, 4), ["pregnant"])
    (beside,) = rows(Correction)
    assert (beside.about, beside.said, beside.said_contact) == ("safe_number", "", "+380679998877")
    assert len(rows(Case)) == 1


def test_a_fuller_form_that_comes_again_adds_nothing(world: World) -> None:
    receipt = submit(world, children=[{"given_name": "Аліна", "surname": "", "birth_year": "2019"}])
    more = {
        "survivor": {**SURVIVOR, "given_name": "Інша"},
        "children": [
            {"given_name": "Аліна", "surname": "", "birth_year": "2019", "school": "№ 5"},
            {"given_name": "Марко", "surname": "", "birth_year": "2021"},
        ],
    }

    for _time in range(2):
        complete(world, receipt, **more)

    children = [one for one in rows(Person) if one.part is Part.CHILD]
    assert sorted((one.given_name, one.school) for one in children) == [("Аліна", "№ 5"), ("Марко", "")]
    assert len(rows(Correction)) == 1
    first, *added = sorted(rows(Referral), key=lambda one: one.submitted_at)
    assert first.reason_now == "Погрожує вбити"
    assert [one.reason_now for one in added] == ["", ""]


def test_urgency_may_rise_and_never_falls(world: World) -> None:
    receipt = submit(world, urgency="before_next_meeting")

    complete(world, receipt, urgency="routine")
    assert rows(Case)[0].urgency == "before_next_meeting"
    complete(world, receipt, urgency="urgent_now")
    assert rows(Case)[0].urgency == "urgent_now"


def test_her_answer_that_comes_later_opens_where_she_is_on_her_consent(world: World) -> None:
    receipt = submit(world, told="", agrees="")

    complete(world, receipt, told="told", agrees="agrees", with_address=True)

    (line,) = [one for one in rows(ShareLine) if one.category is Category.SAFE_ADDRESS]
    assert {one.id: one.basis_code for one in rows(Share)}[line.share_id] == "UA-CONSENT"


def test_a_case_with_which_the_team_has_finished_takes_no_more(world: World) -> None:
    receipt = submit(world)
    draft = draft_referral(world.officer.actor, completes_id=receipt.referral_id)
    with upkeep() as session:
        session.get_one(Case, rows(Case)[0].id).stage = Stage.CLOSED

    with pytest.raises(RuleBroken, match="finished"):
        submit_referral(world.officer.actor, draft.referral_id, **said())
    with pytest.raises(NotFound):
        draft_referral(world.policewoman.actor, completes_id=receipt.referral_id)


def test_what_cannot_be_is_refused_in_what_follows_too(world: World) -> None:
    receipt = submit(world, perpetrator=PERPETRATOR)

    with pytest.raises(RuleBroken) as refused:
        complete(world, receipt, perpetrator={"birth_year": "2999"})

    assert refused.value.field == "his_birth_year"


def test_values_are_written_as_they_can_be_read_back() -> None:
    assert written(date(1991, 5, 4)) == "1991-05-04"
    assert written(["leave", "order"]) == "leave,order"
