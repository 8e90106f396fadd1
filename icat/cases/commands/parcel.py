"""Parcels from phones that had no signal: received once, kept as a draft whatever happens, taken over where the author
is no member any more.

What was written becomes a draft in the transaction of its receipt, so that nothing is lost; submitting the draft is the
ordinary command of its author, with the author's standing at that moment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import Work, change
from icat.cases.fields import DRAFT
from icat.cases.models import Parcel, ParcelKind, Referral, ReferralState
from icat.cases.steps.drafting import draft_of_client, first_of_client
from icat.errors import NotFound, RuleBroken
from icat.i18n import Message
from icat.members.models import Member, Ticket
from icat.members.steps.letters import tell_member, tell_roles
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission
from icat.policy.roles import Role

MOST_PARTS = 200


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a parcel. ``is_waiting``: it is still a draft that its author wanted submitted; ``completes``: it
    adds to a referral that was submitted before, whose number it has."""

    parcel_id: UUID
    referral_id: UUID
    reference: str
    is_waiting: bool
    completes: bool = False


class _ReceivedAlready(Exception):
    """The same part came twice; the second coming changes nothing."""

    def __init__(self, received: Received) -> None:
        super().__init__()
        self.received = received


def receive_parcel(
    actor: Actor,
    ticket_id: UUID,
    *,
    client_id: UUID,
    part: int,
    kind: ParcelKind,
    written_at: datetime,
    typed: Mapping[str, Sequence[str]],
) -> Received:
    """Keep what a phone sent with this ticket as a draft of the ticket's owner; for the machine itself.

    A second coming gives the same answer and changes nothing. A later part of the same referral takes the place of
    the earlier one, unless somebody has worked on that draft since: then it becomes a draft of its own. Refuses a
    ticket that ran out, was revoked or served another referral (``NotFound``, whichever it is), and what is longer
    than a form can be.
    """
    if sum(len(value) for values in typed.values() for value in values) > DRAFT.longest or not 0 < part <= MOST_PARTS:
        raise RuleBroken(Message("This is too long to keep."))
    try:
        with change(actor) as work:
            require(actor, Permission.PARCEL_RECEIVE)
            ticket = work.lock(Ticket, ticket_id)
            if not ticket.is_good(work.at) or ticket.client_id not in (None, client_id):
                raise NotFound
            ticket.client_id = client_id
            author = work.get(Member, ticket.member_id)
            before = _parts(work, author.id, client_id)
            if again := next((one for one in before if one.part == part), None):
                raise _ReceivedAlready(_received(work, again, work.get(Referral, again.referral_id)))
            referral = _draft_of(work, author, before, client_id, part, typed, min(written_at, work.at))
            row = work.add(
                Parcel(
                    team_id=actor.team_id,
                    author_id=author.id,
                    ticket_id=ticket_id,
                    client_id=client_id,
                    part=part,
                    kind=kind,
                    referral_id=referral.id,
                    written_at=min(written_at, work.at),
                    received_at=work.at,
                )
            )
            work.record(
                Event.PARCEL_RECEIVED, referral=referral.id, member=author.id, ticket=ticket_id, part=part, kind=kind
            )
            return _received(work, row, referral)
    except _ReceivedAlready as again:
        return again.received


def _parts(work: Work, author_id: UUID, client_id: UUID) -> list[Parcel]:
    """What came of this referral before, the newest part first."""
    return list(
        work.session.scalars(
            select(Parcel)
            .where(Parcel.author_id == author_id, Parcel.client_id == client_id)
            .order_by(Parcel.part.desc())
        )
    )


def _draft_of(
    work: Work,
    author: Member,
    before: Sequence[Parcel],
    client_id: UUID,
    part: int,
    typed: Mapping[str, Sequence[str]],
    written_at: datetime,
) -> Referral:
    """The draft that holds this part: the one that the page kept itself while it had signal, that of the part
    before, or a fresh one. What was worked on later than this was written is never written over."""
    if before:
        newest = before[0]
        found = work.lock(Referral, newest.referral_id)
        if part < newest.part:  # it was overtaken on the way
            return found
        if found.state is ReferralState.DRAFT and found.saved_at == newest.received_at:
            return _kept(work, found, typed)
    first = first_of_client(work, author.id, client_id)
    if not before and first is not None and first.state is ReferralState.DRAFT and first.saved_at <= written_at:
        return _kept(work, work.lock(Referral, first.id), typed)
    return draft_of_client(work, typed, author_id=author.id, owner_id=author.agency_id, client_id=client_id)


def _kept(work: Work, draft: Referral, typed: Mapping[str, Sequence[str]]) -> Referral:
    draft.draft, draft.saved_at = {name: list(values) for name, values in typed.items()}, work.at
    return draft


def _received(work: Work, parcel: Parcel, referral: Referral) -> Received:
    """With the number of the referral itself, also where this part completes it."""
    is_waiting = parcel.kind is not ParcelKind.DRAFT and referral.state is ReferralState.DRAFT
    first = work.get(Referral, referral.completes_id) if referral.completes_id else referral
    return Received(parcel.id, referral.id, first.reference, is_waiting, referral.completes_id is not None)


def defer_parcel(actor: Actor, parcel_id: UUID) -> None:
    """Say that a parcel could not be submitted by itself and waits as a draft; for the machine itself.

    Its author hears of it; where the author is no member any more, those of the agency who may take it over. The
    coordinator hears of that, and of every urgent alert: somebody has to ring. Said once.
    """
    with change(actor) as work:
        require(actor, Permission.PARCEL_DEFER)
        parcel = work.lock(Parcel, parcel_id)
        if parcel.deferred_at is not None:
            raise NotFound
        parcel.deferred_at = work.at
        author = work.get(Member, parcel.author_id)
        is_left = not author.is_active(clock.today())
        if is_left:
            tell_roles(work, Role.MEMBER, Role.SUPERVISOR, agency_ids=[author.agency_id])
        else:
            tell_member(work, author.id)
        if is_left or parcel.kind is ParcelKind.ALERT:
            tell_roles(work, Role.COORDINATOR)
        work.record(Event.PARCEL_DEFERRED, referral=parcel.referral_id, member=parcel.author_id)


def take_parcel(actor: Actor, referral_id: UUID) -> str:
    """Go on with the draft that somebody of one's own agency sent who is no member any more; gives its number.

    Refuses everybody of another agency: nothing crosses that line but by a share, and nobody has shared this yet.
    """
    with change(actor) as work:
        require(actor, Permission.PARCEL_TAKE)
        referral = work.lock(Referral, referral_id)
        came = work.session.scalars(select(Parcel.id).where(Parcel.referral_id == referral_id).limit(1)).first()
        author = work.get(Member, referral.author_id)
        is_left = referral.state is ReferralState.DRAFT and not author.is_active(clock.today())
        if came is None or not is_left or referral.owner_id != actor.agency_id:
            raise NotFound
        referral.author_id, referral.saved_at = actor.member_id, work.at
        work.record(Event.PARCEL_TAKEN, referral=referral.id, member=author.id)
        return referral.reference
