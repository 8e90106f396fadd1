"""Conflict before names: nobody is asked before she was, but for a reason that stands on record."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from icat import clock
from icat.audit.events import Event
from icat.audit.models import LedgerEntry
from icat.cases.commands.prechecks import record_precheck
from icat.cases.commands.screening import ask_agency, screen_case
from icat.cases.models import Bar, Case, Seat
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken
from icat.meetings.commands.agenda import call_meeting
from icat.outbox.models import Letter
from tests.cases.referring import submit
from tests.make import World
from tests.meetings.sitting import one, rows


@pytest.fixture
def case_id(world: World) -> UUID:
    """A case that the coordinator opened."""
    submit(world)
    found: UUID = one(Case).id
    screen_case(world.coordinator.actor, found, 0)
    db.end()
    return found


def record(world: World, case_id: UUID, **said: Any) -> None:
    record_precheck(said.pop("actor", world.coordinator.actor), case_id, **said)
    db.end()


def ask(world: World, case_id: UUID, *agencies: UUID) -> None:
    db.end()
    try:
        ask_agency(world.coordinator.actor, case_id, agency_ids=agencies)
    finally:
        db.end()


def test_an_agency_is_asked_only_after_she_was_read_it(world: World, case_id: UUID) -> None:
    with pytest.raises(RuleBroken, match="Read her first"):
        ask(world, case_id, world.health)
    letters = len(rows(Letter))

    record(world, case_id, cleared=[world.health], left_out=[world.ngo], read_by="Гнат, телефоном матері")

    assert len(rows(Letter)) == letters  # no agency hears of it
    ask(world, case_id, world.health)
    with pytest.raises(RuleBroken, match="must not learn"):
        ask(world, case_id, world.ngo)
    with pytest.raises(RuleBroken, match="Read her first"):
        ask(world, case_id, world.children)
    assert {seat.agency_id for seat in rows(Seat)} == {world.police, world.health}
    told = select(LedgerEntry).where(LedgerEntry.event == Event.PRECHECK_RECORDED)
    assert len(db.session().scalars(told).all()) == 2


def test_a_reason_opens_the_way_but_not_to_whom_she_named(world: World, case_id: UUID) -> None:
    record(world, case_id, left_out=[world.ngo], read_by="Гнат")
    record(world, case_id, reason="cannot_wait")

    with pytest.raises(RuleBroken, match="must not learn"):
        ask(world, case_id, world.health, world.ngo)
    ask(world, case_id, world.health)
    record(world, case_id, cleared=[world.ngo], read_by="Гнат, ще раз")  # she thought again: the newest word counts
    ask(world, case_id, world.ngo)


def test_an_emergent_meeting_waits_for_the_reason_too(world: World, case_id: UUID) -> None:
    with pytest.raises(RuleBroken, match="Read her first"):
        call_meeting(
            world.chair.actor,
            case_id,
            one(Case).version,
            held_at=clock.now().replace(second=0, microsecond=0),
            reason="ніж",
            agency_ids=[world.health],
        )
    db.end()
    assert len(rows(Seat)) == 1


def test_whom_she_names_is_kept_from_the_case_at_once(world: World, case_id: UUID) -> None:
    record(world, case_id, barred=[world.doctor.member_id], read_by="Гнат")

    assert world.doctor.member_id in {bar.member_id for bar in rows(Bar)}
    with pytest.raises(RuleBroken, match="cannot bar yourself"):
        record(world, case_id, barred=[world.chair.member_id, world.coordinator.member_id], read_by="Гнат")
    with pytest.raises(NotFound):
        record(world, case_id, actor=world.doctor.actor, reason="cannot_wait")
    with pytest.raises(NotAllowed):
        record(world, case_id, actor=world.policewoman.actor, reason="cannot_wait")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, None),
        ({"cleared": "health"}, "read_by"),
        ({"reason": "other"}, "note"),
        ({"reason": "because"}, None),
        ({"cleared": "health", "left_out": "health", "read_by": "Гнат"}, None),
    ],
)
def test_what_says_nothing_is_refused(world: World, case_id: UUID, said: dict[str, Any], field: str | None) -> None:
    given = {name: [world.health] if value == "health" else value for name, value in said.items()}

    with pytest.raises(RuleBroken) as refused:
        record(world, case_id, **given)

    assert refused.value.field == field
