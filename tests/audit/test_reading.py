"""What somebody was shown or refused: the receipt, and the leaf that it becomes."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from icat.audit import reading
from icat.audit.events import Event, UnknownFact
from icat.audit.ledger import NOBODY
from icat.audit.models import LedgerEntry
from icat.db import engine as db
from tests.audit.acting import count, leaves, newest
from tests.make import World

CASE, SHARE = UUID(int=5), UUID(int=6)


@pytest.fixture(autouse=True)
def fresh() -> None:
    """No receipt is left from another test."""
    reading.tear_off()


def test_what_is_seen_twice_stands_once_with_all_its_categories(world: World) -> None:
    kept = reading.receipt()
    kept.saw(world.doctor.actor, CASE, SHARE, 1)
    kept.saw(world.doctor.actor, CASE, SHARE, 4)
    kept.saw(world.doctor.actor, CASE)

    assert reading.record_reading(kept, "cases/case/show", lambda _session, _ids: {})

    leaf = newest(world.team_id)
    assert leaf["k"] == Event.CASE_READ
    assert leaf["c"] == [[str(CASE), str(SHARE), 5], [str(CASE), str(NOBODY), 0]]
    assert leaf["f"] == {"page": "cases/case/show"}


def test_a_page_over_two_teams_leaves_a_leaf_in_each(world: World) -> None:
    here, there = count(world.team_id), count(world.stranger.actor.team_id)
    kept = reading.receipt()
    kept.saw(world.doctor.actor, CASE)
    kept.saw(world.stranger.actor, uuid4())

    assert reading.record_reading(kept, "x", lambda _session, _ids: {})

    assert count(world.team_id) == here + 1
    assert count(world.stranger.actor.team_id) == there + 1


def test_nothing_is_recorded_when_access_moved_meanwhile(world: World) -> None:
    before = count(world.team_id)
    kept = reading.receipt()
    kept.saw(world.doctor.actor, CASE)
    kept.opened_at(CASE, 3)

    assert not reading.record_reading(kept, "x", lambda _session, _ids: {CASE: 4})
    assert count(world.team_id) == before
    assert reading.record_reading(kept, "x", lambda _session, _ids: {CASE: 3})
    assert count(world.team_id) == before + 1


def test_an_empty_receipt_is_no_receipt() -> None:
    reading.receipt()
    assert reading.tear_off() is None


def test_a_torn_off_receipt_is_gone(world: World) -> None:
    reading.receipt().saw(world.doctor.actor, CASE)

    assert reading.tear_off() is not None
    assert reading.tear_off() is None


def test_a_refusal_says_who_and_what_and_about_which_number(world: World) -> None:
    reading.record_refusal(world.doctor.actor, "case:read", CASE)

    leaf = newest(world.team_id)
    assert (leaf["k"], leaf["a"], leaf["f"]) == (
        Event.ACCESS_REFUSED,
        str(world.doctor.member_id),
        {"permission": "case:read"},
    )
    assert leaf["c"] == [[str(CASE), str(NOBODY), 0]]


def test_an_event_with_a_fact_that_it_does_not_know_is_not_recorded(world: World) -> None:
    before = count(world.team_id)

    with pytest.raises(UnknownFact):
        reading.record_event(world.doctor.actor, Event.LOG_READ, surname="x")

    assert count(world.team_id) == before


def test_what_belongs_to_no_team_is_in_no_teams_ledger(world: World) -> None:
    before = leaves(world.team_id)

    reading.record_at_installation(Event.SESSION_REFUSED)

    assert leaves(world.team_id) == before


def test_what_a_page_refuses_is_in_the_ledger_once(world: World, client_for: Any) -> None:
    client = client_for(world.doctor)
    before = len(_refusals(world))

    assert client.get("/queue").status_code == 403
    assert client.get("/cases/KHM-2026-00000-0").status_code == 404

    assert len(_refusals(world)) - before == 2


def _refusals(world: World) -> list[LedgerEntry]:
    with db.database().open_reading() as session:
        found = select(LedgerEntry).where(
            LedgerEntry.team_id == world.team_id, LedgerEntry.event == Event.ACCESS_REFUSED
        )
        return list(session.scalars(found))
