"""Stating what only a person can know, and what changes how long a case is kept."""

from datetime import date, timedelta
from uuid import UUID

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.scope import standing_of
from icat.cases.steps.sharing import held
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission
from icat.retention.models import StatedTerm
from icat.retention.rules import rules

FURTHEST = timedelta(days=366 * 15)  # an order or a sentence may end later; a longer one was mistyped


def extend_retention(actor: Actor, case_id: UUID, *, code: str, counted_on: date, reason: str) -> None:
    """State that there is a proceeding, or was an order, a penalty or a sentence: its term holds from now on.

    It replaces what was stated before. Refuses a class that nobody can state, a day that cannot be, and a statement
    without saying what it is known from: nothing is kept for ten years on a guess (law 2297-VI Art. 6(2), 6(8)).
    """
    with change(actor) as work:
        case = held(work, case_id)
        require(actor, Permission.RETENTION_EXTEND, standing_of(work.session, case))
        if code not in {one.code for one in rules().stated}:
            raise RuleBroken(Message("Choose what is known."), field="code")
        if counted_on > clock.today() + FURTHEST or counted_on.year < 1950:
            raise RuleBroken(Message("Check the year of this day."), field="counted_on")
        if not reason.strip():
            raise RuleBroken(Message("Say what this is known from."), field="reason")
        work.add(
            StatedTerm(
                team_id=case.team_id,
                case_id=case.id,
                class_code=code,
                counted_on=counted_on,
                set_at=work.at,
                set_by_id=actor.member_id,
                reason=reason.strip(),
            )
        )
        work.record(Event.RETENTION_EXTENDED, case=case.id, term=code, counted=counted_on.isoformat())
