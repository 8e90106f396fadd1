"""What waits for somebody now, in every team: what to do, about which case, by when.

Only cases that the reader may read appear, cut by the scope as everywhere; each kind of work costs one statement.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, and_, exists, or_, select

from icat import clock
from icat.audit.events import Event, Group
from icat.audit.queries import log
from icat.audit.reading import receipt
from icat.cases.models import Bar, Case, InformationRequest, Proposal, Referral, ReferralState, Seat, Stage
from icat.cases.queries.caseload import AT_THE_TABLE, CaseRow, case_rows, visible
from icat.cases.scope import Scope, scopes_for
from icat.db import engine as db
from icat.db.keys import vault
from icat.i18n import Message, Sayable
from icat.meetings.models import AgendaItem, Consensus, Meeting, MeetingState, Return, due_on
from icat.members.models import Agency, Team
from icat.plans.models import Action, ActionStatus
from icat.policy.actor import Actor
from icat.policy.decide import can
from icat.policy.permissions import Permission
from icat.reports.queries.log import limits, without_consent

MOST = 30  # of one kind; who has more begins at the top
SOON = timedelta(days=7)
URGENT_WITHIN = timedelta(hours=4)  # practice: an urgent referral unopened for four hours is late
REMEMBERED = timedelta(days=14)  # how long past its day a task stays that nobody can mark as done
URGENT = "urgent_now"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. ``case`` is the case as the reader may see it, none where its number is enough; ``by`` a day or
    a moment."""

    what: Sayable
    href: str
    reference: str
    case: CaseRow | None = None
    by: date | datetime | None = None
    note: Sayable = ""

    @property
    def is_overdue(self) -> bool:
        """Whether its time has passed."""
        if isinstance(self.by, datetime):
            return self.by < clock.now()
        return self.by is not None and self.by < clock.today()

    @property
    def when(self) -> Sayable:
        """By when, in words."""
        if self.by is None:
            return ""
        day = clock.local(self.by).date() if isinstance(self.by, datetime) else self.by
        said = f"{day:%d.%m.%Y}"
        if isinstance(self.by, datetime):
            said = f"{clock.local(self.by):%d.%m.%Y %H:%M}"
        if self.is_overdue:
            return Message("Overdue since %(day)s", day=said)
        if day == clock.today():
            return Message("Today, %(day)s", day=said)
        return Message("By %(day)s", day=said)


@dataclass(frozen=True, slots=True)
class Section:
    """Tasks of one kind, the most pressing first."""

    title: Message
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class OwnReferral:
    """A referral that the reader made: where it stands and nothing of what it says."""

    reference: str
    state: ReferralState
    at: datetime
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Coming:
    """A meeting to come or under way."""

    team_code: str
    number: int
    held_at: datetime
    state: MeetingState
    is_emergent: bool


@dataclass(frozen=True, slots=True)
class Watch:
    """What an auditor sees first: what the log counted in the last week."""

    team_code: str
    counts: tuple[tuple[Group, int], ...]
    unconsented: int


@dataclass(frozen=True, slots=True)
class _Found:
    """A task before its case was looked up."""

    case_id: UUID
    what: Sayable
    by: date | datetime | None = None
    page: str = ""
    note: Sayable = ""
    action: Action | None = None


def sections(actor: Actor) -> tuple[Section, ...]:
    """What waits for ``actor``, kind by kind; kinds of which there is nothing are left out."""
    allowed = visible(actor).with_only_columns(Case.id)
    kinds: list[tuple[Message, Iterable[_Found]]] = [
        (kind.title, kind.find(actor, allowed)) for kind in KINDS if kind.concerns(actor)
    ]
    found = [(title, sorted(tasks, key=_pressing)[:MOST]) for title, tasks in kinds]
    ids = {task.case_id for _title, tasks in found for task in tasks}
    if not ids:
        return ()
    session = db.session()
    cases = {case.id: case for case in session.scalars(visible(actor).where(Case.id.in_(ids)))}
    rows: dict[UUID, CaseRow] = {}
    if _sits(actor) or actor.is_office:
        rows = {row.id: row for row in case_rows(actor, list(cases.values()))}
    else:  # a referrer's page may be looked at in a doorway: numbers only
        _note(actor, cases)
    promised = {task.case_id for _title, tasks in found for task in tasks if task.action}
    vault(session).load(promised)
    scopes = scopes_for(session, actor, promised)
    return tuple(
        Section(title, tuple(_task(task, cases[task.case_id], rows, scopes) for task in tasks if task.case_id in cases))
        for title, tasks in found
        if tasks
    )


def own_referrals(actor: Actor) -> tuple[OwnReferral, ...]:
    """The reader's own referrals and drafts, newest first, by their state only."""
    asked = exists().where(InformationRequest.case_id == Referral.case_id, InformationRequest.answered_at.is_(None))
    rows = (
        db.session()
        .execute(
            select(Referral, asked)
            .where(
                Referral.author_id == actor.member_id,
                ~exists().where(Bar.case_id == Referral.case_id, Bar.member_id == actor.member_id),
            )
            .order_by(Referral.saved_at.desc())
            .limit(MOST)
        )
        .all()
    )
    _note(actor, (row.case_id for row, _asked in rows if row.state is not ReferralState.DRAFT))
    return tuple(
        OwnReferral(row.reference, row.state, row.submitted_at or row.saved_at, is_asked) for row, is_asked in rows
    )


def _note(actor: Actor, case_ids: Iterable[UUID]) -> None:
    """Put on the receipt that these cases were mentioned."""
    kept = receipt()
    for case_id in case_ids:
        kept.event = Event.CASES_READ
        kept.saw(actor, case_id)


def coming(actor: Actor) -> tuple[Coming, ...]:
    """The team's next meetings. An emergent one is about one case, so only who may read that case learns of it."""
    if not can(actor, Permission.MEETINGS_READ):
        return ()
    allowed = visible(actor).with_only_columns(Case.id)
    rows = db.session().scalars(
        select(Meeting)
        .where(
            Meeting.team_id == actor.team_id,
            or_(
                Meeting.state == MeetingState.OPEN,
                and_(Meeting.state == MeetingState.PLANNED, Meeting.held_at > clock.now() - timedelta(hours=12)),
            ),
            or_(
                ~Meeting.is_emergent,
                exists().where(AgendaItem.meeting_id == Meeting.id, AgendaItem.case_id.in_(allowed)),
            ),
        )
        .order_by(Meeting.held_at)
        .limit(5)
    )
    return tuple(Coming(actor.team_code, row.number, row.held_at, row.state, row.is_emergent) for row in rows)


def watch(actor: Actor) -> Watch | None:
    """What the log counted in the last seven days; none for who may not read it."""
    if not can(actor, Permission.LOG_READ):
        return None
    asked = log.Asked(actor.team_id, since=clock.now() - SOON, **limits(actor))
    found = log.counts(asked)
    return Watch(actor.team_code, tuple(found.items()), sum(basis.count for basis in without_consent(asked)))


# ---- one kind of work each ---------------------------------------------------------------------------------------


def _questions(actor: Actor, allowed: Select[UUID]) -> Iterable[_Found]:
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
    return [_Found(case_id, Message("Answer the team's question"), by) for case_id, by in rows]


def _screening(actor: Actor, allowed: Select[UUID]) -> Iterable[_Found]:
    rows = db.session().scalars(
        select(Case)
        .where(Case.id.in_(allowed), Case.stage == Stage.SCREENING, Case.proposal.is_(None))
        .order_by(Case.opened_at)
        .limit(MOST)
    )
    for case in rows:
        if case.screened_at is None:
            urgent = case.urgency == URGENT
            by = case.opened_at + URGENT_WITHIN if urgent else due_on(case.opened_at, 1)
            yield _Found(case.id, Message("Open the referral"), by, "/screening")
        elif can(actor, Permission.CASE_PROPOSE):
            yield _Found(case.id, Message("Propose to the chairs what to do"), due_on(case.opened_at, 2), "/screening")


_PROPOSED = {
    Proposal.LIST: Message("Decide: list for a meeting?"),
    Proposal.EMERGENT: Message("Decide: call an emergent meeting?"),
    Proposal.DECLINE: Message("Decide: decline?"),
}


def _proposals(_actor: Actor, allowed: Select[UUID]) -> Iterable[_Found]:
    rows = db.session().scalars(
        select(Case)
        .where(Case.id.in_(allowed), Case.stage == Stage.SCREENING, Case.proposal.is_not(None))
        .order_by(Case.proposed_at)
        .limit(MOST)
    )
    for case in rows:
        if case.proposal is not None and case.proposed_at is not None:
            urgent = case.proposal is Proposal.EMERGENT
            by = case.proposed_at + URGENT_WITHIN if urgent else due_on(case.proposed_at, 1)
            yield _Found(case.id, _PROPOSED[case.proposal], by, "/screening")


def _returns(actor: Actor, allowed: Select[UUID]) -> Iterable[_Found]:
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
        yield _Found(case_id, Message("Say what your agency knows"), by or due_on(asked_at, days), "/research")


def _actions(actor: Actor, allowed: Select[UUID]) -> Iterable[_Found]:
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
        yield _Found(
            row.case_id, row.domain.label, row.due_on, "/plan", action=row, note=Message("Yours") if mine else ""
        )


def _late_actions(actor: Actor, allowed: Select[UUID]) -> Iterable[_Found]:
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
    return [_Found(row.case_id, row.domain.label, row.due_on, "/plan", action=row, note=agency) for row, agency in rows]


def _reviews(_actor: Actor, allowed: Select[UUID]) -> Iterable[_Found]:
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
    return [_Found(case_id, Message("Review the case"), by) for case_id, by in rows]


def _telling(actor: Actor, allowed: Select[UUID]) -> Iterable[_Found]:
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
    return [_Found(case_id, Message("Tell her what was decided"), by) for case_id, by in rows]


@dataclass(frozen=True, slots=True)
class _Kind:
    title: Message
    concerns: Callable[[Actor], bool]
    find: Callable[[Actor, Select[UUID]], Iterable[_Found]]


def _is_chair(actor: Actor) -> bool:
    return can(actor, Permission.CASE_LIST)


def _is_office(actor: Actor) -> bool:
    return actor.is_office


def _sits(actor: Actor) -> bool:
    return not AT_THE_TABLE.isdisjoint(actor.roles)


def _reads_cases(actor: Actor) -> bool:
    return can(actor, Permission.CASES_READ)


KINDS = (
    _Kind(Message("Referrals to screen"), _is_office, _screening),
    _Kind(Message("Proposals that wait for a chair"), _is_chair, _proposals),
    _Kind(Message("Questions to you"), _reads_cases, _questions),
    _Kind(Message("She has not been told yet"), _reads_cases, _telling),
    _Kind(Message("Your agency's answers for the meeting"), _sits, _returns),
    _Kind(Message("Your agency's actions"), _sits, _actions),
    _Kind(Message("Overdue actions of all agencies"), _is_office, _late_actions),
    _Kind(Message("Reviews"), _is_office, _reviews),
)


def _pressing(task: _Found) -> datetime:
    if task.by is None:
        return datetime.max.replace(tzinfo=clock.KYIV)
    if isinstance(task.by, datetime):
        return task.by
    return datetime.combine(task.by, datetime.max.time(), clock.KYIV)


def _task(found: _Found, case: Case, rows: dict[UUID, CaseRow], scopes: dict[UUID, Scope]) -> Task:
    what = found.what
    if found.action is not None:
        what = scopes[found.case_id].of(None, found.action.id).get(found.action, "text") or what
    href = f"/cases/{case.reference}{found.page}"
    return Task(what, href, case.reference, rows.get(case.id), found.by, found.note)
