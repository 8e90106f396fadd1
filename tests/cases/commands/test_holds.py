"""Legal holds: who places one, who may lift it, and what everybody else learns."""

from datetime import date, timedelta

import pytest

from icat import clock
from icat.audit.events import Event
from icat.cases.commands.bars import bar_member
from icat.cases.commands.holds import lift_hold, place_hold
from icat.cases.models import Case, Hold
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken, Stale
from tests.audit.acting import newest
from tests.make import MadeCase, World, make_case
from tests.meetings.sitting import one

DEMAND = {"code": "proceeding", "authority": "ГУНП, № 12026000000000123", "reason": "Триває слідство"}


@pytest.fixture
def case(world: World) -> MadeCase:
    """A case at which the hospital sits."""
    return make_case(world, seats=[world.health])


def test_a_hold_says_who_demands_it_and_the_log_says_only_on_what_ground(world: World, case: MadeCase) -> None:
    place_hold(world.coordinator.actor, case.id, **DEMAND, until_on=date(2099, 1, 1))

    with db.database().open_reading() as session:
        hold = session.query(Hold).one()
        assert (hold.authority, hold.reason, hold.until_on) == (DEMAND["authority"], DEMAND["reason"], date(2099, 1, 1))
    leaf = newest(world.team_id)
    assert (leaf["k"], leaf["f"]["ground"]) == (Event.HOLD_PLACED, "proceeding")  # type: ignore[index]
    said = f"{DEMAND['authority']} {DEMAND['reason']}".split()
    assert not [word for word in said if word in str(leaf)]


def test_it_takes_somebody_else_to_lift_it(world: World, case: MadeCase) -> None:
    hold_id = place_hold(world.coordinator.actor, case.id, **DEMAND)

    with pytest.raises(RuleBroken, match="two people"):
        lift_hold(world.coordinator.actor, hold_id, 0, reason="Закрито")
    with pytest.raises(RuleBroken, match="Say why"):
        lift_hold(world.chair.actor, hold_id, 0, reason=" ")
    with pytest.raises(Stale):
        lift_hold(world.chair.actor, hold_id, 5, reason="Закрито")
    lift_hold(world.chair.actor, hold_id, 0, reason="Закрито")

    assert one(Hold).lifted_by_id == world.chair.member_id
    assert newest(world.team_id)["k"] == Event.HOLD_LIFTED
    with pytest.raises(RuleBroken, match="over already"):
        lift_hold(world.chair.actor, hold_id, 1, reason="Ще раз")


def test_a_hold_that_ran_out_cannot_be_lifted(world: World, case: MadeCase) -> None:
    hold_id = place_hold(world.coordinator.actor, case.id, **DEMAND, until_on=clock.today())

    with clock.pretending(clock.now() + timedelta(days=1)), pytest.raises(RuleBroken, match="over already"):
        lift_hold(world.chair.actor, hold_id, 0, reason="Закрито")


def test_what_cannot_be_is_refused(world: World, case: MadeCase) -> None:
    for wrong in (
        {"code": "because"},
        {"authority": " "},
        {"until_on": clock.today() - timedelta(days=1)},
    ):
        with pytest.raises(RuleBroken):
            place_hold(world.chair.actor, case.id, **{**DEMAND, **wrong})  # type: ignore[arg-type]
    assert one_or_none() is None


def one_or_none() -> Hold | None:
    with db.database().open_reading() as session:
        return session.query(Hold).one_or_none()


def test_who_sits_at_the_table_may_not_and_who_does_not_know_the_case_learns_nothing(
    world: World, case: MadeCase
) -> None:
    bar_member(world.chair.actor, case.id, member_id=world.coordinator.member_id)

    with pytest.raises(NotAllowed):
        place_hold(world.doctor.actor, case.id, **DEMAND)
    for stranger in (world.coordinator, world.child_worker, world.strange_chair):
        with pytest.raises(NotFound):
            place_hold(stranger.actor, case.id, **DEMAND)


def test_nothing_is_put_on_hold_that_was_destroyed(world: World, case: MadeCase) -> None:
    with db.writing() as session:
        session.get_one(Case, case.id).disposed_at = clock.now()
        session.commit()

    with pytest.raises(NotFound):
        place_hold(world.chair.actor, case.id, **DEMAND)
