"""The meetings at which somebody's own referral is heard, and which wait for the word who presents it."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, select

from icat.cases.models import Case
from icat.db import engine as db
from icat.i18n import Message
from icat.meetings.models import AgendaItem, ItemState, Meeting, MeetingState, Presenter
from icat.policy.actor import Actor
from icat.reports.queries.found import MOST, Found


def to_present(actor: Actor, allowed: Select[UUID]) -> Iterable[Found]:
    """The actor's own referrals that are listed and of which nobody has said yet who presents them."""
    rows = db.session().execute(
        select(AgendaItem.case_id, Meeting.held_at)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Case, Case.id == AgendaItem.case_id)
        .outerjoin(Presenter, Presenter.item_id == AgendaItem.id)
        .where(
            Case.referrer_id == actor.member_id,
            AgendaItem.case_id.in_(allowed),
            AgendaItem.state == ItemState.LISTED,
            Meeting.state == MeetingState.PLANNED,
            Presenter.answered_at.is_(None),
        )
        .order_by(Meeting.held_at)
        .limit(MOST)
    )
    what = Message("Say whether you come to the meeting, or who comes instead")
    return [Found(row.case_id, what, row.held_at, "/presenter") for row in rows]
