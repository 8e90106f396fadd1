"""The shares of a case: who told whom what, why and when, as far as the reader took part in it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import selectinload

from icat import clock, legal
from icat.cases.models import Ending, Share, ShareEnd
from icat.cases.queries.door import CaseView
from icat.db import engine as db
from icat.errors import NotFound
from icat.i18n import Message, Words
from icat.legal import Category, ConsentState, RecipientKind
from icat.members.queries.people import AgencyView, agencies, member_names
from icat.policy.actor import Actor

LATE = timedelta(minutes=30)
REMINDED = timedelta(days=14)  # so long before a share ends its sender is told


@dataclass(frozen=True, slots=True)
class Opened:
    """A category that a share opens: as a whole, or in so many items."""

    category: Category
    items: int  # 0: the category as a whole


@dataclass(frozen=True, slots=True)
class ShareView:
    """One share."""

    number: int  # the reader's own numbering, in the order of recording
    id: UUID
    digest: str
    is_own: bool
    sender: str
    recipients: tuple[str | Words, ...]
    basis: Words
    basis_code: str
    reference: Words
    consent: Words
    purpose: Words
    necessity: Words
    mode: Words
    opened: tuple[Opened, ...]
    given_at: datetime
    recorded_at: datetime
    valid_until: datetime | None
    ends_on: date | None  # the last day on which it can be read
    is_paper: bool
    state: str  # active, or the code of its end
    ended_at: datetime | None
    is_mine_to_renew: bool
    consent_state: ConsentState
    recorded_by: str

    @property
    def is_late(self) -> bool:
        """Whether it was entered some time after it was said."""
        return self.recorded_at - self.given_at > LATE

    @property
    def state_label(self) -> Message:
        """The state in words."""
        return Message("In force") if self.state == "active" else Ending(self.state).label

    @property
    def is_ending(self) -> bool:
        """Whether it is in force and ends within the days in which its sender is reminded."""
        return self.state == "active" and self.valid_until is not None and self.valid_until <= clock.now() + REMINDED


@dataclass(frozen=True, slots=True)
class OpenTo:
    """What is open to one recipient now, under all shares together, and when the first part of it ends."""

    who: str | Words
    categories: tuple[Words, ...]
    until: date | None  # none: on paper only
    is_ending: bool


def at_a_glance(known: Iterable[ShareView]) -> tuple[OpenTo, ...]:
    """What these shares open to whom until when, recipient by recipient."""
    found: dict[str, list[ShareView]] = defaultdict(list)
    names: dict[str, str | Words] = {}
    for one in known:
        for name in one.recipients if one.state == "active" and not one.is_paper else ():
            found[str(name)].append(one)
            names[str(name)] = name
    opened = []
    for key in sorted(found):
        categories = {part.category for one in found[key] for part in one.opened}
        ends = [one.ends_on for one in found[key] if one.ends_on]
        opened.append(
            OpenTo(
                names[key],
                tuple(category.words for category in Category if category in categories),
                min(ends, default=None),
                any(one.is_ending for one in found[key]),
            )
        )
    return tuple(opened)


def shares(case: CaseView) -> tuple[ShareView, ...]:
    """The shares that the reader may know of, oldest first: its agency's, given or received.

    The office knows of all but those of a safety plan: who has no part in it is not told that there is one.
    """
    rows = (
        db.session()
        .scalars(
            select(Share)
            .where(Share.case_id == case.id)
            .order_by(Share.recorded_at, Share.id)
            .options(selectinload(Share.lines), selectinload(Share.recipients), selectinload(Share.ends))
        )
        .all()
    )
    known, names = agencies(case.actor.team_id), member_names(_members(rows))
    mine = [row for row in rows if _is_of(case, row) or (case.actor.is_office and not _is_of_a_safety_plan(row))]
    return tuple(_view(case, row, number, known, names) for number, row in enumerate(mine, 1))


def ends_soon(actor: Actor) -> ColumnElement[bool]:
    """Said in SQL of a row of shares: it ends within the days of the reminder, and this actor's side may renew it."""
    own = Share.sender_id == actor.agency_id
    return and_(
        or_(own, Share.sender_id.is_(None)) if actor.is_office else own,
        Share.team_id == actor.team_id,
        Share.document.is_(None),
        Share.valid_until > clock.now(),
        Share.valid_until <= clock.now() + REMINDED,
        ~exists().where(ShareEnd.share_id == Share.id),
    )


def ending_soon(case: CaseView) -> int:
    """How many shares of the case the reader may renew and that soon end."""
    return db.session().scalar(select(func.count()).where(Share.case_id == case.id, ends_soon(case.actor))) or 0


def share(case: CaseView, number: int) -> ShareView:
    """One of them by the reader's number. Refuses with ``NotFound`` where there is none."""
    found = shares(case)
    if not 1 <= number <= len(found):
        raise NotFound
    return found[number - 1]


def _members(rows: Iterable[Share]) -> set[UUID]:
    people = {row.recorded_by_id for row in rows}
    return people | {
        row.recipient_id for row in rows if row.recipient_kind is RecipientKind.PERSON and row.recipient_id
    }


def _is_of(case: CaseView, row: Share) -> bool:
    actor = case.actor
    heard = {one.agency_id for one in row.recipients}
    if row.recipient_kind is RecipientKind.AGENCY:
        heard.add(row.recipient_id or actor.team_id)
    is_person = row.recipient_kind is RecipientKind.PERSON and row.recipient_id == actor.member_id
    return actor.agency_id in heard or row.sender_id == actor.agency_id or is_person


def _is_of_a_safety_plan(row: Share) -> bool:
    return any(line.category is Category.SAFETY_PLAN for line in row.lines)


def _view(case: CaseView, row: Share, number: int, known: dict[UUID, AgencyView], names: dict[UUID, str]) -> ShareView:
    basis = legal.bases()[row.basis_code]
    return ShareView(
        number=number,
        id=row.id,
        digest=row.digest,
        is_own=row.sender_id == case.actor.agency_id,
        sender=known[row.sender_id].short_name if row.sender_id else str(Message("The team")),
        recipients=_recipients(row, known, names),
        basis=basis.label,
        basis_code=basis.code,
        reference=basis.reference,
        consent=row.consent.words,
        purpose=row.purpose.words,
        necessity=row.necessity_code.words,
        mode=row.mode.words,
        opened=_opened(row),
        given_at=row.given_at,
        recorded_at=row.recorded_at,
        valid_until=row.valid_until,
        ends_on=row.last_day,
        is_paper=row.document is not None,
        state=_state(row),
        ended_at=row.ends[0].ended_at if row.ends else row.valid_until,
        consent_state=row.consent,
        is_mine_to_renew=row.document is None
        and (row.sender_id == case.actor.agency_id or (row.sender_id is None and case.actor.is_office)),
        recorded_by=names.get(row.recorded_by_id, ""),
    )


def _recipients(row: Share, known: dict[UUID, AgencyView], names: dict[UUID, str]) -> tuple[str | Words, ...]:
    if row.recipients:
        return tuple(sorted(known[heard.agency_id].short_name for heard in row.recipients))
    if row.recipient_kind is RecipientKind.AGENCY and row.recipient_id in known:
        return (known[row.recipient_id].short_name,)
    if row.recipient_kind is RecipientKind.PERSON and row.recipient_id in names:
        return (names[row.recipient_id],)
    return (row.recipient_kind.words,)


def _opened(row: Share) -> tuple[Opened, ...]:
    found = []
    for category in Category:
        lines = [line for line in row.lines if line.category is category]
        if lines:
            whole = any(line.item_id is None for line in lines)
            found.append(Opened(category, 0 if whole else len(lines)))
    return tuple(found)


def _state(row: Share) -> str:
    if row.ends:
        return row.ends[0].code.value
    is_over = row.valid_until is not None and row.valid_until <= clock.now()
    return Ending.EXPIRED.value if is_over else "active"
