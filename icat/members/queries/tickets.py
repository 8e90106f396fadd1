"""Who holds a ticket, what opens a parcel, and which devices a person has."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from icat import clock
from icat.db import engine as db
from icat.members.models import Account, AuthSession, Member, ParcelKey, Team, Ticket
from icat.members.models.session import COOKIE_AGE, SessionState
from icat.members.models.ticket import TICKET_LASTS
from icat.members.queries.signed_in import actors_of, token_digest
from icat.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose ticket it is; ``actor`` is that member as of now, none where the membership or the account has ended."""

    ticket_id: UUID
    team_id: UUID
    team_code: str
    member_id: UUID
    actor: Actor | None


@dataclass(frozen=True, slots=True)
class Device:
    """One session of a person, and what may still be sent from that device."""

    session_id: UUID
    name: str
    begun_at: datetime
    seen_at: datetime
    state: SessionState
    is_this: bool
    tickets: int


def holder(token: str, client_id: UUID, at: datetime) -> Holder | None:
    """Whose ticket this is. None for one that nobody has, that ran out, that was revoked or used for something else:
    whoever asks cannot tell which."""
    session = db.session()
    row = session.execute(
        select(Ticket, Team.code)
        .join(Team, Team.id == Ticket.team_id)
        .where(Ticket.token_digest == token_digest(token))
    ).one_or_none()
    if row is None:
        return None
    ticket, code = row
    if not ticket.is_good(at) or ticket.client_id not in (None, client_id):
        return None
    account_id, disabled_at = session.execute(
        select(Account.id, Account.disabled_at)
        .join(Member, Member.account_id == Account.id)
        .where(Member.id == ticket.member_id)
    ).one()
    actors = () if disabled_at else actors_of(account_id)
    actor = next((one for one in actors if one.member_id == ticket.member_id), None)
    return Holder(ticket.id, ticket.team_id, code, ticket.member_id, actor)


def private_half(key_id: UUID) -> bytes | None:
    """What opens the parcels that were sealed to this key; none once it was destroyed."""
    found = db.session().get(ParcelKey, key_id)
    return bytes.fromhex(found.private) if found else None


def devices(account_id: UUID, this: UUID) -> tuple[Device, ...]:
    """The sessions of a person that are open, or from whose device something may still be sent; the newest first."""
    session, now = db.session(), clock.now()
    tickets = _live_tickets(account_id, now)
    rows = session.scalars(
        select(AuthSession)
        .where(AuthSession.account_id == account_id, AuthSession.begun_at > now - COOKIE_AGE - TICKET_LASTS)
        .order_by(AuthSession.begun_at.desc())
    )
    found = [
        Device(row.id, row.device, row.begun_at, row.seen_at, row.state(now), row.id == this, tickets.get(row.id, 0))
        for row in rows
    ]
    return tuple(one for one in found if one.state is not SessionState.ENDED or one.tickets)


def _live_tickets(account_id: UUID, now: datetime) -> dict[UUID, int]:
    counted = (
        select(Ticket.session_id, func.count())
        .join(Member, Member.id == Ticket.member_id)
        .where(Member.account_id == account_id, Ticket.revoked_at.is_(None), Ticket.issued_at > now - TICKET_LASTS)
        .group_by(Ticket.session_id)
    )
    return {row[0]: row[1] for row in db.session().execute(counted)}
