"""The clocks held against one another, at the worker's start and often; one leaf a day while they differ."""

from datetime import datetime

from icat.audit.events import Event
from icat.audit.queries.clocks import clock_difference, is_said
from icat.audit.reading import record_event
from icat.db import engine as db
from icat.jobs.teams import each_team
from icat.journal import log
from icat.policy.actor import Actor


def watch_clocks(_now: datetime) -> None:
    """Write into each team's log that this machine's clock and the database's differ, where they do."""
    each_team(_watch)


def _watch(actor: Actor) -> None:
    with db.database().open_reading() as session:
        seconds = clock_difference(session, actor.team_id)
        if not seconds or is_said(session, actor.team_id):
            return
    log.error("clocks differ", seconds=seconds)
    record_event(actor, Event.CLOCK_DIFFERED, seconds=seconds)
