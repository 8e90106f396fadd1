"""Which referrals from phones wait: for their author, or for the agency of one who is no member any more; which urgent
alerts could not be submitted, so that somebody rings."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from icat import clock
from icat.cases.models import Parcel, ParcelKind, Referral, ReferralState
from icat.db import engine as db
from icat.members.models import Agency, Member
from icat.members.queries.people import member_names
from icat.policy.actor import Actor
from icat.policy.decide import can
from icat.policy.permissions import Permission


@dataclass(frozen=True, slots=True)
class Left:
    """A referral from a phone that somebody has to see to. Nothing of what it says."""

    referral_id: UUID
    reference: str
    agency: str
    author: str
    received_at: datetime
    is_alert: bool
    is_left: bool  # its author is no member any more
    may_take: bool


def left_parcels(actor: Actor) -> tuple[Left, ...]:
    """Those of the actor's agency whose author is no member any more; for the team's office those of every agency and
    the urgent alerts that wait for their author, without what they say."""
    rows = db.session().execute(
        select(Parcel, Referral, Member, Agency.name)
        .join(Referral, Referral.id == Parcel.referral_id)
        .join(Member, Member.id == Referral.author_id)
        .join(Agency, Agency.id == Referral.owner_id)
        .where(Referral.team_id == actor.team_id, Referral.state == ReferralState.DRAFT)
        .order_by(Parcel.received_at)
    )
    found: dict[UUID, Left] = {}
    for parcel, referral, author, agency in rows:
        is_own, is_left = referral.owner_id == actor.agency_id, not author.is_active(clock.today())
        is_alert = parcel.kind is ParcelKind.ALERT and parcel.deferred_at is not None
        if (is_left and (is_own or actor.is_office)) or (is_alert and actor.is_office):
            may_take = is_left and is_own and can(actor, Permission.PARCEL_TAKE)
            name = member_names([author.id]).get(author.id, "")
            found[referral.id] = Left(
                referral.id, referral.reference, agency, name, parcel.received_at, is_alert, is_left, may_take
            )
    return tuple(found.values())


def deferred(actor: Actor) -> dict[str, datetime]:
    """The actor's own drafts that came from a phone and could not be submitted by themselves, and when they came."""
    rows = db.session().execute(
        select(Referral.reference, Parcel.received_at)
        .join(Parcel, Parcel.referral_id == Referral.id)
        .where(
            Referral.author_id == actor.member_id,
            Referral.state == ReferralState.DRAFT,
            Parcel.deferred_at.is_not(None),
        )
        .order_by(Parcel.received_at)
    )
    return {row.reference: row.received_at for row in rows}
