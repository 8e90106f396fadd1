"""Who is at the table for one case: present, bound to silence, at home in an agency with a seat, and not barred."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from icat.cases.models import Bar, Seat
from icat.meetings.models import AgendaItem, Attendance, AttendanceKind
from icat.members.models import Member
from icat.policy.roles import Role

_OFFICE = frozenset({Role.COORDINATOR, Role.CHAIR})


@dataclass(frozen=True, slots=True)
class Present:
    """Who hears what is said about a case."""

    agency_ids: frozenset[UUID]  # with a seat; somebody of theirs is here and has acknowledged
    has_office: bool  # a chair or a coordinator is


def present(session: Session, item: AgendaItem) -> Present:
    """Who is at the table for ``item`` now. Who has not acknowledged confidentiality, or is barred, does not count."""
    here = (
        select(Attendance.agency_id, Member.roles)
        .join(Member, Member.id == Attendance.member_id)
        .where(
            Attendance.meeting_id == item.meeting_id,
            Attendance.kind != AttendanceKind.ABSENT,
            Attendance.acknowledged_at.is_not(None),
            ~exists().where(Bar.case_id == item.case_id, Bar.member_id == Attendance.member_id),
        )
    )
    rows = session.execute(here).all()
    seated = set(session.scalars(seated_agencies(item.case_id)))
    return Present(
        agency_ids=frozenset(agency_id for agency_id, _ in rows if agency_id in seated),
        has_office=any(_OFFICE & {Role(role) for role in roles} for _, roles in rows),
    )


def seated_agencies(case_id: UUID) -> Select[UUID]:
    """The agencies with a seat at this case's table."""
    return select(Seat.agency_id).where(Seat.case_id == case_id, Seat.ended_at.is_(None))
