"""Opening a share: the one place where a row appears that lets another see.

The law is asked here, so no page can go round it.
"""

import hashlib
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

from sqlalchemy import select

from icat import clock, legal
from icat.audit.events import Event
from icat.audit.ledger import canonical
from icat.audit.recording import Work
from icat.cases.models import Case, Share, ShareLine, ShareRecipient
from icat.cases.queries.covering import Pair, consent_ends_at, rests_on_consent
from icat.cases.queries.renewing import TEAM
from icat.cases.scope import bits
from icat.cases.steps.consenting import insist_on_consent
from icat.db.base import Base
from icat.errors import NotFound, RuleBroken
from icat.i18n import Message
from icat.legal import Category, ConsentState, Mode, Necessity, Parent, Purpose, RecipientKind, Sector
from icat.members.models import Agency, Member

M = TypeVar("M", bound=Base)

LATE = timedelta(hours=24)
TOLD_LATE = timedelta(minutes=30)  # from here on the log says that it was entered late
USUAL_DAYS = 30  # what was said about an item can be read for so long, unless its sender chooses otherwise
MOST_DAYS = 180  # nothing stays open longer without being looked at again


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom: an agency, the office, those present at an item, one person, an outside body, or the survivor."""

    kind: RecipientKind
    id: UUID | None = None
    present_ids: tuple[UUID, ...] = ()  # agencies in the room
    sector: Sector | None = None  # of an outside body, where it is known
    is_state: bool = False
    parent: Parent | None = None  # of a person outside, where there are children


@dataclass(frozen=True, slots=True)
class Line:
    """What is opened: a category, in one item or in everything the sender owns in the case."""

    category: Category
    item_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """Why it may be told."""

    basis_code: str
    consent: ConsentState
    purpose: Purpose
    necessity_code: Necessity
    necessity: str = ""
    permission_reference: str = ""
    consent_id: UUID | None = None  # the consent it rests on, where one is named


@dataclass(frozen=True, slots=True)
class Paper:
    """What left the room, where the share is an export. The share's identifier stands on it, so it is made before."""

    document: str
    format: str
    copy_number: int
    holder: str
    share_id: UUID


def open_share(
    work: Work,
    case: Case,
    *,
    sender: Agency | None,
    to: Recipient,
    lines: Iterable[Line],
    ground: Ground,
    mode: Mode = Mode.VIEW,
    given_at: datetime | None = None,
    agenda_item_id: UUID | None = None,
    until: date | None = None,
    paper: Paper | None = None,
) -> Share:
    """Let ``to`` see ``lines`` of what ``sender`` owns in ``case`` (none: what the team made), and record it.

    ``until`` is the last day on which it can be read, as ``lasts_until`` says where none is given. What rests on her
    consent ends with it at the latest: what was said before she took it back and is entered afterwards stays on record
    and opens nothing. Refuses what the matrix of legal bases does not allow, with what would make it lawful (law
    2297-VI Art. 6, 7, 14; law 2229-VIII Art. 14-15), and an entry made more than 24 hours after the telling.
    """
    lines = tuple(dict.fromkeys(lines))
    others = tuple(id for id in to.present_ids if sender is None or id != sender.id)
    if to.kind is RecipientKind.PRESENT and not others:
        raise RuleBroken(Message("Nobody else is at the table to hear it."), field="to")
    to = replace(to, present_ids=others)
    given_at = given_at or work.at
    if given_at > work.at:
        raise RuleBroken(Message("Something cannot have been shared in the future."), field="given_at")
    if work.at - given_at > LATE:
        raise RuleBroken(Message("Only what was said within the last 24 hours can be entered late."), field="given_at")
    _insist_on_law(work, case, sender, to, lines, ground, given_at)
    is_spoken = sender is not None and agenda_item_id is not None
    end = None if paper else lasts_until(given_at, is_spoken=is_spoken, until=until)
    consent_id = _consent_of(work, case, sender, to, lines, ground, given_at)
    if end is not None and consent_id is not None and rests_on_consent(ground.basis_code):
        end = min(end, consent_ends_at(work.session, consent_id))
    share = work.add(
        Share(
            id=paper.share_id if paper else uuid4(),
            team_id=case.team_id,
            case_id=case.id,
            sender_id=sender.id if sender else None,
            recipient_kind=to.kind,
            recipient_id=to.id,
            basis_code=ground.basis_code,
            catalogue_version=legal.catalogue_version(),
            consent=ground.consent,
            consent_id=consent_id,
            purpose=ground.purpose,
            necessity_code=ground.necessity_code,
            mode=mode,
            given_at=given_at,
            recorded_at=work.at,
            recorded_by_id=work.actor.member_id,
            valid_until=end,
            agenda_item_id=agenda_item_id,
            document=paper.document if paper else None,
            format=paper.format if paper else None,
            copy_number=paper.copy_number if paper else None,
            salt=secrets.token_hex(16),
            digest="",
            necessity=ground.necessity,
            holder=paper.holder if paper else "",
            permission_reference=ground.permission_reference,
        )
    )
    work.session.flush()
    for agency_id in to.present_ids:
        work.add(ShareRecipient(share_id=share.id, agency_id=agency_id))
    _add_lines(work, share, lines)
    share.digest = digest(share, lines, to.present_ids)
    case.access_version += 1
    _tell(work, Event.SHARE_RECORDED, share, lines)
    return share


def usual_last_day() -> date:
    """Until when something that is said today can usually be read."""
    return clock.today() + timedelta(days=USUAL_DAYS)


def lasts_until(given_at: datetime, *, is_spoken: bool, until: date | None = None) -> datetime:
    """The moment at which a share ends by itself: with the day that the sender chose, never after 180 days.

    Without a choice: 30 days for what an agency said about an item, so that a review asks whether it is still needed;
    the 180 for what the work rests on (the referral, whom to look up, what the team agreed). Refuses a day before
    today, and one beyond the 180 days.
    """
    told_on = clock.local(given_at).date()
    last = told_on + timedelta(days=MOST_DAYS - 1)
    if until is None:
        until = min(last, told_on + timedelta(days=USUAL_DAYS)) if is_spoken else last
    if until < clock.today():
        raise RuleBroken(Message("This day has passed already."), field="until")
    if until > last:
        raise RuleBroken(
            Message("At most %(days)s days: after that it has to be looked at again.", days=MOST_DAYS), field="until"
        )
    return clock.midnight(until + timedelta(days=1)).astimezone(UTC)


def extend_share(work: Work, case: Case, share: Share, *, sender: Agency, lines: Iterable[Line]) -> None:
    """Open more under a share that is in force: what its sender says next, to the same, for the same reason.

    The share keeps its row and gets a leaf of its own for what was added; its digest is now that of all its lines.
    Lines that it has already are passed over. Refuses what the matrix of legal bases does not allow.
    """
    kept = work.session.scalars(select(ShareLine).where(ShareLine.share_id == share.id)).all()
    known = {Line(line.category, line.item_id) for line in kept}
    added = tuple(line for line in dict.fromkeys(lines) if line not in known)
    if not added:
        raise RuleBroken(Message("This is shared with them already."), field="lines")
    heard = select(ShareRecipient.agency_id).where(ShareRecipient.share_id == share.id)
    present_ids = tuple(work.session.scalars(heard))
    ground = Ground(
        share.basis_code,
        share.consent,
        share.purpose,
        share.necessity_code,
        share.necessity,
        share.permission_reference,
        share.consent_id,
    )
    to = Recipient(share.recipient_kind, share.recipient_id, present_ids)
    _insist_on_law(work, case, sender, to, added, ground, work.at)
    _consent_of(work, case, sender, to, added, ground, work.at)
    _add_lines(work, share, added)
    share.digest = digest(share, (*known, *added), present_ids)
    case.access_version += 1
    _tell(work, Event.SHARE_EXTENDED, share, added)


def held(work: Work, case_id: UUID) -> Case:
    """The case, locked while something is added to it. Its version is not counted on: nobody's open page grows old.

    Refuses with ``NotFound`` when there is none in the actor's team.
    """
    case = work.session.get(Case, case_id, with_for_update=True, populate_existing=True)
    if case is None or case.team_id != work.actor.team_id:
        raise NotFound
    return case


def held_part(work: Work, kind: type[M], id: UUID, version: int | None = None) -> tuple[Case, M]:
    """Something of a case with the case, both locked: the case first, so that two changes never wait for each other.

    Refuses what ``held`` and ``Work.lock`` refuse.
    """
    case = held(work, work.get(kind, id).case_id)  # type: ignore[attr-defined]  # whatever is of a case names it
    return case, work.lock(kind, id, version)


def _tell(work: Work, event: Event, share: Share, lines: Sequence[Line]) -> None:
    work.record(
        event,
        case=share.case_id,
        share=share.id,
        basis=share.basis_code,
        recipient=share.recipient_id if share.recipient_kind is RecipientKind.AGENCY else None,
        categories=bits(line.category for line in lines),
        recipient_kind=share.recipient_kind,
        consent=share.consent,
        purpose=share.purpose,
        mode=share.mode,
        digest=share.digest,
        late=share.recorded_at - share.given_at > TOLD_LATE,
        catalogue=share.catalogue_version,
    )


def _add_lines(work: Work, share: Share, lines: Sequence[Line]) -> None:
    for line in lines:
        work.add(
            ShareLine(
                team_id=share.team_id,
                case_id=share.case_id,
                share_id=share.id,
                item_id=line.item_id,
                category=line.category,
                added_at=work.at,
            )
        )


def _insist_on_law(
    work: Work,
    case: Case,
    sender: Agency | None,
    to: Recipient,
    lines: Sequence[Line],
    ground: Ground,
    given_at: datetime,
) -> None:
    if not lines:
        raise RuleBroken(Message("Say what is shared."), field="lines")
    origin = legal.Sender(sender.sector, sender.is_state) if sender else TEAM
    for recipient in _legal_recipients(work, to):
        allowed = legal.check(
            ground.basis_code,
            sender=origin,
            recipient=recipient,
            categories={line.category for line in lines},
            consent=ground.consent,
            on=clock.local(given_at).date(),
            permission_reference=ground.permission_reference,
            reason=ground.necessity,
            child_concerned=True if case.has_children else None,
        )
        if not allowed:
            raise RuleBroken(allowed.reason, field="basis_code")


def _consent_of(
    work: Work,
    case: Case,
    sender: Agency | None,
    to: Recipient,
    lines: Sequence[Line],
    ground: Ground,
    given_at: datetime,
) -> UUID | None:
    """The record that what is said to be agreed to was agreed to. What is hers goes to her without one."""
    if ground.consent is not ConsentState.GIVEN:
        return None
    pairs = [pair for line in lines for pair in pairs_of(work, sender, to, line.category)]
    if not pairs:
        return None
    return insist_on_consent(
        work, case.id, pairs, at=given_at, basis_code=ground.basis_code, named_id=ground.consent_id
    )


def pairs_of(work: Work, sender: Agency | None, to: Recipient, category: Category) -> list[Pair]:
    """Of what and to whom a consent has to speak, so that this may go there; nothing for the sender's own people."""
    if to.kind is RecipientKind.SURVIVOR:
        return []
    if to.kind in (RecipientKind.OFFICE, RecipientKind.OUTSIDE):
        return [Pair(category, to.kind)]
    ids = to.present_ids or ((to.id,) if to.id else ())
    if to.kind is RecipientKind.PERSON:
        ids = tuple(work.get(Member, member_id).agency_id for member_id in ids)
    return [Pair(category, RecipientKind.AGENCY, id) for id in ids if sender is None or id != sender.id]


def _legal_recipients(work: Work, to: Recipient) -> list[legal.Recipient]:
    ids = to.present_ids or ((to.id,) if to.kind is RecipientKind.AGENCY and to.id else ())
    if not ids:
        return [legal.Recipient(to.kind, to.sector, to.is_state or to.kind is RecipientKind.OFFICE, to.parent)]
    agencies = [work.get(Agency, agency_id) for agency_id in ids]
    return [legal.Recipient(to.kind, agency.sector, agency.is_state) for agency in agencies]


def digest(share: Share, lines: Iterable[Line | ShareLine], present_ids: Collection[UUID] = ()) -> str:
    """SHA-256 over what was shared, with whom and why, with the row's salt: binds the row to its leaf, tells nothing.

    ``present_ids`` are the agencies that heard it, where it went to those present.
    """
    content = {
        "salt": share.salt,
        "share": str(share.id),
        "sender": str(share.sender_id),
        "recipient": [share.recipient_kind, str(share.recipient_id), *sorted(str(id) for id in present_ids)],
        "basis": [share.basis_code, share.catalogue_version, share.consent, share.purpose, share.necessity_code],
        "mode": share.mode,
        "until": clock.microseconds(share.valid_until) if share.valid_until else 0,
        "lines": sorted([line.category, str(line.item_id)] for line in lines),
        "at": clock.microseconds(share.given_at),
    }
    if share.consent_id is not None:
        content["consent"] = str(share.consent_id)
    return hashlib.sha256(canonical(content)).hexdigest()
