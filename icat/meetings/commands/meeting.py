"""The meeting itself: arranged, opened, closed, and who was there, bound to silence."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import Work, change
from icat.errors import NotFound, RuleBroken
from icat.i18n import Message
from icat.meetings.models import AgendaItem, Attendance, AttendanceKind, ItemState, Meeting, MeetingState
from icat.meetings.steps.meeting import attend, attendance_of, new_meeting
from icat.members.models import Member
from icat.outbox.steps import ask_for_checkpoint
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission


def arrange_meeting(actor: Actor, *, held_at: datetime, place: str = "") -> int:
    """A meeting of the actor's team, at which cases can be listed. Gives its number. Refuses a time that has passed."""
    with change(actor) as work:
        require(actor, Permission.MEETING_ARRANGE)
        meeting = new_meeting(work, held_at=held_at, place=place, is_emergent=False)
        work.record(Event.MEETING_ARRANGED, meeting=meeting.id)
        return meeting.number


def open_meeting(actor: Actor, meeting_id: UUID, version: int) -> None:
    """Begin. The chair who opens reads the confidentiality statement aloud and thereby acknowledges it."""
    with change(actor) as work:
        require(actor, Permission.MEETING_OPEN)
        meeting = work.lock(Meeting, meeting_id, version)
        if meeting.state is not MeetingState.PLANNED:
            raise RuleBroken(Message("This meeting has been opened already."))
        meeting.state, meeting.opened_at, meeting.opened_by_id = MeetingState.OPEN, work.at, actor.member_id
        work.record(Event.MEETING_OPENED, meeting=meeting.id)
        ask_for_checkpoint(work, "meeting_opened")
        own, known = work.get(Member, actor.member_id), attendance_of(work, meeting)
        chair = attend(work, meeting, own, AttendanceKind.PRESENT, known)
        _acknowledge(work, chair, "aloud")


def close_meeting(actor: Actor, meeting_id: UUID, version: int) -> None:
    """End. Cases that were not decided are parked: they can be listed again."""
    with change(actor) as work:
        require(actor, Permission.MEETING_CLOSE)
        meeting = work.lock(Meeting, meeting_id, version)
        if meeting.state is not MeetingState.OPEN:
            raise RuleBroken(Message("Only a meeting that is under way can be closed."))
        meeting.state, meeting.closed_at, meeting.closed_by_id = MeetingState.CLOSED, work.at, actor.member_id
        undecided = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.state != ItemState.DECIDED)
        for item in work.session.scalars(undecided.with_for_update()):
            item.state = ItemState.PARKED
            item.version += 1
        work.record(Event.MEETING_CLOSED, meeting=meeting.id)
        ask_for_checkpoint(work, "meeting_closed")


def record_attendance(
    actor: Actor,
    meeting_id: UUID,
    version: int,
    *,
    kinds: Mapping[UUID, AttendanceKind],
    aloud: Collection[UUID] = (),
) -> None:
    """Write down who is here, by phone, for somebody else, or not; ``aloud`` names those who acknowledged aloud.

    Only what changed is recorded. Refuses a closed meeting, and whoever is not a member of the team today.
    """
    with change(actor) as work:
        require(actor, Permission.ATTENDANCE_RECORD)
        meeting = work.lock(Meeting, meeting_id, version)
        if meeting.state is MeetingState.CLOSED:
            raise RuleBroken(Message("This meeting is closed: its attendance can no longer be changed."))
        known = attendance_of(work, meeting)
        people = {one.id: one for one in work.session.scalars(select(Member).where(Member.team_id == actor.team_id))}
        for member_id, kind in kinds.items():
            if member_id not in people:
                raise NotFound
            if not people[member_id].is_active(clock.today()):
                raise RuleBroken(Message("Only members in office can attend."))
            row = attend(work, meeting, people[member_id], kind, known)
            if member_id in aloud and row.acknowledged_at is None:
                if kind is AttendanceKind.ABSENT:
                    raise RuleBroken(Message("Somebody who is absent cannot acknowledge anything."))
                _acknowledge(work, row, "aloud")
        if not work.recorded:
            raise RuleBroken(Message("Nothing was changed."))


def acknowledge_confidentiality(actor: Actor, meeting_id: UUID) -> None:
    """Take note, on one's own device, that what one hears may be used only to lower the danger.

    Refuses whoever the chair or the coordinator has not recorded as present: being there is not for oneself to say.
    """
    with change(actor) as work:
        require(actor, Permission.CONFIDENTIALITY_ACKNOWLEDGE)
        meeting = work.get(Meeting, meeting_id)
        row = work.session.scalars(
            select(Attendance)
            .where(Attendance.meeting_id == meeting.id, Attendance.member_id == actor.member_id)
            .with_for_update()
        ).one_or_none()
        if row is None or row.kind is AttendanceKind.ABSENT:
            raise RuleBroken(Message("Ask the chair or the coordinator to record first that you are here."))
        if row.acknowledged_at is not None:
            raise RuleBroken(Message("You have acknowledged it already."))
        if meeting.state is MeetingState.CLOSED:
            raise RuleBroken(Message("This meeting is closed."))
        _acknowledge(work, row, "self")


def _acknowledge(work: Work, row: Attendance, how: str) -> None:
    if row.acknowledged_at is not None:
        return
    row.acknowledged_at, row.acknowledged_how = work.at, how
    work.record(Event.CONFIDENTIALITY_ACKNOWLEDGED, meeting=row.meeting_id, member=row.member_id)
