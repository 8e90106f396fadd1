"""Reports on what was shared: about somebody, to an agency, without consent, and what will soon end.

The log says that a share was recorded; the share itself says of which lines it is made. Nobody is named: people of a
case are a part and a number, in the order in which the case keeps them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, exists, select

from icat import clock
from icat.audit.events import Event
from icat.audit.queries import log
from icat.cases.models import Part, Person, Share, ShareEnd, ShareLine, ShareRecipient
from icat.db import engine as db
from icat.i18n import Message, Sayable
from icat.legal import Category, RecipientKind
from icat.reports.queries.answer import Report, Row, counted, found
from icat.reports.queries.asking import Question
from icat.reports.queries.log import (
    Told,
    basis_label,
    categories_said,
    references_of,
    shares_of,
    with_consent,
)

SHARED = frozenset({Event.SHARE_RECORDED, Event.SHARE_EXTENDED})

# A category that is about people of one part only. Opened as a whole it says nothing of the others.
_ONLY = {Category.CHILDREN: Part.CHILD, Category.PERPETRATOR: Part.PERPETRATOR}

WHOLE = Message("as a whole")
THIS_RECORD = Message("the record of this person")
ONE_ITEM = Message("one item")

UNNAMED = Message("People are named by their part and number in the case. The log knows no names.")
ITEMS = Message(
    "A statement at the table or an action is kept with its category and not with the person it is about. So that "
    "nothing is missing, every such item of a category that can be about this person is listed."
)
OFFICE_APART = Message(
    "What was told to the coordinator and the chairs by their office is not counted as told to their agencies."
)


def people(case_id: UUID, part: Part) -> tuple[UUID, ...]:
    """The people of that part in a case, in the order in which the case shows them."""
    rows = select(Person.id).where(Person.case_id == case_id, Person.part == part).order_by(Person.id)
    return tuple(db.session().scalars(rows))


def about_person(question: Question) -> Report:
    """Every share that opened something about one person of a case, newest first."""
    rows, cut = _rows(question)
    by_basis = counted(basis_label(one.told.basis_code) for one in rows)
    return Report(question.code, _COLUMNS, _told(rows), by_basis, (UNNAMED, ITEMS), cut)


def told_to_agency(question: Question) -> Report:
    """What one agency was told about one person: shares to it, to somebody of it, and in its presence."""
    rows, cut = _rows(question, _to_agency(question))
    by_sender = counted(one.told.sender for one in rows)
    return Report(question.code, _COLUMNS, _told(rows), by_sender, (UNNAMED, ITEMS, OFFICE_APART), cut)


def without_consent(question: Question) -> Report:
    """Every share without her consent in a period, and how many on each basis."""
    asked = question.asked(events=SHARED)
    entries, cut = found(replace(asked, shares=with_consent(asked.team_id, given=False)))
    shares, references = _shares(question, entries), _references(question, entries)
    rows = []
    for entry in entries:
        told = shares.get(entry.share_id) if entry.share_id else None
        if told is None:
            continue
        cells = (
            _cases(entry, references),
            told.sender,
            told.recipient,
            question.names.person(entry.actor_id),
            categories_said(entry.cases),
            *_why(told),
        )
        rows.append(Row(entry.seq, entry.at, cells))
    first = [entry for entry in entries if entry.event is Event.SHARE_RECORDED]
    return Report(
        question.code,
        (
            Message("Time"),
            Message("Case"),
            Message("From"),
            Message("To"),
            Message("Who recorded it"),
            Message("Categories"),
            Message("Legal basis"),
            Message("Consent"),
            Message("Purpose"),
        ),
        tuple(rows),
        totals=counted(basis_label(entry.basis) for entry in first if entry.basis),
        notes=(Message("What was added to a share later has a row of its own and is not counted again."),),
        is_cut=cut,
    )


def expiring(question: Question) -> Report:
    """Shares in force whose last day lies within the coming days, the most pressing first."""
    now = clock.now()
    asked = question.asked(events=frozenset({Event.SHARE_RECORDED}))
    entries, cut = found(replace(asked, shares=_ending(asked.team_id, now, now + timedelta(days=question.days))))
    shares, references = _shares(question, entries), _references(question, entries)
    rows = []
    for entry in entries:
        told = shares.get(entry.share_id) if entry.share_id else None
        if told is None or told.valid_until is None:
            continue
        cells = (
            _cases(entry, references),
            told.sender,
            told.recipient,
            categories_said(entry.cases),
            basis_label(told.basis_code),
            f"{clock.local(told.recorded_at):%d.%m.%Y}",
        )
        rows.append(Row(entry.seq, told.valid_until, cells))
    return Report(
        question.code,
        (
            Message("Expires"),
            Message("Case"),
            Message("From"),
            Message("To"),
            Message("Categories"),
            Message("Legal basis"),
            Message("Recorded"),
        ),
        tuple(sorted(rows, key=lambda row: row.at)),
        totals=counted(row.cells[1] for row in rows),
        notes=(Message("When a share ends, the recipient stops seeing it here. What was said stays said."),),
        is_cut=cut,
    )


_COLUMNS = (
    Message("Time"),
    Message("From"),
    Message("To"),
    Message("Who recorded it"),
    Message("What"),
    Message("Legal basis"),
    Message("Consent"),
    Message("Purpose"),
    Message("State"),
)


@dataclass(frozen=True, slots=True)
class _About:
    """What one share opened at one moment about the person."""

    seq: int
    at: datetime
    who: Sayable
    told: Told
    what: str


def _told(rows: list[_About]) -> tuple[Row, ...]:
    return tuple(
        Row(
            one.seq,
            one.at,
            (one.told.sender, one.told.recipient, one.who, one.what, *_why(one.told), _state(one.told)),
        )
        for one in rows
    )


def _rows(question: Question, shares: Select[UUID] | None = None) -> tuple[list[_About], bool]:
    entries, cut = found(replace(question.asked(events=SHARED), shares=shares))
    told = _shares(question, entries)
    by_share: dict[UUID, list[log.Entry]] = defaultdict(list)
    for entry in entries:
        if entry.share_id is not None:
            by_share[entry.share_id].append(entry)
    lines: dict[tuple[UUID, int], list[str]] = defaultdict(list)
    persons = {
        id: (part, number)
        for part in Part
        for number, id in enumerate(people(question.case_id, part) if question.case_id else (), 1)
    }
    for line in _lines(question, list(by_share)):
        concerns = _concerns(question, line, persons)
        if concerns is not None:
            entry = _of(by_share[line.share_id], line.added_at)
            lines[line.share_id, entry.seq].append(f"{line.category.words}: {concerns}")
    rows = [
        _About(
            entry.seq,
            entry.at,
            question.names.person(entry.actor_id),
            told[share_id],
            "; ".join(sorted(lines[share_id, entry.seq])),
        )
        for share_id, of_share in by_share.items()
        for entry in of_share
        if share_id in told and lines[share_id, entry.seq]
    ]
    return sorted(rows, key=lambda one: -one.seq), cut


def _of(entries: Sequence[log.Entry], at: datetime) -> log.Entry:
    """The entry with which a line was recorded: both carry the moment of the change."""
    return min(entries, key=lambda entry: abs(entry.at - at))


def _lines(question: Question, share_ids: list[UUID]) -> Iterable[ShareLine]:
    if not share_ids:
        return ()
    return db.session().scalars(
        select(ShareLine)
        .where(ShareLine.case_id == question.case_id, ShareLine.share_id.in_(share_ids))
        .order_by(ShareLine.id)
    )


def _concerns(question: Question, line: ShareLine, persons: dict[UUID, tuple[Part, int]]) -> str | None:
    """How a line is about the person that was asked for; none where it is not."""
    if line.item_id in persons:
        is_meant = persons[line.item_id] == (question.part, question.number)
        return f"{THIS_RECORD} ({str(line.item_id)[:8]})" if is_meant else None
    if _ONLY.get(line.category, question.part) is not question.part:
        return None
    return str(WHOLE) if line.item_id is None else f"{ONE_ITEM} ({str(line.item_id)[:8]})"


def _to_agency(question: Question) -> Select[UUID]:
    agency_id = question.agency_id
    members = {member.id for member in question.names.people.values() if member.agency_id == agency_id}
    present = exists().where(ShareRecipient.share_id == Share.id, ShareRecipient.agency_id == agency_id)
    to_it = (Share.recipient_kind == RecipientKind.AGENCY) & (Share.recipient_id == agency_id)
    to_one = (Share.recipient_kind == RecipientKind.PERSON) & Share.recipient_id.in_(members)
    heard = (Share.recipient_kind == RecipientKind.PRESENT) & present
    return select(Share.id).where(Share.case_id == question.case_id, to_it | to_one | heard)


def _ending(team_id: UUID, now: datetime, last: datetime) -> Select[UUID]:
    return select(Share.id).where(
        Share.team_id == team_id,
        Share.valid_until > now,
        Share.valid_until <= last,
        ~exists().where(ShareEnd.share_id == Share.id),
    )


def _shares(question: Question, entries: Iterable[log.Entry]) -> dict[UUID, Told]:
    ids = {entry.share_id for entry in entries if entry.share_id}
    return shares_of(question.actor.team_id, ids, question.names)


def _references(question: Question, entries: Iterable[log.Entry]) -> dict[UUID, str]:
    return references_of(question.actor.team_id, {seen.case_id for entry in entries for seen in entry.cases})


def _cases(entry: log.Entry, references: dict[UUID, str]) -> str:
    return ", ".join(dict.fromkeys(references.get(seen.case_id, "") for seen in entry.cases))


def _why(told: Told) -> tuple[Sayable, Sayable, Sayable]:
    return basis_label(told.basis_code), told.consent.words, told.purpose.words


def _state(told: Told) -> Sayable:
    if told.ended_at is not None:
        return Message("ended on %(day)s", day=f"{clock.local(told.ended_at):%d.%m.%Y}")
    if told.valid_until is None:
        return Message("on paper")
    day = f"{clock.local(told.valid_until):%d.%m.%Y}"
    is_over = told.valid_until <= clock.now()
    return Message("expired on %(day)s", day=day) if is_over else Message("in force until %(day)s", day=day)
