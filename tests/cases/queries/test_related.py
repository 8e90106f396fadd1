"""What was found of other cases, for who may read both; what counts as a repeat, and the plan that comes first."""

from datetime import UTC, datetime, timedelta

import pytest

from icat.cases.commands.bars import bar_member
from icat.cases.models import Verdict
from icat.cases.queries import related as module
from icat.cases.queries.related import Recalled, is_within, related
from icat.db import engine as db
from tests.cases.meeting_again import EVA, SERHII, WROTE_EVA, WROTE_SERHII, case_of, opened, refer
from tests.cases.queries.test_comparing import decide
from tests.make import World


def aged(reference: str, days: int) -> None:
    """Let the case have begun so many days earlier."""
    case_id = case_of(reference).id
    with db.writing() as session:
        session.get_one(module.Case, case_id).opened_at -= timedelta(days=days)
        session.commit()


@pytest.mark.parametrize(
    ("earlier", "later", "is_repeat"),
    [
        ("2026-01-15", "2027-01-15", True),
        ("2026-01-15", "2027-01-16", False),
        ("2024-02-29", "2025-02-28", True),
        ("2024-02-29", "2025-03-01", False),
        ("2025-12-31", "2026-12-31", True),
        ("2026-05-01", "2026-05-01", True),
    ],
)
def test_twelve_months_are_counted_by_the_calendar(earlier: str, later: str, is_repeat: bool) -> None:  # noqa: FBT001
    first, second = (datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC) for day in (earlier, later))

    assert is_within(first, second) is is_repeat


def test_a_repeat_is_told_in_both_cases_and_its_plan_in_the_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, again = refer(world, EVA, SERHII), refer(world, WROTE_EVA, WROTE_SERHII)
    aged(first, 200)
    decide(world.coordinator, again, first, Verdict.SAME_PAIR)
    recalled: list[str] = []

    def recall(case: object) -> Recalled:
        recalled.append(case.reference)  # type: ignore[attr-defined]
        return Recalled(None, (), (), ())

    monkeypatch.setattr(module.hooks, "recall", recall)
    (earlier,) = related(opened(world.coordinator.actor, again))
    (later,) = related(opened(world.coordinator.actor, first))

    assert (earlier.reference, earlier.is_earlier, earlier.is_repeat) == (first, True, True)
    assert (later.reference, later.is_earlier, later.recalled) == (again, False, None)
    assert earlier.recalled
    assert recalled == [first]


def test_after_twelve_months_it_is_a_case_of_the_same_pair_and_no_repeat(world: World) -> None:
    first, again = refer(world, EVA, SERHII), refer(world, WROTE_EVA, WROTE_SERHII)
    aged(first, 400)
    decide(world.coordinator, again, first, Verdict.SAME_PAIR)

    (one,) = related(opened(world.coordinator.actor, again))

    assert not one.is_repeat
    assert one.label == Verdict.SAME_PAIR.label


@pytest.mark.parametrize("verdict", [Verdict.DIFFERENT, Verdict.UNRELATED])
def test_others_are_not_related(world: World, verdict: Verdict) -> None:
    first, again = refer(world, EVA, SERHII), refer(world, WROTE_EVA, WROTE_SERHII)
    decide(world.chair, again, first, verdict)

    assert related(opened(world.chair.actor, again)) == ()


@pytest.mark.parametrize("verdict", [Verdict.MIRROR, Verdict.PERPETRATOR])
def test_what_is_for_the_chairs_is_there_for_them_only(world: World, verdict: Verdict) -> None:
    first, mirror = refer(world, EVA, SERHII), refer(world, SERHII, EVA)
    decide(world.chair, mirror, first, verdict)

    for reference, other in ((first, mirror), (mirror, first)):
        assert [one.reference for one in related(opened(world.chair.actor, reference))] == [other]
        assert related(opened(world.coordinator.actor, reference)) == ()
        assert related(opened(world.policewoman.actor, reference)) == ()


def test_whoever_may_not_read_the_earlier_case_learns_nothing_of_it(world: World) -> None:
    first, again = refer(world, EVA, SERHII), refer(world, WROTE_EVA, WROTE_SERHII)
    decide(world.coordinator, again, first, Verdict.SAME_PAIR)
    case_id = case_of(first).id
    db.end()
    bar_member(world.chair.actor, case_id, member_id=world.policewoman.member_id, reason="сестра")

    assert related(opened(world.policewoman.actor, again)) == ()
    assert related(opened(world.officer.actor, again))  # who wrote both may read both
