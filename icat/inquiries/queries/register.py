"""The register as its readers see it. It never tells that a case exists to who may not read that case.

What an inquiry was answered is shown to who answered it, and to who may read every case it is tied to. All others find
"answered", tied or not, so that nobody who is kept away from a case can tell one from the other.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from icat import clock, codes
from icat.cases.models import Case
from icat.cases.queries.caseload import visible
from icat.db import engine as db
from icat.db.keys import vault
from icat.errors import NotFound
from icat.i18n import Message, Sayable, Words
from icat.inquiries.models import Inquiry, InquiryCase, InquiryState
from icat.inquiries.terms import Gives, Inquirer, inquirers
from icat.legal import Category
from icat.members.queries.people import member_names, members
from icat.policy.actor import Actor
from icat.policy.roles import Role

PAGE = 50
ANSWERING = frozenset({Role.CHAIR, Role.COORDINATOR, Role.DPO})  # who can answer an inquiry


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader of the list looks for."""

    state: str = ""  # open, overdue, answered
    kind: str = ""
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the register. No name stands in it: a list lies open on a desk."""

    team_code: str
    number: int
    kind: Sayable
    received_at: datetime
    due_on: date
    state: InquiryState
    holder: str
    is_mine: bool
    is_identified: bool
    is_hold: bool

    @property
    def is_overdue(self) -> bool:
        """Whether its term has passed without an answer."""
        return self.state is not InquiryState.ANSWERED and self.due_on < clock.today()


@dataclass(frozen=True, slots=True)
class Linked:
    """A case that an inquiry is about, for who may read it."""

    id: UUID
    reference: str
    has_children: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered, for who may know."""

    code: str
    words: Words
    refusal: Words | None
    said: str
    has_share: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to an inquiry."""

    title: Message
    at: datetime
    by: str
    text: Sayable


@dataclass(frozen=True, slots=True)
class InquiryView:
    """One inquiry in full."""

    id: UUID
    version: int
    team_code: str
    number: int
    row: Row
    who: Inquirer
    channel: Words
    language: str
    received_at: datetime
    asked_by: str
    capacity: str
    reply_to: str
    paper_number: str
    paper_on: date | None
    about: str
    wanted: str
    purpose: str
    ground: str
    note: str
    categories: tuple[Category, ...]
    study_on: date | None
    due_on: date
    is_hold: bool
    is_identified: bool
    postponed_at: datetime | None
    wait_reason: str
    answered_at: datetime | None
    answered_by_id: UUID | None  # whose name stands under the letter
    postponed_by_id: UUID | None
    answer: Answered | None
    cases: tuple[Linked, ...]
    history: tuple[Step, ...]

    @property
    def state(self) -> InquiryState:
        """Where it stands."""
        return self.row.state

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state is not InquiryState.ANSWERED

    @property
    def may_wait(self) -> bool:
        """Whether the law lets it be postponed, once."""
        return self.is_open and self.postponed_at is None and self.who.postponed is not None

    @property
    def may_give(self) -> bool:
        """Whether data could leave with the answer, as far as this reader is concerned."""
        return bool(self.cases) and self.is_identified and self.who.gives in (Gives.OUTSIDE, Gives.SURVIVOR)


def register(actor: Actor, wanted: Wanted) -> tuple[Row, ...]:
    """Up to ``PAGE`` and one lines, the newest first: the one beyond the page says that there are more."""
    found = select(Inquiry).where(Inquiry.team_id == actor.team_id)
    if wanted.kind in inquirers():
        found = found.where(Inquiry.kind == wanted.kind)
    if wanted.state in ("open", "overdue"):
        found = found.where(Inquiry.answered_at.is_(None))
    if wanted.state == "overdue":
        found = found.where(Inquiry.due_on < clock.today())
    if wanted.state == "answered":
        found = found.where(Inquiry.answered_at.is_not(None))
    if wanted.before is not None:
        found = found.where(Inquiry.number < wanted.before)
    rows = db.session().scalars(found.order_by(Inquiry.number.desc()).limit(PAGE + 1)).all()
    names = member_names(row.holder_id for row in rows)
    return tuple(_row(actor, row, names) for row in rows)


def waiting(actor: Actor, most: int) -> tuple[Row, ...]:
    """The inquiries that wait for this reader's answer, or for anybody's where their term has passed."""
    rows = db.session().scalars(
        select(Inquiry)
        .where(
            Inquiry.team_id == actor.team_id,
            Inquiry.answered_at.is_(None),
            (Inquiry.holder_id == actor.member_id) | (Inquiry.due_on < clock.today()),
        )
        .order_by(Inquiry.due_on, Inquiry.number)
        .limit(most)
    )
    found = list(rows)
    names = member_names(row.holder_id for row in found)
    return tuple(_row(actor, row, names) for row in found)


def inquiry(actor: Actor, number: int) -> InquiryView:
    """One inquiry of the actor's team. Refuses with ``NotFound`` where there is none."""
    session = db.session()
    row = session.scalars(
        select(Inquiry).where(Inquiry.team_id == actor.team_id, Inquiry.number == number)
    ).one_or_none()
    if row is None:
        raise NotFound
    vault(session).load([row.id])
    ids = set(session.scalars(select(InquiryCase.case_id).where(InquiryCase.inquiry_id == row.id)))
    cases = session.scalars(visible(actor).where(Case.id.in_(ids))).all() if ids else []
    knows = row.answered_by_id == actor.member_id or (bool(ids) and len(cases) == len(ids))
    people = (row.holder_id, row.recorded_by_id, row.identity_by_id, row.postponed_by_id, row.answered_by_id)
    names = member_names(id for id in people if id)
    return InquiryView(
        id=row.id,
        version=row.version,
        team_code=actor.team_code,
        number=row.number,
        row=_row(actor, row, names),
        who=inquirers()[row.kind],
        channel=codes.words("inquiry_channel", row.channel),
        language=row.language,
        received_at=row.received_at,
        asked_by=row.asked_by,
        capacity=row.capacity,
        reply_to=row.reply_to,
        paper_number=row.paper_number,
        paper_on=row.paper_on,
        about=row.about,
        wanted=row.wanted,
        purpose=row.purpose,
        ground=row.ground,
        note=row.note,
        categories=tuple(Category(code) for code in row.categories),
        study_on=row.study_on,
        due_on=row.due_on,
        is_hold=row.holds,
        is_identified=row.identity_at is not None,
        postponed_at=row.postponed_at,
        wait_reason=row.wait_reason,
        answered_at=row.answered_at,
        answered_by_id=row.answered_by_id,
        postponed_by_id=row.postponed_by_id,
        answer=_answer(row) if knows and row.outcome else None,
        cases=tuple(Linked(case.id, case.reference, case.has_children) for case in cases),
        history=_history(row, names),
    )


def holders(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Who can answer inquiries in this team today: identifier and name with the part they have."""
    found = []
    for one in members(actor.team_id, on=clock.today()).values():
        part = next((role for role in one.roles if role in ANSWERING), None)
        if part is not None:
            found.append((str(one.id), f"{one.name}, {part.label}"))
    return tuple(found)


def held_cases(case_ids: set[UUID], session: Session | None = None) -> frozenset[UUID]:
    """Those of these cases about which nothing may be destroyed now, because an inquiry with a hold is open.

    ``session`` is that of a change, where one is about to destroy them.
    """
    rows = (session or db.session()).scalars(
        select(InquiryCase.case_id)
        .join(Inquiry, Inquiry.id == InquiryCase.inquiry_id)
        .where(InquiryCase.case_id.in_(case_ids), Inquiry.is_hold, Inquiry.answered_at.is_(None))
    )
    return frozenset(rows)


def _row(actor: Actor, row: Inquiry, names: dict[UUID, str]) -> Row:
    return Row(
        team_code=actor.team_code,
        number=row.number,
        kind=inquirers()[row.kind].words,
        received_at=row.received_at,
        due_on=row.due_on,
        state=row.state,
        holder=names.get(row.holder_id, ""),
        is_mine=row.holder_id == actor.member_id,
        is_identified=row.identity_at is not None,
        is_hold=row.holds,
    )


def _answer(row: Inquiry) -> Answered:
    return Answered(
        code=row.outcome or "",
        words=codes.words("inquiry_outcome", row.outcome or ""),
        refusal=codes.words("inquiry_refusal", row.refusal) if row.refusal else None,
        said=row.reply_words,
        has_share=row.share_id is not None,
    )


def _history(row: Inquiry, names: dict[UUID, str]) -> tuple[Step, ...]:
    def by(id: UUID | None) -> str:
        return names.get(id, "") if id else ""

    steps = [Step(Message("Received"), row.recorded_at, by(row.recorded_by_id), "")]
    if row.identity_at and row.identity_code:
        shown = f"{codes.words('identity_shown', row.identity_code)}: {row.identity_note}"
        steps.append(
            Step(Message("Identity of whoever asks was checked"), row.identity_at, by(row.identity_by_id), shown)
        )
    if row.postponed_at:
        steps.append(Step(Message("Postponed"), row.postponed_at, by(row.postponed_by_id), row.wait_reason))
    if row.answered_at:
        steps.append(Step(Message("Answered"), row.answered_at, by(row.answered_by_id), ""))
    return tuple(sorted(steps, key=lambda step: step.at, reverse=True))
