"""Making a meeting, putting a case on its agenda, and writing down who is there."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from icat.audit.events import Event
from icat.audit.recording import Work
from icat.cases.models import Case, Stage
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.meetings.models import AgendaItem, Attendance, AttendanceKind, ItemState, Meeting, MeetingState
from icat.members.models import Member, Team

COUNTED = 100_000  # below are the meetings that everybody may know of, above the emergent ones


def new_meeting(work: Work, *, held_at: datetime, place: str, is_emergent: bool) -> Meeting:
    """A meeting with the team's next number. Refuses a time that has passed.

    An emergent meeting is about somebody, so its number is drawn by lot: were it counted, a gap between two numbers
    would tell whoever must not learn of the case that there was one.
    """
    if held_at < work.at.replace(second=0, microsecond=0):
        raise RuleBroken(Message("This time has passed."), field="held_at")
    # The team's row is locked, so that two meetings arranged at once do not get one number.
    work.session.get_one(Team, work.actor.team_id, with_for_update=True)
    theirs = Meeting.team_id == work.actor.team_id
    if is_emergent:
        taken = set(work.session.scalars(select(Meeting.number).where(theirs, Meeting.number >= COUNTED)))
        number = next(n for n in iter(lambda: COUNTED + secrets.randbelow(9 * COUNTED), None) if n not in taken)
    else:
        number = 1 + (
            work.session.scalar(select(func.max(Meeting.number)).where(theirs, Meeting.number < COUNTED)) or 0
        )
    meeting = work.add(
        Meeting(
            team_id=work.actor.team_id,
            number=number,
            held_at=held_at,
            is_emergent=is_emergent,
            arranged_by_id=work.actor.member_id,
            place=place,
        )
    )
    work.session.flush()
    return meeting


def put_on_agenda(work: Work, case: Case, meeting: Meeting, minutes: int) -> AgendaItem:
    """The case as the last item of the meeting. A case that was only screened goes to research first.

    Refuses a meeting that is over, a case that has ended, and one that waits on an agenda already.
    """
    if meeting.state is MeetingState.CLOSED:
        raise RuleBroken(Message("This meeting is over."), field="meeting")
    case.insist_on_open(Message("A case at the stage «%(now)s» cannot be listed.", now=case.stage.label))
    waits = select(AgendaItem.id).where(
        AgendaItem.case_id == case.id, AgendaItem.state.in_((ItemState.LISTED, ItemState.UNDER_WAY))
    )
    twice = select(AgendaItem.id).where(AgendaItem.case_id == case.id, AgendaItem.meeting_id == meeting.id)
    if work.session.scalars(waits).first():
        raise RuleBroken(Message("This case is on an agenda already."))
    if work.session.scalars(twice).first():
        raise RuleBroken(Message("This case was on the agenda of that meeting already: choose another meeting."))
    if case.stage is Stage.SCREENING:
        case.advance(Stage.RESEARCH)
    last = work.session.scalar(select(func.max(AgendaItem.place)).where(AgendaItem.meeting_id == meeting.id))
    item = work.add(
        AgendaItem(
            team_id=case.team_id,
            meeting_id=meeting.id,
            case_id=case.id,
            place=(last or 0) + 1,
            minutes_planned=minutes,
            listed_at=work.at,
            listed_by_id=work.actor.member_id,
        )
    )
    work.session.flush()
    return item


def attendance_of(work: Work, meeting: Meeting) -> dict[UUID, Attendance]:
    """What was recorded of whom until now, by member."""
    rows = work.session.scalars(select(Attendance).where(Attendance.meeting_id == meeting.id))
    return {row.member_id: row for row in rows}


def attend(
    work: Work, meeting: Meeting, member: Member, kind: AttendanceKind, known: Mapping[UUID, Attendance]
) -> Attendance:
    """That ``member`` is there in that way, or is not; recorded where ``known`` does not say so already."""
    found = known.get(member.id)
    if found is not None and found.kind is kind:
        return found
    row = found or work.add(
        Attendance(
            team_id=meeting.team_id,
            meeting_id=meeting.id,
            member_id=member.id,
            agency_id=member.agency_id,
            kind=kind,
            recorded_at=work.at,
            recorded_by_id=work.actor.member_id,
        )
    )
    row.kind, row.recorded_at, row.recorded_by_id = kind, work.at, work.actor.member_id
    if kind is AttendanceKind.ABSENT:
        row.acknowledged_at = row.acknowledged_how = None
    work.session.flush()
    work.record(Event.ATTENDANCE_RECORDED, meeting=meeting.id, member=member.id)
    return row
