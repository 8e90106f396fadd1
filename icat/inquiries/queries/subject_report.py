"""What is kept about one person of a case, block by block, for a report to that person; others are cut out.

A block is kept only where it is about that person and comes from that person; whatever others said, thought or told,
and where anybody can be found, is cut unless the preparer keeps it for a reason. Names of others are taken out of every
text (practice: the perpetrator may obtain his own record; law 2297-VI Art. 8(2), 25).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from icat import clock, codes, names
from icat.audit.events import Event
from icat.audit.ledger import NOBODY
from icat.audit.reading import receipt
from icat.cases.models import Bar, Case, Part, Person, Referral, ReferralState
from icat.cases.queries.mirrors import is_restricted
from icat.cases.queries.recipients import recipients_of
from icat.cases.scope import Standing, bits, standing_of
from icat.db import engine as db
from icat.db.keys import vault
from icat.db.sealed import SealedRow
from icat.errors import NotFound
from icat.i18n import Message
from icat.inquiries.models import Inquiry, InquiryCase, SubjectReport
from icat.inquiries.terms import Gives, inquirer
from icat.legal import Category
from icat.meetings.models import Fact
from icat.members.queries.people import member_names
from icat.policy.actor import Actor
from icat.policy.decide import can
from icat.policy.permissions import Permission

PARTS = {"subject": Part.SURVIVOR, "perpetrator": Part.PERPETRATOR, "parent": Part.CHILD}
C = Category
CUT = "[…]"


@dataclass(frozen=True, slots=True)
class Block:
    """One part of the report: kept or cut, and why by default."""

    code: str
    title: Message
    category: Category
    lines: tuple[tuple[str, str], ...]
    is_kept: bool
    why: Message


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that could be said to the person, with what is kept by default."""

    inquiry_id: UUID
    case_id: UUID
    access_version: int
    person_id: UUID
    person: str
    blocks: tuple[Block, ...]
    others: tuple[str, ...]  # further people of the same part, to choose from


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report that was prepared."""

    id: UUID
    version: int
    case_id: UUID
    case: str  # its reference, for who may read it
    content: dict[str, Any]
    digest: str
    share_id: UUID
    copy_number: int
    prepared_at: datetime
    prepared_by: str
    is_mine: bool
    is_released: bool
    is_rejected: bool
    reject_reason: str
    may_decide: bool
    needs_chair: bool  # copies of the case wait for a chair

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for the second person."""
        return not self.is_released and not self.is_rejected


OWN = Message("It is about this person and from this person.")
OTHERS = Message("Others said or wrote it.")
PLACE = Message("It tells where somebody can be found.")
DANGER = Message("It could tell who reported, or endanger somebody.")
LISTED = Message("The law lets a person know who received the data.")

_Told = tuple[str, Message, Category, tuple[str, ...], Message]

_PERSON: tuple[_Told, ...] = (
    ("identity", Message("Who you are"), C.IDENTITY,
     ("surname", "given_name", "patronymic", "other_names", "birth_on", "birth_year"), OWN),
    ("contact", Message("How you can be reached"), C.CONTACT,
     ("phone", "address_home", "safe_method", "safe_number", "safe_hours", "language"), OWN),
    ("services", Message("What you need"), C.SERVICES, ("needs", "status"), OWN),
    ("whereabouts", Message("Where you are"), C.SAFE_ADDRESS, ("address_now", "whereabouts"), PLACE),
    ("relationship", Message("Relationship"), C.IDENTITY, ("relationship",), OTHERS),
    ("work", Message("Work, vehicle, service"), C.PERPETRATOR, ("workplace", "vehicle", "service_status"), OTHERS),
    ("weapons", Message("Weapons"), C.PERPETRATOR, ("weapons",), DANGER),
    ("school", Message("School and home"), C.CHILDREN, ("school", "lives_with"), PLACE),
    ("witnessed", Message("What is noted about the child"), C.CHILDREN, ("witnessed",), OTHERS),
)  # fmt: skip
_LISTS = {"needs": "need", "status": "survivor_status", "safe_method": "contact_method", "language": "language",
          "relationship": "relationship", "wants": "want", "police_level": "police_level"}  # fmt: skip
# Of the referral: only to the survivor, and by default only what she said herself.
_REFERRAL: tuple[_Told, ...] = (
    ("own_view", Message("What you said about the danger"), C.RISK, ("own_view", "own_rating", "wants"), OWN),
    ("police_level", Message("Level on the police form"), C.RISK, ("police_level",), OTHERS),
    ("reason_now", Message("What was written about why now"), C.INCIDENT, ("reason_now", "tried_so_far"), OTHERS),
    ("judgement", Message("Professional judgement"), C.RISK, ("judgement",), OTHERS),
)


def way_in(session: Session, actor: Actor, inquiry: Inquiry) -> tuple[Case, Standing]:
    """The case of an inquiry, opened to the one who prepares its report, for this and nothing else.

    Refuses with ``NotFound`` before it was checked who asks, before somebody entitled tied the case, to anybody but the
    holder, and to whoever must not learn of the case.
    """
    who = inquirer(inquiry.kind)
    ids = list(session.scalars(select(InquiryCase.case_id).where(InquiryCase.inquiry_id == inquiry.id)))
    ready = inquiry.identity_at is not None and inquiry.answered_at is None and len(ids) == 1
    if inquiry.holder_id != actor.member_id or not ready or who.gives not in (Gives.SURVIVOR, Gives.REPORT):
        raise NotFound
    case = session.get_one(Case, ids[0])
    standing = standing_of(session, case)
    if case.team_id != actor.team_id or actor.member_id in standing.barred_ids:
        raise NotFound
    return case, standing


def can_prepare(actor: Actor, inquiry_id: UUID) -> bool:
    """Whether this reader could prepare the report of this inquiry now."""
    session = db.session()
    try:
        way_in(session, actor, session.get_one(Inquiry, inquiry_id))
    except NotFound:
        return False
    return can(actor, Permission.SUBJECT_REPORT_PREPARE)


def draft(actor: Actor, inquiry_id: UUID, which: int = 1) -> Draft:
    """What is kept about the person who asks, or whom the parent asks about; the reading goes into the log.

    ``which`` chooses among several people of that part. Refuses as ``way_in`` does.
    """
    session = db.session()
    inquiry = session.get_one(Inquiry, inquiry_id)
    case, _standing = way_in(session, actor, inquiry)
    vault(session).load([case.id, inquiry.id])
    everybody = session.scalars(select(Person).where(Person.case_id == case.id).order_by(Person.id)).all()
    part = PARTS[inquiry.kind]
    ours = sorted((one for one in everybody if one.part is part), key=lambda one: (not one.is_first, str(one.id)))
    if not 1 <= which <= len(ours):
        raise NotFound
    person = ours[which - 1]
    hidden = _names_of(session, case.id, everybody, person)
    blocks = [_block(person, told, hidden, part) for told in _PERSON]
    if part is Part.SURVIVOR:
        referrals = session.scalars(
            select(Referral)
            .where(Referral.case_id == case.id, Referral.state == ReferralState.SUBMITTED)
            .order_by(Referral.submitted_at)
        ).all()
        blocks += [_all_of([_block(one, told, hidden, part) for one in referrals]) for told in _REFERRAL if referrals]
        blocks.append(_kept_entries(session, case.id))
    blocks.append(_recipients(session, case, person, part))
    filled = tuple(block for block in blocks if block.lines)
    kept = receipt()
    kept.event = Event.SUBJECT_REPORT_READ
    kept.saw(actor, case.id, NOBODY, bits({block.category for block in filled}))
    kept.opened_at(case.id, case.access_version)
    return Draft(
        inquiry_id=inquiry.id,
        case_id=case.id,
        access_version=case.access_version,
        person_id=person.id,
        person=person.full_name,
        blocks=filled,
        others=tuple(one.full_name for one in ours),
    )


def report(actor: Actor, inquiry_id: UUID) -> ReportView | None:
    """The newest report of an inquiry, for its preparer and for who may release it; none for anybody else.

    To look at it is a reading of the case.
    """
    session = db.session()
    row = session.scalars(
        select(SubjectReport)
        .where(SubjectReport.inquiry_id == inquiry_id, SubjectReport.team_id == actor.team_id)
        .order_by(SubjectReport.prepared_at.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    case = session.get_one(Case, row.case_id)
    standing = standing_of(session, case)
    reads = can(actor, Permission.CASE_READ, standing)
    is_mine = row.prepared_by_id == actor.member_id and actor.member_id not in standing.barred_ids
    if not is_mine and not (reads and can(actor, Permission.SUBJECT_REPORT_RELEASE, standing)):
        return None
    vault(session).load([case.id])
    content = row.content
    kept = receipt()
    kept.event = Event.SUBJECT_REPORT_READ
    kept.saw(actor, case.id, NOBODY, bits({C(block["category"]) for block in content["blocks"]}))
    kept.opened_at(case.id, case.access_version)
    return ReportView(
        id=row.id,
        version=row.version,
        case_id=case.id,
        case=case.reference if reads else "",
        content=content,
        digest=row.digest,
        share_id=row.share_id,
        copy_number=row.copy_number,
        prepared_at=row.prepared_at,
        prepared_by=member_names([row.prepared_by_id]).get(row.prepared_by_id, ""),
        is_mine=is_mine,
        is_released=row.released_at is not None,
        is_rejected=row.rejected_at is not None,
        reject_reason=row.reject_reason,
        may_decide=reads and not is_mine and row.is_waiting,
        needs_chair=reads and row.is_waiting and waits_for_chair(session, case, inquiry_id),
    )


def waits_for_chair(session: Session, case: Case, inquiry_id: UUID) -> bool:
    """Whether a chair must let this report go, and say why.

    What is asked for by the person named as perpetrator never waits: in the later case of a counter-allegation that is
    the survivor of the first.
    """
    return session.get_one(Inquiry, inquiry_id).kind != "perpetrator" and is_restricted(session, case)


def has_report(actor: Actor, inquiry_id: UUID) -> bool:
    """Whether there is a report that this reader may look at; nothing of it is read."""
    session = db.session()
    found = session.execute(
        select(SubjectReport.case_id, SubjectReport.prepared_by_id)
        .where(SubjectReport.inquiry_id == inquiry_id)
        .order_by(SubjectReport.prepared_at.desc())
    ).first()
    if found is None:
        return False
    standing = standing_of(session, session.get_one(Case, found.case_id))
    if actor.member_id in standing.barred_ids:
        return False
    return found.prepared_by_id == actor.member_id or can(actor, Permission.SUBJECT_REPORT_RELEASE, standing)


def without_names(text: str, hidden: Iterable[str]) -> str:
    """``text`` with every word that may be one of these names, in any case of declension, taken out."""
    stems = {stem for name in hidden for part in name.split() if (stem := _stem(part))}

    def cut(found: re.Match[str]) -> str:
        word = names.skeleton(found[0])
        capital = found[0][:1].isupper()
        return CUT if capital and any(word.startswith(s) and len(word) - len(s) <= 4 for s in stems) else found[0]

    return re.sub(r"[^\W\d_][\w'’ʼ-]*", cut, text)


def _stem(name: str) -> str:
    bare = names.skeleton(name)
    return bare[:-1] if len(bare) > 3 else bare if len(bare) > 1 else ""


def _names_of(session: Session, case_id: UUID, everybody: Iterable[Person], person: Person) -> set[str]:
    own = set(person.full_name.split())
    hidden = {part for one in everybody if one.id != person.id for part in one.full_name.split()}
    bars = session.scalars(select(Bar).where(Bar.case_id == case_id)).all()
    return (hidden | {part for bar in bars for part in bar.name.split()}) - own


def _block(row: SealedRow, told: _Told, hidden: set[str], part: Part) -> Block:
    code, title, category, fields, why = told
    lines = []
    for name in fields:
        text = _said(name, getattr(row, name))
        if text:
            label = str(row.__sealed__[name].field.label)  # type: ignore[attr-defined]
            lines.append((label, text if code == "identity" else without_names(text, hidden)))
    # Of what is kept about a perpetrator or a child only who they are comes from themselves.
    own = why is OWN and (part is Part.SURVIVOR or code == "identity")
    return Block(code, title, category, tuple(lines), own, OWN if own else OTHERS if why is OWN else why)


def _all_of(blocks: Sequence[Block]) -> Block:
    """One block of several rows: an alert and what completed it both count, and what both say is told once."""
    return replace(blocks[0], lines=tuple(dict.fromkeys(line for one in blocks for line in one.lines)))


def _said(name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_said(name, one) for one in value)
    if name in _LISTS and value:
        known = {one.code: one for one in codes.options(_LISTS[name], with_retired=True)}
        return str(known[value].words) if value in known else str(value)
    return f"{value:%d.%m.%Y}" if hasattr(value, "strftime") else str(value or "")


def _kept_entries(session: Session, case_id: UUID) -> Block:
    rows = session.execute(
        select(Fact.category, func.count()).where(Fact.case_id == case_id).group_by(Fact.category)
    ).all()
    counted: dict[Category, int] = {row[0]: row[1] for row in rows}
    lines = tuple((str(one.words), str(counted[one])) for one in Category if one in counted)
    return Block("entries", Message("What agencies noted, by kind"), C.RISK, lines, True, LISTED)


def _recipients(session: Session, case: Case, person: Person, part: Part) -> Block:
    is_hers = part is Part.SURVIVOR
    about = frozenset(Category) if is_hers else frozenset({C.IDENTITY, C.CONTACT, C.PERPETRATOR, C.CHILDREN})
    found = recipients_of(session, case.team_id, case.id, item_id=None if is_hers else person.id)
    lines: dict[tuple[str, str], list[str]] = {}
    for one in sorted(found, key=lambda one: one.given_at):
        if one.category in about:
            to = f"{clock.local(one.given_at):%d.%m.%Y}: {one.recipient}"
            lines.setdefault((to, str(one.basis)), []).append(str(one.category.words))
    told = tuple((to, f"{', '.join(dict.fromkeys(what))} ({basis})") for (to, basis), what in lines.items())
    return Block("recipients", Message("Who received it"), C.MINUTES, told, is_hers, LISTED if is_hers else DANGER)
