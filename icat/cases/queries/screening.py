"""The queue of the office: what waits, for how long, what the checklist says; and the questions put to the referrer."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from icat import clock, codes
from icat.cases.models import Case, InformationRequest, Proposal, Stage
from icat.cases.queries.caseload import CaseRow, case_rows, visible
from icat.cases.queries.door import CaseView
from icat.cases.queries.factors import knowledge_of
from icat.cases.scope import Withheld, scopes_for
from icat.db import engine as db
from icat.i18n import Message, Words
from icat.members.queries.people import member_names
from icat.policy.actor import Actor
from icat.risk.picture import RiskPicture

URGENT = "urgent_now"
SEEN_WITHIN = {URGENT: timedelta(hours=4)}
USUALLY_SEEN_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One case in the queue. What the checklist says is facts and never a rank."""

    row: CaseRow
    urgency: Words
    is_urgent: bool
    hours: int
    is_opened: bool
    is_late: bool
    proposal: Proposal | None
    picture: RiskPicture
    is_unanswered: bool

    @property
    def age(self) -> Message:
        """How long it has waited, in words."""
        if self.hours < 48:
            return Message.plural("%(n)s hour", "%(n)s hours", self.hours)
        return Message.plural("%(n)s day", "%(n)s days", self.hours // 24)


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for the office of one team: to be screened, and in research with or without a proposal."""

    screening: tuple[Waiting, ...]
    research: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question to the referrer; numbered in the order of asking, so that an address needs no identifier."""

    id: UUID
    number: int
    version: int
    text: str | Withheld
    answer: str | Withheld
    asked_at: datetime
    asked_by: str
    due_on: date
    answered_at: datetime | None
    answered_by: str
    is_mine: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the coordinator proposes, in words."""

    proposal: Proposal
    code: Words | None
    reason: str | Withheld
    at: datetime
    by: str
    by_reader: bool


def queue(actor: Actor) -> Queue:
    """What waits in the actor's team, the urgent first, then the oldest."""
    session = db.session()
    stages = (Stage.SCREENING, Stage.RESEARCH)
    cases = list(session.scalars(visible(actor).where(Case.stage.in_(stages)).order_by(Case.opened_at)))
    rows = case_rows(actor, cases)
    known = knowledge_of(scopes_for(session, actor, [case.id for case in cases]))
    waiting = [
        _waiting(case, row, known[case.id].picture, known[case.id].is_empty)
        for case, row in zip(cases, rows, strict=True)
    ]
    waiting.sort(key=lambda one: (not one.is_urgent, -one.hours))
    return Queue(
        screening=tuple(one for one in waiting if one.row.stage is Stage.SCREENING),
        research=tuple(one for one in waiting if one.row.stage is Stage.RESEARCH),
    )


def _waiting(case: Case, row: CaseRow, drawn: RiskPicture, is_empty: bool) -> Waiting:
    waited = clock.now() - case.opened_at
    limit = SEEN_WITHIN.get(case.urgency, USUALLY_SEEN_WITHIN)
    return Waiting(
        row=row,
        urgency=codes.words("urgency", case.urgency),
        is_urgent=case.urgency == URGENT,
        hours=int(waited / timedelta(hours=1)),
        is_opened=case.screened_at is not None,
        is_late=case.screened_at is None and waited > limit,
        proposal=case.proposal,
        picture=drawn,
        is_unanswered=is_empty,
    )


def questions(case: CaseView) -> tuple[Question, ...]:
    """The questions put to the referrer, for the office and for the agency that was asked."""
    rows = (
        db.session()
        .scalars(
            select(InformationRequest)
            .where(InformationRequest.case_id == case.id)
            .order_by(InformationRequest.asked_at, InformationRequest.id)
        )
        .all()
    )
    names = member_names(one for row in rows for one in (row.asked_by_id, row.answered_by_id) if one)
    actor = case.actor
    found = []
    for number, row in enumerate(rows, 1):
        is_mine = row.owner_id == actor.agency_id
        if not (is_mine or actor.is_office):
            continue
        found.append(
            Question(
                id=row.id,
                number=number,
                version=row.version,
                text=case.scope.of(row.owner_id if is_mine else None, row.id).get(row, "text"),
                answer=case.scope.of(row.owner_id, row.id).get(row, "answer"),
                asked_at=row.asked_at,
                asked_by=names.get(row.asked_by_id, ""),
                due_on=row.due_on,
                answered_at=row.answered_at,
                answered_by=names.get(row.answered_by_id, "") if row.answered_by_id else "",
                is_mine=is_mine,
                is_late=row.answered_at is None and row.due_on < clock.today(),
            )
        )
    return tuple(found)


def proposed(case: CaseView) -> Proposed | None:
    """The standing proposal, for the office."""
    row = db.session().get_one(Case, case.id)
    if row.proposal is None or row.proposed_at is None or row.proposed_by_id is None or not case.actor.is_office:
        return None
    reason: str | Withheld = case.scope.of(None, row.id).get(row, "proposal_reason")
    return Proposed(
        proposal=row.proposal,
        code=codes.words("not_accepted_reason", row.proposed_code) if row.proposed_code else None,
        reason=reason,
        at=row.proposed_at,
        by=member_names([row.proposed_by_id]).get(row.proposed_by_id, ""),
        by_reader=row.proposed_by_id == case.actor.member_id,
    )
