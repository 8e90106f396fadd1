"""Which case is discussed when: listed for a planned meeting, called at once, and taken up at the table."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Case, Stage
from icat.cases.scope import standing_of
from icat.cases.steps.asking import ask
from icat.cases.steps.letters import tell_agencies, tell_office
from icat.cases.steps.sharing import held
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.meetings.models import AgendaItem, ItemState, Meeting, MeetingState
from icat.meetings.steps.meeting import new_meeting, put_on_agenda
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission
from icat.policy.roles import Role

EMERGENT = timedelta(hours=48)  # how soon an emergent meeting is held
MINUTES = 10


def list_case(
    actor: Actor,
    case_id: UUID,
    version: int,
    *,
    meeting: int,
    minutes: int = MINUTES,
    agency_ids: Collection[UUID] = (),
) -> None:
    """Put the case on the agenda of the team's meeting of that number, and ask these agencies what they know.

    Refuses what ``put_on_agenda`` and ``ask`` refuse.
    """
    with change(actor) as work:
        case = work.lock(Case, case_id, version)
        require(actor, Permission.CASE_LIST, standing_of(work.session, case))
        found = work.find(Meeting, Meeting.team_id == actor.team_id, Meeting.number == meeting)
        if found is None:
            raise RuleBroken(Message("Choose a meeting."), field="meeting")
        put_on_agenda(work, case, work.lock(Meeting, found.id), minutes)
        if agency_ids:
            ask(work, case, agency_ids)
        work.record(Event.CASE_LISTED, case=case.id, meeting=found.id)


def call_meeting(
    actor: Actor,
    case_id: UUID,
    version: int,
    *,
    held_at: datetime,
    reason: str,
    place: str = "",
    minutes: int = 30,
    agency_ids: Collection[UUID] = (),
) -> int:
    """Call an emergent meeting about this case, put the case on it, and ask these agencies. Gives the meeting's number.

    Refuses a time more than 48 hours ahead, and a call without a reason; the reason is kept, sealed, with the log.
    """
    with change(actor) as work:
        case = work.lock(Case, case_id, version)
        require(actor, Permission.MEETING_CALL, standing_of(work.session, case))
        if not reason.strip():
            raise RuleBroken(Message("Say in one sentence why this cannot wait."), field="reason")
        if held_at > work.at + EMERGENT:
            raise RuleBroken(Message("An emergent meeting is held within 48 hours."), field="held_at")
        meeting = new_meeting(work, held_at=held_at, place=place, is_emergent=True)
        put_on_agenda(work, case, meeting, minutes)
        if agency_ids:
            ask(work, case, agency_ids)
        case.is_emergent = True
        work.record(Event.MEETING_CALLED, case=case.id, meeting=meeting.id, words={"reason": reason})
        tell_office(work, case, Role.COORDINATOR, Role.CHAIR)
        tell_agencies(work, case, standing_of(work.session, case).seated_ids)
        return meeting.number


def begin_item(actor: Actor, item_id: UUID, version: int) -> None:
    """Take the case up: its stage is now the meeting. Whatever was under way there and is not decided is parked.

    Refuses while the meeting is not under way, and an item that is decided.
    """
    with change(actor) as work:
        case = held(work, work.get(AgendaItem, item_id).case_id)
        require(actor, Permission.ITEM_BEGIN, standing_of(work.session, case))
        item = work.lock(AgendaItem, item_id, version)
        meeting = work.get(Meeting, item.meeting_id)
        if meeting.state is not MeetingState.OPEN:
            raise RuleBroken(Message("Open the meeting first."))
        if item.state is ItemState.DECIDED:
            raise RuleBroken(Message("This case has been decided at this meeting."))
        others = select(AgendaItem).where(
            AgendaItem.meeting_id == meeting.id, AgendaItem.state == ItemState.UNDER_WAY, AgendaItem.id != item.id
        )
        for other in work.session.scalars(others.with_for_update()):
            other.state = ItemState.PARKED
            other.version += 1
        item.state = ItemState.UNDER_WAY
        case.advance(Stage.MEETING)
        work.record(Event.ITEM_BEGUN, case=case.id, meeting=meeting.id, item=item.id)
