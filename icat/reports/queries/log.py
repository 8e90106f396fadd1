"""The log in words: who, what, about which case, on which basis. No narrative and no name of anybody it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, union_all

from icat import clock, legal
from icat.audit.events import TOLD, Event, Group
from icat.audit.ledger import NOBODY, CaseSeen
from icat.audit.models import LedgerEntry
from icat.audit.queries import log
from icat.cases.models import (
    Bar,
    Case,
    Referral,
    Share,
    ShareEnd,
    ShareRecipient,
)
from icat.cases.scope import categories_of
from icat.db import engine as db
from icat.i18n import Message, Sayable
from icat.legal import ConsentState, Purpose, RecipientKind
from icat.policy.actor import Actor
from icat.policy.roles import Role
from icat.reports.queries.facts import Detail, said
from icat.reports.queries.names import Names


@dataclass(frozen=True, slots=True)
class About:
    """A case of an entry; of one that does not exist nothing is known but that it was asked for."""

    reference: str
    case_id: UUID
    share_id: UUID


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words."""

    seq: int
    at: datetime
    event: Event
    what: Message
    group: Group
    who: Sayable
    agency: Sayable
    about: tuple[About, ...]
    details: tuple[Detail, ...]

    @property
    def when(self) -> str:
        """The time to the second, on the team's clock."""
        return f"{clock.local(self.at):%d.%m.%Y %H:%M:%S}"

    @property
    def references(self) -> tuple[str, ...]:
        """The cases it is about, each once."""
        return tuple(dict.fromkeys(about.reference for about in self.about))


@dataclass(frozen=True, slots=True)
class BasisCount:
    """How often something was shared on one basis without her consent."""

    code: str
    label: Sayable
    count: int


def of_agency(agency_id: UUID, case_id: UUID | None = None) -> Select[UUID]:
    """The shares that an agency gave, in one case or in all."""
    return select(Share.id).where(Share.sender_id == agency_id, *([Share.case_id == case_id] if case_id else []))


def with_consent(team_id: UUID, *, given: bool) -> Select[UUID]:
    """The shares of a team with, or without, her consent."""
    is_given = Share.consent == ConsentState.GIVEN
    return select(Share.id).where(Share.team_id == team_id, is_given if given else ~is_given)


def limits(actor: Actor, case_id: UUID | None = None) -> dict[str, Any]:
    """What bounds a reader of the log: an officer of data protection sees the own agency's part, and nobody sees
    entries about a case of which they must not learn. ``case_id``: where only that case is asked about."""
    hidden = frozenset(db.session().scalars(select(Bar.case_id).where(Bar.member_id == actor.member_id)))
    own = None if actor.has(Role.AUDITOR) else log.Own(actor.agency_id, of_agency(actor.agency_id, case_id))
    return {"own": own, "hidden": hidden}


def case_called(team_id: UUID, reference: str) -> UUID | None:
    """The case, or the referral not yet sent, that has this reference."""
    return db.session().scalar(
        union_all(
            select(Case.id).where(Case.team_id == team_id, Case.reference == reference),
            select(Referral.case_id).where(Referral.team_id == team_id, Referral.reference == reference),
        ).limit(1)
    )


def without_consent(asked: log.Asked) -> tuple[BasisCount, ...]:
    """Acts of sharing without her consent in the period that was asked for, by legal basis, the most frequent first."""
    narrowed = log.Asked(asked.team_id, since=asked.since, until=asked.until, own=asked.own, hidden=asked.hidden)
    rows = db.session().execute(
        select(LedgerEntry.basis, func.count())
        .join(Share, Share.id == LedgerEntry.share_id)
        .where(
            *log.conditions(narrowed),
            LedgerEntry.basis.is_not(None),
            LedgerEntry.event == Event.SHARE_RECORDED,
            Share.consent != ConsentState.GIVEN,
        )
        .group_by(LedgerEntry.basis)
        .order_by(func.count().desc(), LedgerEntry.basis)
    )
    return tuple(BasisCount(code, basis_label(code), count) for code, count in rows if code)


def in_words(team_id: UUID, entries: Iterable[log.Entry], names: Names) -> tuple[Line, ...]:
    """These entries in words; the cases and shares are looked up with three statements however many there are."""
    entries = tuple(entries)
    references = references_of(team_id, {seen.case_id for entry in entries for seen in entry.cases})
    wanted = {entry.share_id for entry in entries} | {seen.share_id for entry in entries for seen in entry.cases}
    shares = shares_of(team_id, {share_id for share_id in wanted if share_id and share_id != NOBODY}, names)
    return tuple(_line(entry, names, references, shares) for entry in entries)


@dataclass(frozen=True, slots=True)
class Told:
    """What a share says of itself: who told whom, on which basis, and of a paper what left."""

    sender: Sayable
    recipient: Sayable
    basis_code: str
    given_at: datetime
    document: str | None
    copy_number: int | None
    format: str | None
    consent: ConsentState
    purpose: Purpose
    recorded_by_id: UUID
    recorded_at: datetime
    valid_until: datetime | None
    ended_at: datetime | None


# What of a share is told as its row has it.
_SAID = (
    *("basis_code", "given_at", "document", "copy_number", "format", "consent", "purpose"),
    *("recorded_by_id", "recorded_at", "valid_until"),
)


def references_of(team_id: UUID, case_ids: set[UUID]) -> dict[UUID, str]:
    """What these cases are called."""
    if not case_ids:
        return {}
    known = union_all(
        select(Case.id, Case.reference).where(Case.team_id == team_id, Case.id.in_(case_ids)),
        select(Referral.case_id, Referral.reference).where(Referral.team_id == team_id, Referral.case_id.in_(case_ids)),
    )
    return {row.id: row.reference for row in db.session().execute(known)}


def shares_of(team_id: UUID, share_ids: set[UUID], names: Names) -> dict[UUID, Told]:
    """These shares by identifier, in words. Two statements."""
    if not share_ids:
        return {}
    present: dict[UUID, list[str]] = {}
    for share_id, agency_id in db.session().execute(
        select(ShareRecipient.share_id, ShareRecipient.agency_id).where(ShareRecipient.share_id.in_(share_ids))
    ):
        present.setdefault(share_id, []).append(str(names.agency(agency_id)))
    columns: list[Any] = [
        getattr(Share, name) for name in ("id", "sender_id", "recipient_kind", "recipient_id", *_SAID)
    ]
    found = (
        select(*columns, ShareEnd.ended_at)
        .outerjoin(ShareEnd, ShareEnd.share_id == Share.id)
        .where(Share.team_id == team_id, Share.id.in_(share_ids))
    )
    return {
        row.id: Told(
            sender=names.agency(row.sender_id) if row.sender_id else Message("The team"),
            recipient=_recipient(row.recipient_kind, row.recipient_id, present.get(row.id, []), names),
            ended_at=row.ended_at,
            **{name: getattr(row, name) for name in _SAID},
        )
        for row in db.session().execute(found)
    }


def _recipient(kind: RecipientKind, id: UUID | None, present: list[str], names: Names) -> Sayable:
    if kind is RecipientKind.AGENCY:
        return names.agency(id)
    if kind is RecipientKind.PERSON and id is not None:
        return names.person(id)
    if present:
        return f"{kind.words}: {', '.join(sorted(present))}"
    return kind.words


def basis_label(code: str) -> Sayable:
    """A legal basis by its code and its name."""
    known = legal.bases().get(code)
    return f"{code}: {known.label}" if known else code


def _line(entry: log.Entry, names: Names, references: dict[UUID, str], shares: dict[UUID, Told]) -> Line:
    return Line(
        seq=entry.seq,
        at=entry.at,
        event=entry.event,
        what=TOLD[entry.event].sentence,
        group=TOLD[entry.event].group,
        who=names.person(entry.actor_id),
        agency=names.agency(entry.agency_id),
        about=tuple(About(references.get(seen.case_id, ""), seen.case_id, seen.share_id) for seen in entry.cases),
        details=(*_of_share(entry, names, shares), *_of_reading(entry, references, shares), *said(entry.facts, names)),
    )


def _of_share(entry: log.Entry, names: Names, shares: dict[UUID, Told]) -> list[Detail]:
    if entry.share_id is None:
        return []
    share = shares.get(entry.share_id)
    categories = categories_said(entry.cases)
    told = [Detail(Message("Categories"), categories)] if categories else []
    if share is not None:
        told[:0] = [Detail(Message("From"), share.sender), Detail(Message("To"), share.recipient)]
        if share.document:
            told.append(Detail(Message("Document"), share.document))
    elif entry.recipient_id is not None:
        told.append(Detail(Message("To"), names.agency(entry.recipient_id)))
    basis = entry.basis or (share.basis_code if share else None)
    if basis:
        told.append(Detail(Message("Legal basis"), basis_label(basis)))
    return told


def _of_reading(entry: log.Entry, references: dict[UUID, str], shares: dict[UUID, Told]) -> list[Detail]:
    """Which categories were seen under which share, case by case where there are several."""
    if TOLD[entry.event].group is not Group.READING:
        return []
    told = []
    several = len({seen.case_id for seen in entry.cases}) > 1
    for seen in sorted(entry.cases, key=lambda seen: references.get(seen.case_id, "")):
        if not seen.categories:
            continue
        text = f"{categories_said([seen])} ({under(seen, shares)})"
        told.append(Detail(Message("Seen"), f"{references.get(seen.case_id, '')}: {text}" if several else text))
    return told


def under(seen: CaseSeen, shares: dict[UUID, Told]) -> Sayable:
    """Under which share something was seen, or that it was one's own."""
    if seen.share_id == NOBODY:
        return Message("the agency's own, or by office")
    share = shares.get(seen.share_id)
    if share is None:
        return Message("under a share that is no longer kept")
    return Message("shared by %(sender)s, %(basis)s", sender=share.sender, basis=share.basis_code)


def categories_said(seen: Iterable[CaseSeen]) -> str:
    """The categories of these, in words."""
    mask = 0
    for one in seen:
        mask |= one.categories
    return ", ".join(str(category.words) for category in categories_of(mask))
