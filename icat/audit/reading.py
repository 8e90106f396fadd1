"""What somebody was shown or refused: the receipt that fills as a page is cut, and the leaf it becomes.

Used by doors and by the page finisher. No leaf, no bytes: the caller sends nothing before this has committed.
"""

import secrets
from collections import defaultdict
from collections.abc import Callable
from contextvars import ContextVar
from uuid import UUID

from sqlalchemy.orm import Session

from icat import clock
from icat.audit.events import Event, refuse_unknown_facts
from icat.audit.ledger import NOBODY, CaseSeen, Fact, Leaf, append
from icat.audit.models import InstallationEntry
from icat.audit.request import request_number
from icat.db import engine as db
from icat.policy.actor import Actor


class Receipt:
    """What one answer shows: per case and share, the categories as bits; it may span teams."""

    def __init__(self) -> None:
        self._seen: dict[Actor, dict[tuple[UUID, UUID], int]] = defaultdict(dict)
        self._versions: dict[UUID, int] = {}
        self.event = Event.CASE_READ

    def saw(self, actor: Actor, case_id: UUID, share_id: UUID = NOBODY, categories: int = 0) -> None:
        """Put on the receipt that ``actor`` is shown these categories of a case under that share (zeros: its own)."""
        kept = self._seen[actor]
        kept[case_id, share_id] = kept.get((case_id, share_id), 0) | categories

    def opened_at(self, case_id: UUID, access_version: int) -> None:
        """Note the access version at which a case was opened: if it moves before the answer leaves, the cut is old."""
        self._versions[case_id] = access_version

    @property
    def versions(self) -> dict[UUID, int]:
        """The access versions at which the cases were opened."""
        return dict(self._versions)

    @property
    def case_ids(self) -> set[UUID]:
        """The cases on it."""
        return {case_id for kept in self._seen.values() for case_id, _ in kept}

    def categories(self, case_id: UUID) -> int:
        """What of a case is on it, as bits, under whichever shares."""
        found = 0
        for kept in self._seen.values():
            for (seen_id, _share), bits in kept.items():
                found |= bits if seen_id == case_id else 0
        return found

    def leaves(self, page: str) -> list[tuple[Actor, Leaf]]:
        """The leaves it becomes, one a team."""
        return [
            (actor, _leaf(actor, self.event, tuple(CaseSeen(*key, bits) for key, bits in kept.items()), page=page))
            for actor, kept in self._seen.items()
        ]


_receipt: ContextVar[Receipt | None] = ContextVar("receipt", default=None)


def receipt() -> Receipt:
    """The receipt of this answer, begun at its first use."""
    current = _receipt.get()
    if current is None:
        current = Receipt()
        _receipt.set(current)
    return current


def tear_off() -> Receipt | None:
    """The receipt as it stands, if anything is on it; the next answer begins a new one."""
    current = _receipt.get()
    _receipt.set(None)
    return current if current is not None and current.case_ids else None


def record_reading(read: Receipt, page: str, versions_now: Callable[[Session, set[UUID]], dict[UUID, int]]) -> bool:
    """Put the receipt into the ledger and commit.

    False, and nothing recorded, when who may see what has moved since the cases were opened: the caller cuts again.
    """
    with db.writing() as session:
        opened = read.versions
        if opened and versions_now(session, set(opened)) != opened:
            return False
        for actor, leaf in read.leaves(page):
            append(session, actor.team_id, [leaf], clock.microseconds(clock.now()))
        session.commit()
    return True


_refused: ContextVar[str] = ContextVar("request that was refused", default="")


def is_refusal_recorded() -> bool:
    """Whether this request's refusal is in the ledger already: the door knows the case, who comes later does not."""
    return _refused.get() == request_number()


def record_refusal(actor: Actor, permission: str, case_id: UUID) -> None:
    """Record that ``actor`` was refused. For a case that does not exist the door gives a random number, so that the
    leaf of a barred member and that of a wrong reference have the same size and cost the same statements."""
    _refused.set(request_number())
    record_event(actor, Event.ACCESS_REFUSED, (CaseSeen(case_id),), permission=permission)


def record_event(actor: Actor, event: Event, cases: tuple[CaseSeen, ...] = (), **facts: Fact) -> None:
    """Record something that changes nothing but must be known: a reading of the log, a sign-in."""
    with db.writing() as session:
        append(session, actor.team_id, [_leaf(actor, event, cases, **facts)], clock.microseconds(clock.now()))
        session.commit()


def record_at_installation(event: Event) -> None:
    """Record what belongs to no team, without any name."""
    with db.writing() as session:
        session.add(InstallationEntry(at=clock.now(), event=event))
        session.commit()


def _leaf(actor: Actor, event: Event, cases: tuple[CaseSeen, ...], **facts: Fact) -> Leaf:
    refuse_unknown_facts(event, facts)
    return Leaf(
        event=event,
        actor_id=actor.member_id,
        agency_id=actor.agency_id,
        request_id=request_number(),
        once=secrets.token_hex(8),
        cases=cases,
        facts=tuple(sorted(facts.items())),
    )
