"""Meetings and their agendas, each reader's own: only cases that the reader may see, numbered for the reader."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from icat.cases.models import Case
from icat.cases.queries.caseload import CaseRow, case_rows, visible
from icat.db import engine as db
from icat.db.keys import vault
from icat.errors import NotFound
from icat.meetings.models import AgendaItem, Attendance, AttendanceKind, ItemState, Meeting, MeetingState
from icat.members.queries.people import active_members, team
from icat.names import sort_key
from icat.policy.actor import Actor

OVERHEAD = 20  # minutes for opening, actions from last time, and closing
SITTING = 120  # minutes that people can sit and still decide well
MOST_CASES = 10


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One line of the list of meetings."""

    team_code: str
    team_name: str
    number: int
    held_at: datetime
    state: MeetingState
    is_emergent: bool
    cases: int  # that the reader may see


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One case on the agenda."""

    number: int
    item_id: UUID
    version: int
    state: ItemState
    minutes: int
    case: CaseRow


@dataclass(frozen=True, slots=True)
class Attendant:
    """A member of the team, and whether and how that member is there."""

    member_id: UUID
    name: str
    agency: str
    kind: AttendanceKind | None
    acknowledged_at: datetime | None
    acknowledged_how: str | None


@dataclass(frozen=True, slots=True)
class MeetingView:
    """One meeting as its reader may see it."""

    id: UUID
    version: int
    team_code: str
    team_name: str
    number: int
    held_at: datetime
    place: str
    state: MeetingState
    is_emergent: bool
    opened_at: datetime | None
    closed_at: datetime | None
    lines: tuple[AgendaLine, ...]
    attendants: tuple[Attendant, ...]
    own: Attendant | None  # the reader's own line

    @property
    def minutes(self) -> int:
        """How long everything takes as planned."""
        return OVERHEAD + sum(line.minutes for line in self.lines)

    @property
    def is_too_long(self) -> bool:
        """Whether it is more than a team can decide on in two hours."""
        return len(self.lines) > MOST_CASES or self.minutes > SITTING

    @property
    def here(self) -> tuple[Attendant, ...]:
        """Those who are there."""
        return tuple(a for a in self.attendants if a.kind not in (None, AttendanceKind.ABSENT))


@dataclass(frozen=True, slots=True)
class OpenMeeting:
    """A meeting for which a case can be listed."""

    number: int
    held_at: datetime
    cases: int
    minutes: int


def meetings(actors: tuple[Actor, ...]) -> tuple[MeetingRow, ...]:
    """The meetings of these memberships' teams, the newest first.

    An emergent meeting is about somebody; who may see none of its cases and was not there does not learn of it.
    """
    session, found = db.session(), []
    for actor in actors:
        of = team(actor.team_id)
        rows = session.scalars(select(Meeting).where(Meeting.team_id == actor.team_id)).all()
        listed = Counter(
            session.scalars(
                select(AgendaItem.meeting_id).where(AgendaItem.case_id.in_(visible(actor).with_only_columns(Case.id)))
            )
        )
        was_there = set(session.scalars(_attended(actor)))
        for row in rows:
            if _may_know(actor, row, listed[row.id], was_there=row.id in was_there):
                found.append(
                    MeetingRow(of.code, of.name, row.number, row.held_at, row.state, row.is_emergent, listed[row.id])
                )
    return tuple(sorted(found, key=lambda row: row.held_at, reverse=True))


def meeting(actor: Actor, number: int) -> MeetingView:
    """The team's meeting of that number. Refuses with ``NotFound`` where there is none that the actor may know of."""
    session, of = db.session(), team(actor.team_id)
    row = session.scalars(
        select(Meeting).where(Meeting.team_id == actor.team_id, Meeting.number == number)
    ).one_or_none()
    if row is None:
        raise NotFound
    lines = _lines(actor, row.id)
    was_there = session.scalars(_attended(actor).where(Attendance.meeting_id == row.id)).first() is not None
    if not _may_know(actor, row, len(lines), was_there=was_there):
        raise NotFound
    vault(session).load([row.id])
    people = _attendants(actor, row)
    return MeetingView(
        id=row.id,
        version=row.version,
        team_code=of.code,
        team_name=of.name,
        number=row.number,
        held_at=row.held_at,
        place=row.place,
        state=row.state,
        is_emergent=row.is_emergent,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        lines=lines,
        attendants=people,
        own=next((one for one in people if one.member_id == actor.member_id), None),
    )


def open_meetings(actor: Actor) -> tuple[OpenMeeting, ...]:
    """The team's meetings that are to come or under way and that the actor may know of, the next first.

    Counted are the cases that the actor may see: a number that is larger than what one sees tells of a hidden case.
    """
    rows = db.session().scalars(
        select(Meeting)
        .where(Meeting.team_id == actor.team_id, Meeting.state != MeetingState.CLOSED)
        .order_by(Meeting.held_at, Meeting.number)
    )
    planned = (
        db.session()
        .execute(
            select(AgendaItem.meeting_id, AgendaItem.minutes_planned).where(
                AgendaItem.case_id.in_(visible(actor).with_only_columns(Case.id))
            )
        )
        .all()
    )
    return tuple(
        OpenMeeting(
            row.number,
            row.held_at,
            sum(meeting_id == row.id for meeting_id, _ in planned),
            OVERHEAD + sum(minutes for meeting_id, minutes in planned if meeting_id == row.id),
        )
        for row in rows
        if not row.is_emergent or any(meeting_id == row.id for meeting_id, _ in planned)
    )


def _may_know(actor: Actor, row: Meeting, cases: int, *, was_there: bool) -> bool:
    return not row.is_emergent or actor.is_office or bool(cases) or was_there


def _attended(actor: Actor) -> Select[UUID]:
    """The meetings at which the actor was."""
    return select(Attendance.meeting_id).where(
        Attendance.member_id == actor.member_id, Attendance.kind != AttendanceKind.ABSENT
    )


def _lines(actor: Actor, meeting_id: UUID) -> tuple[AgendaLine, ...]:
    """Cases with children first, so that child services can leave afterwards."""
    session = db.session()
    items = {row.case_id: row for row in session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id))}
    cases = session.scalars(visible(actor).where(Case.id.in_(items))).all()
    rows = sorted(case_rows(actor, list(cases)), key=lambda case: (not case.has_children, items[case.id].place))
    return tuple(
        AgendaLine(
            n, items[case.id].id, items[case.id].version, items[case.id].state, items[case.id].minutes_planned, case
        )
        for n, case in enumerate(rows, 1)
    )


def _attendants(actor: Actor, row: Meeting) -> tuple[Attendant, ...]:
    """Every member in office, by agency and name."""
    kept = {
        one.member_id: one for one in db.session().scalars(select(Attendance).where(Attendance.meeting_id == row.id))
    }
    people = active_members(actor.team_id)
    found = []
    for member in sorted(people.values(), key=lambda member: sort_key(member.agency)):
        one = kept.get(member.id)
        found.append(
            Attendant(
                member_id=member.id,
                name=member.name,
                agency=member.agency,
                kind=one.kind if one else None,
                acknowledged_at=one.acknowledged_at if one else None,
                acknowledged_how=one.acknowledged_how if one else None,
            )
        )
    return tuple(found)
