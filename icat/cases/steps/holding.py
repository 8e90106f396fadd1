"""Putting a case on legal hold: a step that several commands take."""

from datetime import date

from icat import clock, codes
from icat.audit.events import Event
from icat.audit.recording import Work
from icat.cases.models import Case, Hold
from icat.errors import RuleBroken
from icat.i18n import Message


def put_on_hold(
    work: Work, case: Case, *, code: str, authority: str, reason: str = "", until_on: date | None = None
) -> Hold:
    """Keep ``case`` from being destroyed until the hold is lifted or ``until_on`` is over, and record it.

    ``code`` is one of the list ``hold_reason``; ``authority`` says who demands it and under which number. Refuses a
    hold that nobody demands and one that would end before it began. A case may be on hold for several reasons at once.
    """
    try:
        codes.require("hold_reason", code)
    except RuleBroken as refusal:
        raise RuleBroken(refusal.message, field="code") from None
    if not authority.strip():
        raise RuleBroken(Message("Say who demands the hold, and under which number."), field="authority")
    if until_on is not None and until_on < clock.today():
        raise RuleBroken(Message("A hold cannot end before today."), field="until_on")
    row = work.add(
        Hold(
            team_id=case.team_id,
            case_id=case.id,
            reason_code=code,
            placed_at=work.at,
            placed_by_id=work.actor.member_id,
            until_on=until_on,
            authority=authority.strip(),
            reason=reason.strip(),
        )
    )
    work.record(Event.HOLD_PLACED, case=case.id, hold=row.id, ground=code)
    return row
