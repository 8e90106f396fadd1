"""Who presents a listed case: asked two days ahead, and the answer. A referrer who is absent postpones the case."""

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from sqlalchemy import and_, or_, select

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import Work, change
from icat.cases.models import Case
from icat.cases.scope import standing_of
from icat.cases.steps.letters import tell_office, tell_referrer
from icat.cases.steps.sharing import held
from icat.db import engine as db
from icat.errors import NotAllowed, RuleBroken, Stale
from icat.i18n import Message
from icat.meetings.models import AHEAD, AgendaItem, ItemState, Meeting, MeetingState, Presence, Presenter
from icat.members.models import Member
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission
from icat.policy.roles import Role


def confirm_presenter(actor: Actor, case_id: UUID, *, presence: Presence, deputy_id: UUID | None = None) -> None:
    """Say who presents the case at the meeting to come. The newest answer counts.

    The referrer answers, or somebody else of that agency; the office writes down what it was told by phone. Refuses a
    case that waits on no agenda, a deputy of another agency or who must not learn of the case, and no deputy where one
    comes.
    """
    with change(actor) as work:
        case = held(work, case_id)
        standing = standing_of(work.session, case)
        require(actor, Permission.PRESENTER_CONFIRM, standing)
        if not actor.is_office and actor.agency_id != case.referring_agency_id:
            raise NotAllowed
        item = _waiting_item(work, case)
        presence = Presence(presence)
        if presence is Presence.DEPUTY:
            _insist_on_deputy(work, case, deputy_id, standing.barred_ids)
        row = _row(work, item)
        row.presence, row.deputy_id = presence, deputy_id if presence is Presence.DEPUTY else None
        row.answered_at, row.answered_by_id = work.at, actor.member_id
        work.record(Event.PRESENTER_CONFIRMED, case=case.id, presence=presence, meeting=item.meeting_id)
        if presence is Presence.NOBODY:
            tell_office(work, case, Role.COORDINATOR)


def ask_presenter(actor: Actor) -> int:
    """Write to the referrers of the cases that are heard within two days, once; gives how many.

    For the machine itself. Passes over who has answered or was asked already; the letter says nothing of the case.
    """
    asked = 0
    for item_id in _unasked(actor.team_id):
        with suppress(Stale), change(actor) as work:
            require(actor, Permission.PRESENTER_ASK)
            item = work.get(AgendaItem, item_id)
            case, row = held(work, item.case_id), _row(work, item)
            if row.asked_at is not None or row.answered_at is not None:
                raise Stale
            row.asked_at = work.at
            tell_referrer(work, case)
            work.record(Event.PRESENTER_ASKED, case=case.id, meeting=item.meeting_id)
            asked += 1
    return asked


def _waiting_item(work: Work, case: Case) -> AgendaItem:
    found = work.session.scalars(
        select(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItem.case_id == case.id,
            AgendaItem.state == ItemState.LISTED,
            Meeting.state != MeetingState.CLOSED,
        )
        .order_by(Meeting.held_at)
        .limit(1)
    ).first()
    if found is None:
        raise RuleBroken(Message("This case waits on no agenda."))
    return found


def _insist_on_deputy(work: Work, case: Case, deputy_id: UUID | None, barred: frozenset[UUID]) -> None:
    deputy = work.get(Member, deputy_id) if deputy_id else None
    fits = deputy is not None and deputy.agency_id == case.referring_agency_id and deputy.is_active(clock.today())
    if deputy is None or not fits or deputy.id in barred:
        raise RuleBroken(Message("Choose who comes instead, of the agency that referred the case."), field="deputy")


def _row(work: Work, item: AgendaItem) -> Presenter:
    found = work.find(Presenter, Presenter.item_id == item.id)
    return found or work.add(Presenter(team_id=item.team_id, case_id=item.case_id, item_id=item.id))


def _unasked(team_id: UUID) -> Sequence[UUID]:
    now = clock.now()
    with db.database().open_reading() as session:
        return session.scalars(
            select(AgendaItem.id)
            .join(Meeting, Meeting.id == AgendaItem.meeting_id)
            .outerjoin(Presenter, Presenter.item_id == AgendaItem.id)
            .where(
                AgendaItem.team_id == team_id,
                AgendaItem.state == ItemState.LISTED,
                Meeting.state == MeetingState.PLANNED,
                Meeting.held_at > now,
                Meeting.held_at <= now + AHEAD,
                or_(Presenter.id.is_(None), and_(Presenter.asked_at.is_(None), Presenter.answered_at.is_(None))),
            )
        ).all()
