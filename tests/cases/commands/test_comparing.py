"""Recording a verdict: by whom, of which two cases, and without the log saying what was found."""

import json

import pytest

from icat.audit.events import Event
from icat.audit.models import LedgerEntry, LedgerLeaf
from icat.cases.commands.bars import bar_member
from icat.cases.commands.comparing import compare_case
from icat.cases.models import Case, Comparison, Verdict
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken
from tests.make import Person, World, make_case


def compare(who: Person, case: object, other: object, verdict: Verdict = Verdict.SAME_PAIR) -> None:
    compare_case(who.actor, case.id, other_id=other.id, verdict=verdict)  # type: ignore[attr-defined]
    db.end()


def test_the_later_case_keeps_the_verdict_whichever_was_open(world: World) -> None:
    first, later = make_case(world), make_case(world)

    compare(world.coordinator, first, later)
    compare(world.chair, later, first, Verdict.DIFFERENT)

    rows = db.session().query(Comparison).order_by(Comparison.compared_at).all()
    assert [(row.case_id, row.other_id, row.verdict) for row in rows] == [
        (later.id, first.id, "same_pair"),
        (later.id, first.id, "different"),
    ]
    assert db.session().query(Case).count() == 2  # nothing was joined


def test_the_log_says_that_it_was_compared_and_never_what_was_found(world: World) -> None:
    first, later = make_case(world), make_case(world)
    compare(world.coordinator, later, first, Verdict.DIFFERENT)
    compare(world.chair, later, first, Verdict.MIRROR)

    session = db.session()
    numbers = session.query(LedgerEntry.seq).filter_by(event=Event.CASE_COMPARED).order_by(LedgerEntry.seq)
    bodies = [session.get_one(LedgerLeaf, (world.team_id, seq)).payload for (seq,) in numbers]

    assert len(bodies) == 2
    assert len({len(body) for body in bodies}) == 1
    for body in bodies:
        assert set(json.loads(body)) == set(json.loads(bodies[0]))
        assert b"mirror" not in body
        assert first.reference.encode() not in body
        assert str(first.id).encode() not in body


@pytest.mark.parametrize("verdict", [one for one in Verdict if one.is_for_chairs])
def test_the_coordinator_cannot_say_what_is_for_the_chairs(world: World, verdict: Verdict) -> None:
    first, later = make_case(world), make_case(world)

    with pytest.raises(NotAllowed):
        compare(world.coordinator, later, first, verdict)


def test_whoever_may_not_read_both_cannot_compare_them(world: World) -> None:
    first, later = make_case(world, seats=[world.police]), make_case(world, seats=[world.police])

    with pytest.raises(NotAllowed):
        compare(world.policewoman, later, first)
    with pytest.raises(NotFound):
        compare(world.strange_chair, later, first)
    bar_member(world.chair.actor, first.id, member_id=world.coordinator.member_id, reason="сестра")
    with pytest.raises(NotFound):
        compare(world.coordinator, later, first)
    with pytest.raises(NotFound):
        compare(world.coordinator, first, later)


def test_a_case_is_not_compared_with_itself(world: World) -> None:
    case = make_case(world)

    with pytest.raises(RuleBroken):
        compare(world.chair, case, case)
