"""What waits in the outbox, and what went out of it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from icat.db import engine as db
from icat.outbox.models import Channel, Errand, Letter, LetterState
from icat.outbox.texts import Kind


@dataclass(frozen=True, slots=True)
class Due:
    """One letter to be sent now."""

    id: UUID
    account_id: UUID
    kind: Kind
    facts: dict[str, Any]
    attempts: int
    written_at: datetime
    about_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """One errand."""

    id: UUID
    team_id: UUID
    occasion: str


@dataclass(frozen=True, slots=True)
class Outbox:
    """How many letters of a team are where; counts only. ``fault``: why the newest one that waits was not sent yet."""

    waiting: int
    sent: int
    failed: int
    oldest_at: datetime | None
    fault: str | None


def due_letters(at: datetime, *, most: int, channel: Channel = Channel.MAIL) -> tuple[Due, ...]:
    """Letters of one channel whose time has come, the oldest first."""
    rows = db.session().scalars(
        select(Letter)
        .where(Letter.state == LetterState.WAITING, Letter.channel == channel, Letter.next_at <= at)
        .order_by(Letter.next_at, Letter.id)
        .limit(most)
    )
    return tuple(
        Due(row.id, row.account_id, row.kind, dict(row.facts), row.attempts, row.written_at, row.about_id)
        for row in rows
    )


def errands() -> tuple[Wanted, ...]:
    """Every errand that waits, the oldest first."""
    rows = db.session().scalars(select(Errand).order_by(Errand.asked_at, Errand.id))
    return tuple(Wanted(row.id, row.team_id, row.occasion) for row in rows)


def outbox(team_id: UUID) -> Outbox:
    """What waits for this team."""
    session = db.session()
    counts: Counter[LetterState] = Counter()
    for state, count in session.execute(
        select(Letter.state, func.count()).where(Letter.team_id == team_id).group_by(Letter.state)
    ):
        counts[state] = count
    waiting = Letter.team_id == team_id, Letter.state == LetterState.WAITING
    return Outbox(
        waiting=counts[LetterState.WAITING],
        sent=counts[LetterState.SENT],
        failed=counts[LetterState.FAILED],
        oldest_at=session.scalar(select(func.min(Letter.written_at)).where(*waiting)),
        fault=session.scalar(
            select(Letter.fault).where(*waiting, Letter.fault.is_not(None)).order_by(Letter.next_at.desc()).limit(1)
        ),
    )
