"""Critical developments inside a change: writing one down, and answering those that wait once the danger was judged."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from icat import clock, codes
from icat.audit.events import Event
from icat.audit.recording import Work
from icat.cases.models import Case, Development, LookedAgain
from icat.cases.steps.letters import tell_office
from icat.cases.steps.reporting import tell_at_once
from icat.cases.steps.sharing import Line
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.legal import Category
from icat.members.models import Agency
from icat.policy.roles import Role

KINDS = "critical_development"
YEAR = timedelta(days=366)


def write_development(
    work: Work,
    case: Case,
    *,
    kind: str,
    happened_on: date | None = None,
    text: str = "",
    basis_code: str = "",
    order_id: UUID | None = None,
) -> Development:
    """Keep a development under whoever acts, and let the co-chairs and the coordinator know that there is something.

    It belongs to the actor's agency, or to the team where the office raises it. Without a day it happened just now.
    With ``basis_code`` the office is told what it is; without, only that there is one: it asks whoever raised it.
    Refuses an unknown kind, and a day more than a year away.
    """
    codes.require(KINDS, kind)
    category = Category(codes.code_list(KINDS).options[kind].group)
    today = clock.local(work.at).date()
    day = happened_on or today
    if abs(day - today) > YEAR:
        raise RuleBroken(Message("Give a day within a year from today."), field="happened_on")
    owner = None if work.actor.is_office else work.get(Agency, work.actor.agency_id)
    row = work.add(
        Development(
            team_id=case.team_id,
            case_id=case.id,
            owner_id=owner.id if owner else None,
            category=category,
            order_id=order_id,
            happened_on=day,
            happened_at=work.at if happened_on is None else None,
            raised_at=work.at,
            raised_by_id=work.actor.member_id,
            kind=kind,
            text=text.strip(),
        )
    )
    work.session.flush()
    work.record(Event.DEVELOPMENT_RAISED, case=case.id, development=row.id)
    if owner is not None and basis_code:
        line = Line(category, row.id)
        tell_at_once(work, case, sender=owner, lines=[line], basis_code=basis_code, with_office=True)
    case.access_version += 1
    tell_office(work, case, Role.CHAIR, Role.COORDINATOR)
    return row


def answer_developments(work: Work, case_id: UUID, answer: LookedAgain) -> None:
    """The danger was judged anew: whatever waited for that is answered, by whoever judged it."""
    waiting = select(Development).where(Development.case_id == case_id, Development.answered_at.is_(None))
    for row in work.session.scalars(waiting.order_by(Development.raised_at).with_for_update()):
        row.answer, row.answered_at, row.answered_by_id = answer, work.at, work.actor.member_id
        row.version += 1
        work.record(Event.DEVELOPMENT_ANSWERED, case=case_id, development=row.id, looked=answer)
