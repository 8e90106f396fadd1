"""Lists of cases: what SQL lets through is what the table of permissions lets through, at a constant price."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from sqlalchemy import event, select, update

from icat.audit.reading import tear_off
from icat.audit.recording import upkeep
from icat.cases.models import Bar, Case, Seat, Stage
from icat.cases.queries import caseload as listing
from icat.cases.queries.caseload import caseload, visible
from icat.cases.scope import WITHHELD, standing_of
from icat.db import engine as db
from icat.policy.actor import Actor
from icat.policy.decide import can
from icat.policy.permissions import Permission
from icat.policy.roles import Role
from icat.references import new_reference
from tests.make import HROMADA, MadeCase, World, make_case

ELSEWHERE = "UA46060250000025047"


@pytest.fixture
def spread(world: World) -> list[MadeCase]:
    """Cases that differ in everything that a permission looks at."""
    made = []
    for stage, hromada, seat in product(
        (Stage.SCREENING, Stage.ACTIVE, Stage.DECLINED, Stage.CLOSED), (HROMADA, ELSEWHERE), (None, "now", "ended")
    ):
        case = make_case(world, stage=stage, hromada=hromada, seats=[world.health] if seat else [])
        made.append(case)
        if seat == "ended":
            with upkeep() as session:
                session.execute(update(Seat).where(Seat.case_id == case.id).values(ended_at=Seat.given_at))
    with upkeep() as session:
        for place, case in enumerate(made):
            kept = session.get_one(Case, case.id)
            if place % 3 == 0:
                kept.referrer_id = world.doctor.member_id
            if place % 4 == 0:
                for person in (world.doctor, world.chair, world.officer):
                    session.add(
                        Bar(
                            team_id=world.team_id,
                            case_id=case.id,
                            member_id=person.member_id,
                            set_at=kept.opened_at,
                            set_by_id=world.chair.member_id,
                        )
                    )
    return made


def actors(world: World) -> list[Actor]:
    """Everybody in the world, and the doctor in each role, in each pair of roles, and for one hromada only."""
    people = [value.actor for value in vars(world).values() if hasattr(value, "actor")]
    doctor = world.doctor.actor
    roles = [frozenset({one, other}) for one in Role for other in Role]
    areas = [frozenset[str](), frozenset({HROMADA}), frozenset({"UA00000000000000000"})]
    return people + [replace(doctor, roles=held, hromadas=area) for held in roles for area in areas]


def test_the_list_in_sql_is_the_permission_in_python_for_everybody(world: World, spread: list[MadeCase]) -> None:
    session = db.session()
    cases = session.scalars(select(Case)).all()
    standings = {case.id: standing_of(session, case) for case in cases}

    for actor in actors(world):
        listed = set(session.scalars(visible(actor).with_only_columns(Case.id)))
        allowed = {id for id, standing in standings.items() if can(actor, Permission.CASE_READ, standing)}
        assert listed == allowed, (sorted(actor.roles), actor.hromadas)


def test_the_spread_lets_somebody_see_some_and_not_others(world: World, spread: list[MadeCase]) -> None:
    session = db.session()
    for person in (world.doctor, world.chair, world.coordinator):
        listed = set(session.scalars(visible(person.actor).with_only_columns(Case.id)))
        assert listed
        if person is not world.coordinator:
            assert len(listed) < len(spread)


@contextmanager
def statements() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith("begin"):
            asked.append(statement)

    event.listen(db.engine(), "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine(), "before_cursor_execute", note)


def test_a_list_costs_the_same_however_long_it_is(world: World, spread: list[MadeCase]) -> None:
    prices = []
    for size in (1, 5, 24):
        db.end()
        tear_off()
        with statements() as asked:
            assert len(caseload(world.coordinator.actor, size=size).rows) == size
        prices.append(len(asked))

    assert len(set(prices)) == 1
    assert prices[0] <= 6


def test_pages_put_together_are_the_whole_newest_first(world: World, spread: list[MadeCase]) -> None:
    whole = [row.reference for row in caseload(world.coordinator.actor, size=100).rows]
    pages, after = [], ""
    for _ in spread:
        page = caseload(world.coordinator.actor, after=after, size=7)
        pages += [row.reference for row in page.rows]
        after = page.after
        if not after:
            break

    assert pages == whole
    assert set(whole) == {case.reference for case in spread}


def test_by_stage(world: World, spread: list[MadeCase]) -> None:
    rows = caseload(world.coordinator.actor, stages=(Stage.CLOSED,)).rows

    assert len(rows) == 6
    assert {row.stage for row in rows} == {Stage.CLOSED}


def test_what_was_not_shared_is_withheld_in_the_list(world: World) -> None:
    case = make_case(world, seats=[world.health])
    hidden = make_case(world)
    with upkeep() as session:
        session.add(
            Seat(
                team_id=world.team_id,
                case_id=hidden.id,
                agency_id=world.health,
                given_at=session.get_one(Case, hidden.id).opened_at,
                given_by_id=world.chair.member_id,
            )
        )

    rows = {row.reference: row for row in caseload(world.doctor.actor).rows}

    assert str(rows[case.reference].survivor).startswith("Ґалаґан")
    assert rows[case.reference].birth_year == "1991"
    assert rows[hidden.reference].survivor is WITHHELD
    assert rows[hidden.reference].birth_year is WITHHELD


def test_a_reference_that_one_may_not_read_cannot_be_tried_out_by_paging(world: World) -> None:
    make_case(world, seats=[world.health])
    hidden = make_case(world)
    make_case(world, seats=[world.health])

    first = caseload(world.doctor.actor).rows
    assert caseload(world.doctor.actor, after=hidden.reference).rows == first
    assert caseload(world.doctor.actor, after=new_reference("KHM", 2026)).rows == first
    assert caseload(world.doctor.actor, after=first[0].reference).rows == first[1:]


def test_what_is_listed_is_on_the_receipt_and_nothing_else(world: World, spread: list[MadeCase]) -> None:
    tear_off()
    rows = caseload(world.doctor.actor).rows

    kept = tear_off()
    assert kept is not None
    assert kept.case_ids == {row.id for row in rows}


def test_a_list_that_begins_from_few_cases_is_the_list_that_walks_all(
    world: World, spread: list[MadeCase], monkeypatch: pytest.MonkeyPatch
) -> None:
    def lists() -> list[list[str]]:
        asked = product(actors(world), ((), (Stage.SCREENING,), (Stage.ACTIVE, Stage.CLOSED)))
        return [[row.reference for row in caseload(actor, stages=stages).rows] for actor, stages in asked]

    from_few = lists()
    monkeypatch.setattr(listing, "FEW", 0)
    assert lists() == from_few
    assert any(from_few)


def test_a_list_of_few_cases_does_not_walk_the_cases_of_the_team(world: World, spread: list[MadeCase]) -> None:
    said: list[str] = []
    event.listen(db.engine(), "before_cursor_execute", lambda *told: said.append(told[2]))

    assert caseload(world.doctor.actor).rows

    assert any("coalesce" in statement for statement in said)
