"""Writing a letter or asking for an errand inside a change: both are kept with the act, or with it not made."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from icat.audit.recording import Work
from icat.outbox.models import Channel, Errand, ErrandKind, Letter, LetterState
from icat.outbox.texts import Fact, Kind, refuse_unfit_facts


def tell_of_task(work: Work, account_id: UUID) -> None:
    """Let somebody know that there is something to do. At most one letter waits: their number would tell too much."""
    work.session.flush()
    waits = exists().where(
        Letter.account_id == account_id, Letter.kind == Kind.TASK, Letter.state == LetterState.WAITING
    )
    if not work.session.scalar(select(waits)):
        add_letter(work.session, work.actor.team_id, Kind.TASK, account_id, work.at)


def call(work: Work, account_id: UUID, *, number_of: UUID | None = None) -> None:
    """Let somebody know that it cannot wait: a letter, and a call where the installation has a way to make one.

    Both say nothing. ``number_of`` is the duty whose number is dialled, where that is another than the account's.
    """
    add_letter(work.session, work.actor.team_id, Kind.URGENT, account_id, work.at)
    dialled = add_letter(work.session, work.actor.team_id, Kind.URGENT, account_id, work.at, about_id=number_of)
    dialled.channel = Channel.CALL


def ask_for_checkpoint(work: Work, occasion: str) -> None:
    """Have the worker take a checkpoint of this team's log as soon as the act is kept; ``occasion`` is a code."""
    work.add(Errand(team_id=work.actor.team_id, kind=ErrandKind.CHECKPOINT, occasion=occasion, asked_at=work.at))


def add_letter(
    session: Session,
    team_id: UUID,
    kind: Kind,
    account_id: UUID,
    at: datetime,
    *,
    agency_id: UUID | None = None,
    about_id: UUID | None = None,
    **facts: Fact,
) -> Letter:
    """A letter to an account of staff, in the caller's transaction. Refuses facts that its text does not carry."""
    refuse_unfit_facts(kind, facts)
    letter = Letter(
        team_id=team_id,
        account_id=account_id,
        agency_id=agency_id,
        kind=kind,
        about_id=about_id,
        facts=dict(facts),
        written_at=at,
        next_at=at,
    )
    session.add(letter)
    return letter
