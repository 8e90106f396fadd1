"""Each kind of work that can wait for somebody: for whom it is, how it is found, and by when it is wanted.

Each costs a statement or two, and looks only at cases that the reader may read.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, and_, func, select

from icat import clock
from icat.cases.models import (
    Case,
    Development,
    FactorQuestion,
    InformationRequest,
    Proposal,
    Release,
    Seat,
    Share,
    Stage,
)
from icat.cases.queries.caseload import AT_THE_TABLE
from icat.cases.queries.developments import waiting
from icat.cases.queries.sharing import ends_soon
from icat.db import engine as db
from icat.deadlines import deadlines
from icat.i18n import Message, Sayable
from icat.meetings.models import Consensus, Return, due_on
from icat.members.models import Agency, Team
from icat.plans.models import Action, ActionStatus
from icat.policy.actor import Actor
from icat.policy.decide import can
from icat.policy.permissions import Permission
from icat.reports.queries.found import MOST, Found
from icat.reports.queries.presenting import to_present
from icat.reports.queries.protection import helps_her, ten_days
from icat.reports.queries.seeking import consents_to_ask, consents_to_renew

SOON = timedelta(days=7)
REMEMBERED = timedelta(days=14)  # how long past its day a task stays that nobody can mark as done
URGENT = "urgent_now"


def _timed(case_id: UUID, what: Sayable, code: str, since: datetime, page: str = "", *, note: Sayable = "") -> Found:
    """A task with a clock that the data file counts from an event."""
    return Found(case_id, what, deadlines()[code].by(since), page, note=note, clock=code)


def _questions(actor: Actor, allowed: Select[UUID]) -> Iterable[Found]:
    rows = db.session().execute(
        select(InformationRequest.case_id, InformationRequest.due_on)
        .where(
            InformationRequest.owner_id == actor.agency_id,
            InformationRequest.answered_at.is_(None),
            InformationRequest.case_id.in_(allowed),
        )
        .order_by(InformationRequest.due_on)
        .limit(MOST)
    )
    about_factors = db.session().execute(
        select(FactorQuestion.case_id, FactorQuestion.due_on)
        .where(
            FactorQuestion.owner_id == actor.agency_id,
            FactorQuestion.answered_at.is_(None),
            FactorQuestion.case_id.in_(allowed),
        )
        .order_by(FactorQuestion.due_on)
        .limit(MOST)
    )
    what = Message("Answer the team's question")
    return [Found(case_id, what, by, clock="question_answered") for case_id, by in (*rows, *about_factors)]


def _screening(actor: Actor, allowed: Select[UUID]) -> Iterable[Found]:
    rows = db.session().scalars(
        select(Case)
        .where(Case.id.in_(allowed), Case.stage == Stage.SCREENING, Case.proposal.is_(None))
        .order_by(Case.opened_at)
        .limit(MOST)
    )
    for case in rows:
        if case.screened_at is None:
            code = "urgent_opened" if case.urgency == URGENT else "referral_opened"
            yield _timed(case.id, Message("Open the referral"), code, case.opened_at, "/screening")
        elif can(actor, Permission.CASE_PROPOSE):
            what = Message("Propose to the chairs what to do")
            yield _timed(case.id, what, "case_proposed", case.opened_at, "/screening")


_PROPOSED = {
    Proposal.LIST: Message("Decide: list for a meeting?"),
    Proposal.EMERGENT: Message("Decide: call an emergent meeting?"),
    Proposal.DECLINE: Message("Decide: decline?"),
}


def _proposals(_actor: Actor, allowed: Select[UUID]) -> Iterable[Found]:
    rows = db.session().scalars(
        select(Case)
        .where(Case.id.in_(allowed), Case.stage == Stage.SCREENING, Case.proposal.is_not(None))
        .order_by(Case.proposed_at)
        .limit(MOST)
    )
    for case in rows:
        if case.proposal is not None and case.proposed_at is not None:
            code = "emergent_decided" if case.proposal is Proposal.EMERGENT else "proposal_decided"
            yield _timed(case.id, _PROPOSED[case.proposal], code, case.proposed_at, "/screening")


def _returns(actor: Actor, allowed: Select[UUID]) -> Iterable[Found]:
    rows = db.session().execute(
        select(Seat.case_id, Seat.given_at, Return.due_on, Team.research_days)
        .join(Case, Case.id == Seat.case_id)
        .join(Team, Team.id == Case.team_id)
        .outerjoin(Return, and_(Return.case_id == Seat.case_id, Return.owner_id == Seat.agency_id))
        .where(
            Seat.agency_id == actor.agency_id,
            Seat.ended_at.is_(None),
            Seat.case_id.in_(allowed),
            Case.stage == Stage.RESEARCH,
            Return.filed_at.is_(None),
        )
        .order_by(Seat.given_at)
        .limit(MOST)
    )
    for case_id, asked_at, by, days in rows:
        by = by or due_on(asked_at, days)
        yield Found(case_id, Message("Say what your agency knows"), by, "/research", clock="research_filed")


def _actions(actor: Actor, allowed: Select[UUID]) -> Iterable[Found]:
    rows = db.session().scalars(
        select(Action)
        .where(
            Action.agency_id == actor.agency_id,
            Action.status == ActionStatus.OPEN,
            Action.case_id.in_(allowed),
            Action.due_on <= clock.today() + SOON,
        )
        .order_by(Action.due_on)
        .limit(MOST)
    )
    for row in rows:
        mine = row.member_id == actor.member_id
        yield Found(
            row.case_id, row.domain.label, row.due_on, "/plan", action=row, note=Message("Yours") if mine else ""
        )


def _late_actions(actor: Actor, allowed: Select[UUID]) -> Iterable[Found]:
    rows = db.session().execute(
        select(Action, Agency.short_name)
        .join(Agency, Agency.id == Action.agency_id)
        .where(
            Action.team_id == actor.team_id,
            Action.status == ActionStatus.OPEN,
            Action.case_id.in_(allowed),
            Action.due_on < clock.today(),
        )
        .order_by(Action.due_on)
        .limit(MOST)
    )
    return [Found(row.case_id, row.domain.label, row.due_on, "/plan", action=row, note=agency) for row, agency in rows]


def _reviews(_actor: Actor, allowed: Select[UUID]) -> Iterable[Found]:
    rows = db.session().execute(
        select(Case.id, Case.next_review_on)
        .where(
            Case.id.in_(allowed),
            Case.stage.in_([Stage.DECIDED, Stage.ACTIVE, Stage.WATCH]),
            Case.next_review_on <= clock.today() + SOON,
        )
        .order_by(Case.next_review_on)
        .limit(MOST)
    )
    return [Found(case_id, Message("Review the case"), by, clock="case_reviewed") for case_id, by in rows]


def _telling(actor: Actor, allowed: Select[UUID]) -> Iterable[Found]:
    rows = db.session().execute(
        select(Consensus.case_id, Consensus.inform_by_on)
        .where(
            Consensus.informer_id == actor.member_id,
            Consensus.case_id.in_(allowed),
            Consensus.inform_by_on >= clock.today() - REMEMBERED,
        )
        .order_by(Consensus.inform_by_on)
        .limit(MOST)
    )
    return [Found(case_id, Message("Tell her what was decided"), by) for case_id, by in rows]


def _ending(actor: Actor, allowed: Select[UUID]) -> Iterable[Found]:
    """Shares that end within two weeks and that the reader may renew; one task for each case, by the first of them."""
    rows = db.session().execute(
        select(Share.case_id, func.min(Share.valid_until), func.count())
        .where(ends_soon(actor), Share.case_id.in_(allowed))
        .group_by(Share.case_id)
        .order_by(func.min(Share.valid_until))
        .limit(MOST)
    )
    for case_id, first, count in rows:
        last_day = clock.local(first - timedelta(microseconds=1)).date() if first else None
        what = Message.plural("%(n)s share ends: renew it or let it end", "%(n)s shares end: renew or let end", count)
        yield Found(case_id, what, last_day, "/shares")


def _seeking(actor: Actor, allowed: Select[UUID]) -> Iterable[Found]:
    return [Found(*found) for found in consents_to_ask(actor, allowed)]


def _renewing(actor: Actor, allowed: Select[UUID]) -> Iterable[Found]:
    return [Found(*found) for found in consents_to_renew(actor, allowed)]


def _developments(_actor: Actor, allowed: Select[UUID]) -> Iterable[Found]:
    """One task for each that nobody answered; what happened stands on the page of the case, as far as it was told."""
    rows = db.session().execute(
        waiting(allowed)
        .outerjoin(Agency, Agency.id == Development.owner_id)
        .with_only_columns(Development.case_id, Development.raised_at, Agency.short_name)
        .limit(MOST)
    )
    for case_id, raised_at, agency in rows:
        what = Message("Judge the danger anew, or set it aside")
        yield _timed(case_id, what, "development_answered", raised_at, note=agency or "")


def _releases(_actor: Actor, allowed: Select[UUID]) -> Iterable[Found]:
    rows = db.session().execute(
        select(Release.case_id, Release.asked_at)
        .where(Release.case_id.in_(allowed), Release.decided_at.is_(None))
        .order_by(Release.asked_at)
        .limit(MOST)
    )
    for case_id, asked_at in rows:
        yield _timed(case_id, Message("May this copy leave?"), "release_decided", asked_at, "/releases")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of work: what it is called, whom it concerns, how it is found."""

    title: Message
    concerns: Callable[[Actor], bool]
    find: Callable[[Actor, Select[UUID]], Iterable[Found]]


def _is_chair(actor: Actor) -> bool:
    return can(actor, Permission.CASE_LIST)


def _is_office(actor: Actor) -> bool:
    return actor.is_office


def sits(actor: Actor) -> bool:
    """Whether somebody sits at tables for an agency."""
    return not AT_THE_TABLE.isdisjoint(actor.roles)


def _renews(actor: Actor) -> bool:
    return sits(actor) or actor.is_office


def _reads_cases(actor: Actor) -> bool:
    return can(actor, Permission.CASES_READ)


KINDS = (
    Kind(Message("Critical developments: judge the danger anew"), _is_office, _developments),
    Kind(Message("The ten days of an urgent order"), helps_her, ten_days),
    Kind(Message("Referrals to screen"), _is_office, _screening),
    Kind(Message("Proposals that wait for a chair"), _is_chair, _proposals),
    Kind(Message("Copies that wait for a chair"), _is_chair, _releases),
    Kind(Message("Questions to you"), _reads_cases, _questions),
    Kind(Message("Meetings at which you present a case"), _reads_cases, to_present),
    Kind(Message("She has not been told yet"), _reads_cases, _telling),
    Kind(Message("Ask for her consent"), _reads_cases, _seeking),
    Kind(Message("Consents that end soon"), _reads_cases, _renewing),
    Kind(Message("Your agency's answers for the meeting"), sits, _returns),
    Kind(Message("Your agency's actions"), sits, _actions),
    Kind(Message("Shares that end soon"), _renews, _ending),
    Kind(Message("Overdue actions of all agencies"), _is_office, _late_actions),
    Kind(Message("Reviews"), _is_office, _reviews),
)
