"""Who may be the same: within the scope of the reader, chairs' matters for chairs, and not asked twice."""

from datetime import timedelta

from icat import clock
from icat.audit.reading import receipt, tear_off
from icat.cases.commands.bars import bar_member
from icat.cases.commands.comparing import compare_case
from icat.cases.models import Share, ShareLine, Verdict
from icat.cases.queries.comparing import Resemblance, beside, offered, resemblances
from icat.cases.scope import WITHHELD, categories_of
from icat.db import engine as db
from icat.legal import Category
from icat.matching.pairs import Kind
from icat.policy.permissions import Permission
from tests.cases.meeting_again import (
    EVA,
    OLENA,
    SERHII,
    TARAS,
    WROTE_EVA,
    WROTE_SERHII,
    case_of,
    opened,
    refer,
)
from tests.cases.referring import submit
from tests.make import Person, World


def alike(who: Person, reference: str) -> list[tuple[str, Kind]]:
    return [(one.reference, one.kind) for one in shown(who, reference)]


def shown(who: Person, reference: str) -> tuple[Resemblance, ...]:
    return resemblances(opened(who.actor, reference, Permission.CASE_COMPARE))


def decide(who: Person, reference: str, other: str, verdict: Verdict) -> None:
    ids = case_of(reference).id, case_of(other).id
    db.end()
    compare_case(who.actor, ids[0], other_id=ids[1], verdict=verdict)
    db.end()


def test_the_office_sees_the_same_pair_and_the_same_survivor(world: World) -> None:
    first, other_man = refer(world, EVA, SERHII), refer(world, EVA, TARAS)
    again = refer(world, WROTE_EVA, WROTE_SERHII)
    refer(world, OLENA, TARAS)

    assert alike(world.coordinator, again) == [(first, Kind.SAME_PAIR), (other_man, Kind.SURVIVOR)]


def test_the_chairs_also_see_the_same_perpetrator_and_the_mirror(world: World) -> None:
    first, other_woman = refer(world, EVA, SERHII), refer(world, OLENA, WROTE_SERHII)
    mirror = refer(world, SERHII, EVA)

    assert alike(world.chair, first) == [(other_woman, Kind.PERPETRATOR), (mirror, Kind.MIRROR)]
    assert alike(world.chair, mirror) == [(first, Kind.MIRROR)]
    assert alike(world.coordinator, first) == alike(world.coordinator, mirror) == []


def test_a_case_that_the_reader_may_not_know_is_not_met(world: World) -> None:
    first, again = refer(world, EVA, SERHII), refer(world, WROTE_EVA, WROTE_SERHII)
    case_id = case_of(first).id
    db.end()
    bar_member(world.chair.actor, case_id, member_id=world.coordinator.member_id, reason="сестра")

    assert alike(world.coordinator, again) == []
    assert alike(world.chair, again) == [(first, Kind.SAME_PAIR)]


def test_a_name_that_is_withheld_finds_nothing(world: World) -> None:
    refer(world, EVA, SERHII)
    again = refer(world, WROTE_EVA, WROTE_SERHII)

    with clock.pretending(clock.now() + timedelta(days=200)):  # every share has run out
        assert alike(world.coordinator, again) == []


def test_a_telephone_alone_speaks_only_to_who_may_read_it(world: World) -> None:
    """Her surname and the number are the same, half of the rest is not known."""
    number = {"safe_method": "call", "safe_number": "+380671112233"}
    first = submit(world, survivor={"surname": "Ґалаґан", **number}, perpetrator=dict(SERHII)).reference
    again = submit(world, survivor={"surname": "Галаган", **number}, perpetrator=dict(TARAS)).reference

    assert alike(world.coordinator, again) == [(first, Kind.SURVIVOR)]

    with db.writing() as session:
        lines = session.query(ShareLine).join(Share, Share.id == ShareLine.share_id)
        for line in lines.filter(Share.case_id == case_of(first).id, ShareLine.category == Category.CONTACT):
            session.delete(line)
        session.commit()

    assert alike(world.coordinator, again) == []


def test_what_is_shown_of_the_other_case_is_on_the_receipt(world: World) -> None:
    first, again = refer(world, EVA, SERHII), refer(world, WROTE_EVA, WROTE_SERHII)
    first_id = case_of(first).id
    case = opened(world.coordinator.actor, again, Permission.CASE_COMPARE)
    tear_off()
    resemblances(case)

    assert first_id in receipt().versions
    assert Category.IDENTITY in categories_of(receipt().categories(first_id))
    tear_off()


def test_what_was_found_is_not_asked_again_and_the_newest_counts(world: World) -> None:
    first, again = refer(world, EVA, SERHII), refer(world, WROTE_EVA, WROTE_SERHII)
    decide(world.coordinator, again, first, Verdict.DIFFERENT)
    decide(world.coordinator, first, again, Verdict.SAME_PAIR)

    for reference in (first, again):  # said once for both
        (one,) = shown(world.coordinator, reference)
        assert one.compared
        assert one.compared.verdict is Verdict.SAME_PAIR
        assert one.compared.by == world.coordinator.name


def test_what_a_chair_found_is_no_answer_for_the_coordinator(world: World) -> None:
    first, again = refer(world, EVA, SERHII), refer(world, WROTE_EVA, WROTE_SERHII)
    decide(world.chair, again, first, Verdict.MIRROR)

    assert [one.compared for one in shown(world.coordinator, again)] == [None]


def test_what_nobody_compared_comes_first(world: World) -> None:
    first, second = refer(world, EVA, SERHII), refer(world, EVA, SERHII)
    again = refer(world, WROTE_EVA, WROTE_SERHII)
    decide(world.coordinator, again, first, Verdict.SAME_PAIR)

    assert [reference for reference, _kind in alike(world.coordinator, again)] == [second, first]


def test_beside_each_other_stands_what_the_reader_may_see(world: World) -> None:
    first = refer(world, {**EVA, "other_names": "Квітка", "safe_number": "+380671112233"}, SERHII)
    column = beside(opened(world.coordinator.actor, first)).survivors[0]

    assert (column.name, column.other_names, column.born) == ("Ґалаґан Єва Їжаківна", "Квітка", "1991")
    assert (column.number, str(column.how)) == ("+380671112233", "no way is safe")

    with clock.pretending(clock.now() + timedelta(days=200)):
        column = beside(opened(world.coordinator.actor, first)).survivors[0]

    assert column.name is column.born is column.number is WITHHELD


def test_a_question_of_the_chairs_has_answers_of_theirs(world: World) -> None:
    first, mirror = refer(world, EVA, SERHII), refer(world, SERHII, EVA)
    case = opened(world.chair.actor, mirror, Permission.CASE_COMPARE)
    office = opened(world.coordinator.actor, first, Permission.CASE_COMPARE)

    assert offered(case, resemblances(case)) == (Verdict.MIRROR, Verdict.PERPETRATOR, Verdict.UNRELATED)
    assert offered(office, ()) == (Verdict.SAME_PAIR, Verdict.SURVIVOR, Verdict.DIFFERENT)
