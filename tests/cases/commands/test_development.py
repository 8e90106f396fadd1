"""Raising a critical development and setting one aside."""

import pytest
from sqlalchemy import select

from icat.audit.models import LedgerEntry
from icat.cases.commands.development import dismiss_development, raise_development
from icat.cases.models import Case, Development, LookedAgain, Stage
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken, Stale
from icat.outbox.models import Letter
from tests.make import MadeCase, World, make_case


@pytest.fixture
def case(world: World) -> MadeCase:
    """A case at whose table the police and the advocate have seats."""
    made = make_case(world, stage=Stage.ACTIVE, seats=[world.police, world.ngo])
    db.end()
    return made


def only() -> Development:
    """The one development."""
    db.end()
    return db.session().scalars(select(Development)).one()


def test_it_belongs_to_whoever_raised_it_and_the_chairs_and_the_coordinator_get_a_letter(
    world: World, case: MadeCase
) -> None:
    before = case.version()
    raise_development(world.advocate.actor, case.id, kind="missed_contact", text="Не відповідає з ранку")

    row = only()
    told = set(db.session().scalars(select(Letter.account_id)))
    assert (row.owner_id, row.raised_by_id, row.kind, row.text) == (
        world.ngo,
        world.advocate.member_id,
        "missed_contact",
        "Не відповідає з ранку",
    )
    assert told == {world.chair.account_id, world.coordinator.account_id}
    assert case.version() == before  # nobody's open page grows old
    assert db.session().scalars(select(LedgerEntry.event).order_by(LedgerEntry.seq.desc())).first() == (
        "development:raised"
    )


def test_what_the_office_raises_is_the_teams(world: World, case: MadeCase) -> None:
    raise_development(world.coordinator.actor, case.id, kind="other")

    assert only().owner_id is None


def test_a_seat_or_the_referral_is_needed_and_a_case_that_goes_on(world: World, case: MadeCase) -> None:
    with pytest.raises(NotFound):
        raise_development(world.doctor.actor, case.id, kind="other")
    with pytest.raises(NotFound):
        raise_development(world.strange_chair.actor, case.id, kind="other")
    raise_development(world.officer.actor, case.id, kind="other")
    closed = make_case(world, stage=Stage.CLOSED, seats=[world.ngo])

    with pytest.raises(RuleBroken):
        raise_development(world.advocate.actor, closed.id, kind="other")


def test_a_basis_that_the_law_refuses_keeps_nothing(world: World, case: MadeCase) -> None:
    with pytest.raises(RuleBroken) as refused:
        raise_development(world.advocate.actor, case.id, kind="pregnancy", basis_code="UA-CRIMINAL")

    db.end()
    assert refused.value.field == "basis_code"
    assert db.session().scalars(select(Development)).all() == []
    assert db.session().scalars(select(Letter)).all() == []


def test_a_chair_sets_it_aside_by_name_with_a_reason_and_once(world: World, case: MadeCase) -> None:
    made = raise_development(world.advocate.actor, case.id, kind="separation")
    with pytest.raises(NotAllowed):
        dismiss_development(world.coordinator.actor, made, 0, reason="Відомо давно")
    with pytest.raises(RuleBroken):
        dismiss_development(world.chair.actor, made, 0, reason=" ")

    dismiss_development(world.chair.actor, made, 0, reason="Відомо давно")

    row = only()
    assert (row.answer, row.answered_by_id, row.reason) == (
        LookedAgain.SET_ASIDE,
        world.chair.member_id,
        "Відомо давно",
    )
    for version in (0, 1):
        db.end()
        with pytest.raises(Stale):
            dismiss_development(world.chair.actor, made, version, reason="Ще раз")
    assert db.session().get_one(Case, case.id).level is None
