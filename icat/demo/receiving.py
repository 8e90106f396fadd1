"""How a referral of the demonstration is received: the urgent call, and what she is read before names travel."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from icat.cases.commands.alarms import acknowledge_alarm, escalate_alarm
from icat.cases.commands.prechecks import record_precheck
from icat.cases.queries.alarms import waiting_alarms
from icat.demo.people import Cast
from icat.demo.script import Script
from icat.policy.actor import Actor, system


def answered(script: Script, cast: Cast, start: datetime, until: int) -> Iterator[datetime]:
    """The urgent call goes from one to the next every quarter of an hour, until somebody takes it."""
    until = script.taken_after if script.taken_by else until
    for minutes in range(15, min(until, 75), 15):
        yield start + timedelta(minutes=minutes)
        escalate_alarm(system(cast.actors[script.officer].team_id, script.team))
    if script.taken_by:
        yield start + timedelta(minutes=until)
        who = cast.actors[script.taken_by]
        acknowledge_alarm(who, waiting_alarms(who)[0].id)


def read_out(script: Script, office: Actor, case_id: UUID, agency_ids: Collection[UUID]) -> None:
    """She is read who would take part before any name travels; where it could not wait, that is said."""
    if script.emergent:
        later = "Засідання за кілька годин; зачитає фахівчиня з підтримки вранці."
        record_precheck(office, case_id, reason="cannot_wait", note=later)
    elif agency_ids:
        record_precheck(office, case_id, cleared=agency_ids, read_by=script.read_by)


def half_read(script: Script, cast: Cast, office: Actor, case_id: UUID) -> None:
    """The pre-check that the coordinator finds half done: she was read some agencies, and named somebody."""
    record_precheck(
        office,
        case_id,
        cleared=[cast.agencies[script.team, key] for key in script.read],
        barred=[cast.actors[login].member_id for login in script.named],
        read_by=script.read_by,
    )
