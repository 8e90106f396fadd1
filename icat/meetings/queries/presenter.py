"""Who presents which case of a meeting: for the office all, for a referrer the own."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from icat import clock
from icat.cases.models import Bar, Case
from icat.cases.queries.door import CaseView
from icat.db import engine as db
from icat.i18n import Message
from icat.meetings.models import AHEAD, AgendaItem, ItemState, Meeting, MeetingState, Presence, Presenter
from icat.meetings.queries.agenda import MeetingView
from icat.members.queries.people import active_members, agencies, member_names
from icat.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class Expected:
    """One listed case: who referred it, and what was answered."""

    reference: str
    agency: str
    referrer: str
    presence: Presence | None
    deputy: str
    is_asked: bool

    @property
    def state(self) -> Message:
        """The answer, in words."""
        if self.presence is Presence.DEPUTY:
            return Message("A deputy comes: %(name)s", name=self.deputy)
        if self.presence is not None:
            return self.presence.label
        return Message("Was written to, no answer yet") if self.is_asked else Message("Has not confirmed yet")

    @property
    def is_missing(self) -> bool:
        """Whether nobody has said yet that somebody comes."""
        return self.presence in (None, Presence.NOBODY)


@dataclass(frozen=True, slots=True)
class Presenting:
    """The meeting at which one case is heard next, and who presents it as far as is known."""

    held_at: datetime
    presence: Presence | None
    deputies: tuple[tuple[UUID, str], ...]


def expected(actor: Actor, meeting: MeetingView) -> tuple[Expected, ...]:
    """The cases of a meeting that wait to be heard, for the office: who presents them."""
    if not actor.is_office or meeting.state is MeetingState.CLOSED:
        return ()
    items = {line.item_id: line for line in meeting.lines if line.state is ItemState.LISTED}
    session, known = db.session(), agencies(actor.team_id)
    rows = {row.item_id: row for row in session.scalars(select(Presenter).where(Presenter.item_id.in_(items)))}
    cases = {
        case.id: case
        for case in session.scalars(select(Case).where(Case.id.in_([line.case.id for line in items.values()])))
    }
    names = member_names(
        [case.referrer_id for case in cases.values()] + [row.deputy_id for row in rows.values() if row.deputy_id]
    )
    found = []
    for item_id, line in items.items():
        case, row = cases[line.case.id], rows.get(item_id)
        found.append(
            Expected(
                reference=case.reference,
                agency=known[case.referring_agency_id].short_name,
                referrer=names.get(case.referrer_id, ""),
                presence=row.presence if row else None,
                deputy=names.get(row.deputy_id, "") if row and row.deputy_id else "",
                is_asked=row is not None and row.asked_at is not None,
            )
        )
    return tuple(found)


def is_near(meeting: MeetingView) -> bool:
    """Whether it is held within two days: then a referrer who has not confirmed is a danger for the agenda."""
    return meeting.state is not MeetingState.CLOSED and meeting.held_at <= clock.now() + AHEAD


def presenting(case: CaseView) -> Presenting | None:
    """The next meeting that hears this case; none where it waits on no agenda."""
    session = db.session()
    row = session.execute(
        select(Meeting.held_at, AgendaItem.id, Case.referring_agency_id)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .join(Case, Case.id == AgendaItem.case_id)
        .where(
            AgendaItem.case_id == case.id, AgendaItem.state == ItemState.LISTED, Meeting.state != MeetingState.CLOSED
        )
        .order_by(Meeting.held_at)
        .limit(1)
    ).first()
    if row is None:
        return None
    answer = session.scalars(select(Presenter).where(Presenter.item_id == row.id)).one_or_none()
    barred = set(session.scalars(select(Bar.member_id).where(Bar.case_id == case.id)))
    deputies = tuple(
        (one.id, one.name)
        for one in active_members(case.actor.team_id).values()
        if one.agency_id == row.referring_agency_id and one.id not in barred
    )
    return Presenting(row.held_at, answer.presence if answer else None, deputies)
