"""Tickets: asked for while there is a session, good for one referral within a day, taken back by their owner."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import Work, change
from icat.crypto.parcel import new_key_pair
from icat.errors import NotFound, RuleBroken
from icat.i18n import Message
from icat.members.models import AuthSession, Member, ParcelKey, Ticket
from icat.members.models.ticket import KEY_HANDED_OUT, TICKET_LASTS
from icat.members.queries.signed_in import token_digest
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission

MOST_UNUSED = 6  # of one session: a night's work, and no heap for whoever finds the phone
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Issued:
    """What a device is given: the ticket, whose it is, until when, and the key to seal to."""

    token: str
    member_id: UUID
    until: datetime
    key_id: UUID
    point: bytes


def issue_ticket(actor: Actor, session_id: UUID) -> Issued:
    """A ticket for one referral from this session's device, and the key that the device seals to.

    The key is younger than a day; if there is none, it is made now. Refuses a session of somebody else, and more
    unused tickets than a night needs.
    """
    pair, token = new_key_pair(), secrets.token_urlsafe(_TOKEN_BYTES)
    with change(actor) as work:
        require(actor, Permission.TICKET_ISSUE)
        device = work.get(AuthSession, session_id)
        if device.account_id != actor.account_id:
            raise NotFound
        unused = select(func.count(Ticket.id)).where(
            Ticket.session_id == session_id,
            Ticket.client_id.is_(None),
            Ticket.revoked_at.is_(None),
            Ticket.issued_at > work.at - TICKET_LASTS,
        )
        if (work.session.scalar(unused) or 0) >= MOST_UNUSED:
            raise RuleBroken(Message("This device holds enough tickets."))
        key = _newest_key(work) or work.add(ParcelKey(point=pair.point, made_at=work.at, private=pair.private.hex()))
        ticket = work.add(
            Ticket(
                team_id=actor.team_id,
                member_id=actor.member_id,
                session_id=session_id,
                device=device.device,
                token_digest=token_digest(token),
                issued_at=work.at,
            )
        )
        work.record(Event.TICKET_ISSUED, ticket=ticket.id)
        return Issued(token, actor.member_id, work.at + TICKET_LASTS, key.id, key.point)


def _newest_key(work: Work) -> ParcelKey | None:
    """The key that is handed out now."""
    return work.session.scalars(
        select(ParcelKey)
        .where(ParcelKey.made_at > work.at - KEY_HANDED_OUT)
        .order_by(ParcelKey.made_at.desc(), ParcelKey.id)
        .limit(1)
    ).first()


def revoke_ticket(actor: Actor, session_id: UUID) -> int:
    """Take back what one of the actor's own devices may still send; gives how many tickets that were.

    What lies sealed on that device stays there until its owner signs in on it again. Refuses a device from which
    nothing can be sent, which is also what somebody else's is.
    """
    with change(actor) as work:
        require(actor, Permission.TICKET_REVOKE)
        mine = select(Member.id).where(Member.account_id == actor.account_id, Member.team_id == actor.team_id)
        live = work.session.scalars(
            select(Ticket)
            .where(
                Ticket.session_id == session_id,
                Ticket.member_id.in_(mine),
                Ticket.revoked_at.is_(None),
                Ticket.issued_at > clock.now() - TICKET_LASTS,
            )
            .with_for_update()
        ).all()
        if not live:
            raise NotFound
        for ticket in live:
            ticket.revoked_at, ticket.revoked_by_id = work.at, actor.member_id
            work.record(Event.TICKET_REVOKED, ticket=ticket.id)
        return len(live)
