"""A clock that was moved is noticed, forward and back, and said once a day."""

from datetime import timedelta

import time_machine

from icat import clock
from icat.audit.events import Event
from icat.audit.models import LedgerEntry
from icat.audit.queries.clocks import clock_difference, is_said
from icat.audit.verify import verify
from icat.db import engine as db
from icat.jobs.clocks import watch_clocks
from icat.reports.queries.checkpoints import standing
from tests.make import World, make_case
from tests.meetings.sitting import one, rows


def seconds(world: World) -> int:
    with db.database().open_reading() as session:
        return clock_difference(session, world.team_id)


def test_clocks_that_agree_leave_nothing(world: World) -> None:
    make_case(world)

    watch_clocks(clock.now())

    assert seconds(world) == 0
    assert rows(LedgerEntry, LedgerEntry.event == Event.CLOCK_DIFFERED) == []
    assert standing(world.team_id).clock_seconds == 0


def test_a_clock_that_was_moved_is_one_leaf_a_day_and_stands_on_the_page(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        for _ in range(3):
            watch_clocks(clock.now())
        assert 7190 < seconds(world) < 7210
        page = client_for(world.auditor).get("/log/checkpoints").get_data(as_text=True)
        lines = client_for(world.auditor).get("/log?groups=change").get_data(as_text=True)

    assert "The clocks differ" in page
    assert "The clocks of the server and of its database differ" in lines
    leaf = one(LedgerEntry, LedgerEntry.event == Event.CLOCK_DIFFERED, LedgerEntry.team_id == world.team_id)
    assert leaf.actor_id == leaf.agency_id
    with db.database().open_reading() as session:
        assert is_said(session, world.team_id)
        assert verify(session, world.team_id).is_intact


def test_a_clock_that_was_turned_back_is_behind_the_newest_entry(world: World) -> None:
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        make_case(world)

    assert -3610 < seconds(world) < -3590
    watch_clocks(clock.now())
    with db.database().open_reading() as session:  # the order of the log stands, whatever the clock says
        assert verify(session, world.team_id).is_intact
