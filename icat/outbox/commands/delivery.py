"""What became of a letter or an errand: sent, put off, given up, done. Nobody acts; the worker reports."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update

from icat.audit.checkpoint import deposit
from icat.audit.models import Custody
from icat.audit.recording import upkeep
from icat.outbox.models import Channel, Errand, Letter, LetterState
from icat.outbox.texts import Kind

# Then every six hours: a mail server that is away over a weekend loses nothing.
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
MOST_ATTEMPTS = 24
KEPT = timedelta(days=14)


def delay(attempts: int) -> timedelta:
    """How long to wait after that many attempts."""
    return DELAYS[min(attempts, len(DELAYS)) - 1]


def mark_sent(letter_id: UUID, at: datetime) -> None:
    """The mail server has taken the letter. A checkpoint in it now lies with the agency that it was sent to."""
    with upkeep() as session:
        letter = session.get(Letter, letter_id, with_for_update=True)
        if letter is None:  # a newer one took its place meanwhile
            return
        letter.state, letter.sent_at, letter.fault = LetterState.SENT, at, None
        letter.attempts += 1
        if letter.about_id is not None and letter.agency_id is not None:
            deposit(session, letter.about_id, Custody.MAIL, letter.agency_id)


def mark_failed(letter_id: UUID, fault: str) -> None:
    """The letter cannot be sent, now or later: there is no address, or the server will not have it."""
    with upkeep() as session:
        session.execute(
            update(Letter)
            .where(Letter.id == letter_id)
            .values(state=LetterState.FAILED, attempts=Letter.attempts + 1, fault=fault)
        )


def drop_calls(at: datetime) -> None:
    """Calls whose time is over are not made any more: whoever is woken about last night learns nothing from it."""
    with upkeep() as session:
        session.execute(
            delete(Letter).where(
                Letter.channel == Channel.CALL, Letter.state == LetterState.WAITING, Letter.written_at < at
            )
        )


def put_off(letter_ids: Collection[UUID], at: datetime, fault: str) -> None:
    """These could not be sent just now: each is tried again after a while that grows, and at last given up."""
    with upkeep() as session:
        for letter in session.scalars(select(Letter).where(Letter.id.in_(letter_ids)).with_for_update()):
            letter.attempts += 1
            letter.fault = fault
            letter.next_at = at + delay(letter.attempts)
            if letter.attempts >= MOST_ATTEMPTS:
                letter.state = LetterState.FAILED


def finish_errand(errand_id: UUID) -> None:
    """The errand is done."""
    with upkeep() as session:
        session.execute(delete(Errand).where(Errand.id == errand_id))


def forget_letters(at: datetime) -> None:
    """Letters that went out or were given up are not kept for ever. Those with a checkpoint are: they are evidence."""
    with upkeep() as session:
        session.execute(
            delete(Letter).where(
                Letter.state != LetterState.WAITING, Letter.kind != Kind.CHECKPOINT, Letter.written_at < at - KEPT
            )
        )
