"""Which cases are on hold: before, on and after the last day, and once it was lifted."""

from datetime import timedelta

from icat import clock
from icat.cases.commands.holds import lift_hold, place_hold
from icat.cases.queries.door import open_case
from icat.cases.queries.holds import held_among, holds
from icat.db import engine as db
from icat.policy.permissions import Permission
from tests.make import World, make_case


def is_on_hold(world: World, reference: str) -> bool:
    db.end()
    return open_case(world.doctor.actor, Permission.CASE_READ, reference).is_held


def test_the_head_of_the_case_says_so_to_whoever_may_read_it_until_the_last_day_is_over(world: World) -> None:
    made, other = make_case(world, seats=[world.health]), make_case(world)
    assert not is_on_hold(world, made.reference)

    last = clock.today() + timedelta(days=3)
    place_hold(world.chair.actor, made.id, code="court", authority="Суд", until_on=last)

    assert is_on_hold(world, made.reference)
    assert held_among(db.session(), [made.id, other.id]) == {made.id}
    with clock.pretending(clock.now() + timedelta(days=3)):
        assert is_on_hold(world, made.reference)
    with clock.pretending(clock.now() + timedelta(days=4)):
        assert not is_on_hold(world, made.reference)


def test_the_holds_of_a_case_are_told_with_their_words_and_their_end(world: World) -> None:
    made = make_case(world)
    place_hold(world.chair.actor, made.id, code="inquiry", authority="Запит № 4", reason="Скарга")
    hold_id = place_hold(world.chair.actor, made.id, code="court", authority="Суд")
    lift_hold(world.coordinator.actor, hold_id, 0, reason="Справу закрито")

    first, second = holds(made.id)

    assert (first.number, str(first.ground), first.authority, first.reason) == (
        1,
        "inquiry or complaint of the person concerned",
        "Запит № 4",
        "Скарга",
    )
    assert (str(first.state_label), first.placed_by) == ("In force", world.chair.name)
    assert (str(second.state_label), second.lifted_by, second.lift_reason) == (
        "Lifted",
        world.coordinator.name,
        "Справу закрито",
    )
