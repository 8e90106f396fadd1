"""What the chairs see of copies that wait, and what whoever wants one sees: how it stands, never why."""

from datetime import timedelta

from icat import clock
from icat.cases.commands.releases import grant_release, refuse_release
from icat.cases.queries.releases import mirrored, own, waits
from icat.db import engine as db
from icat.policy.permissions import Permission
from tests.cases.commands.test_releases import WHY, asked, restricted, take
from tests.cases.meeting_again import EVA, SERHII, opened, refer
from tests.make import World
from tests.plans.build import decided


def test_the_chairs_read_who_asked_why_it_waits_and_what_became_of_it(world: World) -> None:
    case = restricted(world)
    release = asked(world, case)
    db.end()
    grant_release(world.chair.actor, release.id, release.version, reason="Перевірила.")
    found = waits(opened(world.chair.actor, case.reference, Permission.RESTRICTION_SET))

    assert found.is_on
    assert [(one.reason, one.by) for one in found.said] == [(WHY, world.chair.name)]
    (one,) = found.asked
    assert (one.by, one.wanted, one.reason) == (world.advocate.name, "Для неї, на четвер.", "Перевірила.")
    assert not one.is_open


def test_whoever_asked_sees_how_it_stands(world: World) -> None:
    case = restricted(world)

    def stands() -> tuple[bool, bool, str]:
        found = own(opened(world.advocate.actor, case.reference, Permission.SAFETY_PLAN_EXPORT))
        return found.may_take, found.is_asked, str(found.answer or "")

    assert stands() == (False, False, "")
    first = asked(world, case)
    assert stands() == (False, True, "A chair has not answered yet")
    db.end()
    refuse_release(world.chair.actor, first.id, first.version, reason="Ще ні.")
    assert stands() == (False, False, "Kept back")
    second = asked(world, case)
    db.end()
    grant_release(world.chair.actor, second.id, second.version, reason="Так.")
    assert stands() == (True, False, "Let go")
    with clock.pretending(clock.now() + timedelta(days=4)):
        assert stands() == (False, False, "Let go, and not taken in time")
    take(world, case)
    assert stands() == (False, False, "Let go, and taken")


def test_where_nothing_waits_a_copy_may_be_taken(world: World) -> None:
    case = decided(world)

    assert own(opened(world.advocate.actor, case.reference)).may_take


def test_only_the_chairs_are_told_before_which_case_it_is_a_counter_allegation(world: World) -> None:
    first, later = refer(world, EVA, SERHII), refer(world, SERHII, EVA)

    assert mirrored(opened(world.chair.actor, later)) == (first,)
    assert mirrored(opened(world.chair.actor, first)) == ()
    assert mirrored(opened(world.coordinator.actor, later)) == ()
