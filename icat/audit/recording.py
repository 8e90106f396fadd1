"""One change by somebody: recorded and kept, or neither. The only way to a commit, and only commands may use it."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from icat import clock
from icat.audit.events import Event, refuse_unknown_facts
from icat.audit.ledger import CaseSeen, Fact, Leaf, append, canonical
from icat.audit.models import LedgerDetail
from icat.audit.request import request_number
from icat.db import engine as db
from icat.db.base import Base
from icat.errors import NotFound, Stale
from icat.policy.actor import Actor

M = TypeVar("M", bound=Base)


class Unrecorded(AssertionError):
    """A change was made and nothing was recorded: a defect."""


class Work:
    """What a command works with: the session, the actor, the moment, and the leaves that will tell of it."""

    def __init__(self, actor: Actor, session: Session, at: datetime) -> None:
        self.actor = actor
        self.session = session
        self.at = at
        self._leaves: list[Leaf] = []
        self._details: list[tuple[int, LedgerDetail]] = []

    @property
    def recorded(self) -> bool:
        """Whether anything was recorded yet."""
        return bool(self._leaves)

    def lock(self, model: type[M], id: UUID, version: int | None = None, *, options: Any = ()) -> M:
        """The row, locked and as it is now; its version is counted on.

        Refuses with ``NotFound`` when there is none in the actor's team, with ``Stale`` when somebody was faster.
        """
        found = self.session.get(model, id, with_for_update=True, populate_existing=True, options=options)
        if found is None or getattr(found, "team_id", self.actor.team_id) != self.actor.team_id:
            raise NotFound
        if version is not None and found.version != version:  # type: ignore[attr-defined]
            raise Stale
        if hasattr(found, "version"):
            found.version += 1
        return found

    def get(self, model: type[M], id: UUID) -> M:
        """The row, for reading. Refuses with ``NotFound`` when there is none in the actor's team."""
        found = self.session.get(model, id)
        if found is None or getattr(found, "team_id", self.actor.team_id) != self.actor.team_id:
            raise NotFound
        return found

    def find(self, model: type[M], *where: Any) -> M | None:
        """The one row that fits, or none."""
        return self.session.scalars(select(model).where(*where)).one_or_none()

    def add(self, row: M) -> M:
        """A new row, written with the change."""
        self.session.add(row)
        return row

    def record(
        self,
        event: Event,
        *,
        case: UUID | None = None,
        basis: str | None = None,
        recipient: UUID | None = None,
        share: UUID | None = None,
        categories: int = 0,
        words: dict[str, Any] | None = None,
        **facts: Fact | UUID,
    ) -> None:
        """Say what happened. ``words`` is for texts: they are sealed under the case's key and only committed to.

        Refuses a fact that the event does not know.
        """
        refuse_unknown_facts(event, facts)
        commitment = ""
        if words:
            kept = {"salt": secrets.token_hex(32), **words}
            commitment = hashlib.sha256(canonical(kept)).hexdigest()
            owner = case or self.actor.team_id
            detail = LedgerDetail(team_id=self.actor.team_id, seq=0, owner_id=owner, words=kept)
            self._details.append((len(self._leaves), detail))
        self._leaves.append(
            Leaf(
                event=event,
                actor_id=self.actor.member_id,
                agency_id=self.actor.agency_id,
                request_id=request_number(),
                once=secrets.token_hex(8),
                cases=(CaseSeen(case, share or UUID(int=0), categories),) if case else (),
                basis=basis,
                recipient_id=recipient,
                share_id=share,
                facts=tuple((name, str(v) if isinstance(v, UUID) else v) for name, v in sorted(facts.items())),
                commitment=commitment,
            )
        )

    def append_leaves(self) -> None:
        """The last step before the commit."""
        numbers = append(self.session, self.actor.team_id, self._leaves, clock.microseconds(self.at))
        for place, detail in self._details:
            detail.seq = numbers[place]
            self.session.add(detail)
        if self._details:
            self.session.flush()


@contextmanager
def change(actor: Actor) -> Iterator[Work]:
    """One change by ``actor``: recorded and kept, or neither.

    Nothing slow belongs inside: on SQLite everybody else waits.
    """
    with db.writing() as session:
        work = Work(actor, session, clock.now())
        yield work
        if not work.recorded:
            raise Unrecorded("a change was made and nothing was recorded")
        work.append_leaves()
        session.commit()


@contextmanager
def upkeep() -> Iterator[Session]:
    """A write that is no act of anybody: the last use of a session, kept typing. Nothing of the work belongs here."""
    with db.writing() as session:
        yield session
        session.commit()
