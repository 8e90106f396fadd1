"""What an agency is saying at an item already: how it goes on to the same, for the same reason, with one sentence."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, select
from sqlalchemy.orm import selectinload

from icat import clock, legal
from icat.cases.models import Share, ShareEnd, ShareLine
from icat.cases.queries.door import CaseView
from icat.db import engine as db
from icat.i18n import Words
from icat.legal import Category, ConsentState, Mode, Necessity, Purpose, RecipientKind
from icat.meetings.models import Fact
from icat.meetings.queries.telling import OFFICE, Listener, Telling


@dataclass(frozen=True, slots=True)
class Running:
    """How the reader's agency told something last: to whom, why it may, until when, and about what."""

    to: tuple[Listener, ...]
    basis_code: str
    basis: Words
    consent: ConsentState
    purpose: Purpose
    necessity_code: Necessity
    reason: str
    permission_reference: str
    mode: Mode
    until: date
    category: Category
    source_code: str


def running(case: CaseView, telling: Telling) -> Running | None:
    """The newest act of the reader's agency at this item, as far as it can go on; none where nothing can.

    Whoever left the table meanwhile hears no more of it. A late entry is no act that goes on.
    """
    added = select(func.max(ShareLine.added_at)).where(ShareLine.share_id == Share.id).scalar_subquery()
    rows = (
        db.session()
        .scalars(
            select(Share)
            .where(
                Share.agenda_item_id == telling.item_id,
                Share.sender_id == case.actor.agency_id,
                Share.recipient_kind.in_((RecipientKind.PRESENT, RecipientKind.OFFICE)),
                Share.mode.in_((Mode.ORAL, Mode.PAPER)),
                Share.document.is_(None),
                Share.given_at == Share.recorded_at,
                Share.valid_until > clock.now(),
                ~exists().where(ShareEnd.share_id == Share.id),
            )
            .order_by(added.desc(), Share.id)
            .options(selectinload(Share.lines), selectinload(Share.recipients))
        )
        .all()
    )
    last = rows[0] if rows else None
    if last is None or (until := last.last_day) is None:
        return None
    together = [row for row in rows if _ground(row) == _ground(last)]
    heard = {one.agency_id for row in together for one in row.recipients}
    if any(row.recipient_kind is RecipientKind.OFFICE for row in together):
        heard.add(OFFICE)
    to = tuple(one for one in telling.listeners if one.id in heard)
    if not to:
        return None
    fact = _last_fact(together)
    cut = case.scope.of(last.sender_id, last.id)
    return Running(
        to=to,
        basis_code=last.basis_code,
        basis=legal.bases()[last.basis_code].label,
        consent=last.consent,
        purpose=last.purpose,
        necessity_code=last.necessity_code,
        reason=cut.get(last, "necessity"),
        permission_reference=cut.get(last, "permission_reference"),
        mode=last.mode,
        until=until,
        category=fact.category if fact else Category.INCIDENT,
        source_code=fact.source_code if fact else "own_record",
    )


def _ground(row: Share) -> tuple[object, ...]:
    return row.basis_code, row.consent, row.purpose, row.necessity_code, row.mode, row.last_day


def _last_fact(rows: list[Share]) -> Fact | None:
    items = {line.item_id for row in rows for line in row.lines if line.item_id}
    newest = select(Fact).where(Fact.id.in_(items)).order_by(Fact.entered_at.desc(), Fact.id).limit(1)
    return db.session().scalars(newest).first()
