"""What the work left behind about some cases, as the tasks that it gave: read with a few statements however many."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select

from icat import clock
from icat.audit.events import TOLD, Event, Group
from icat.audit.models import LedgerCase, LedgerEntry
from icat.cases.models import Case, FactorQuestion, InformationRequest, Referral, Seat
from icat.db import engine as db
from icat.meetings.models import AgendaItem, Attendance, AttendanceKind, Consensus, Meeting, Return, due_on
from icat.members.models import Team
from icat.plans.models import Action, ActionStatus, SafetyPlan
from icat.reports.queries import tasks
from icat.reports.queries.tasks import Task

CHUNK = 500

# An act that makes a reading work. Taking a copy away does not, nor does saying that one stands too near.
ACTS = frozenset(
    event
    for event, told in TOLD.items()
    if told.group in (Group.CHANGE, Group.DECISION, Group.SHARE) and event is not Event.CONFLICT_DECLARED
)

Found = dict[UUID, list[Task]]


def tasks_on(team_id: UUID, case_ids: Iterable[UUID], since: datetime, until: datetime) -> Found:
    """The tasks that these cases gave to anybody; acts in the log only around that period.

    A case that is not kept any more is not among them.
    """
    wanted, found = sorted(set(case_ids)), Found()
    for first in range(0, len(wanted), CHUNK):
        found |= _tasks(team_id, wanted[first : first + CHUNK], since, until)
    return found


def _tasks(team_id: UUID, case_ids: list[UUID], since: datetime, until: datetime) -> Found:
    session = db.session()
    found: Found = {}
    days = session.scalar(select(Team.research_days).where(Team.id == team_id)) or 0
    declined: dict[UUID, datetime | None] = {}
    cases = select(Case.id, Case.opened_at, Case.declined_at).where(Case.team_id == team_id, Case.id.in_(case_ids))
    for case_id, opened_at, declined_at in session.execute(cases):
        declined[case_id] = declined_at
        found[case_id] = [tasks.office(opened_at, declined_at)]
    referrals = select(Referral.case_id, Referral.author_id, Referral.started_at)
    for case_id, author_id, started_at in session.execute(referrals.where(Referral.case_id.in_(case_ids))):
        found.setdefault(case_id, []).append(tasks.author(author_id, started_at, declined.get(case_id)))
    seated = _seats(found, case_ids, days)
    questions = select(
        InformationRequest.case_id,
        InformationRequest.owner_id,
        InformationRequest.asked_at,
        InformationRequest.due_on,
        InformationRequest.answered_at,
    ).where(InformationRequest.case_id.in_(case_ids))
    for case_id, owner_id, asked_at, by, answered_at in session.execute(questions):
        found[case_id].append(tasks.question(owner_id, asked_at, by, answered_at))
    asked = select(
        FactorQuestion.case_id,
        FactorQuestion.owner_id,
        FactorQuestion.asked_at,
        FactorQuestion.due_on,
        FactorQuestion.answered_at,
    ).where(FactorQuestion.case_id.in_(case_ids))
    for case_id, owner_id, asked_at, by, answered_at in session.execute(asked):
        found[case_id].append(tasks.question(owner_id, asked_at, by, answered_at))
    _meetings(found, case_ids, seated)
    _plans(found, case_ids, declined)
    _acts(found, team_id, case_ids, since, until)
    return found


def _seats(found: Found, case_ids: list[UUID], days: int) -> dict[UUID, list[UUID]]:
    """What agencies were asked; gives who has or had a seat at each case."""
    seated: dict[UUID, list[UUID]] = defaultdict(list)
    rows = db.session().execute(
        select(Seat.case_id, Seat.agency_id, Seat.given_at, Return.due_on, Return.filed_at)
        .outerjoin(Return, and_(Return.case_id == Seat.case_id, Return.owner_id == Seat.agency_id))
        .where(Seat.case_id.in_(case_ids))
    )
    for case_id, agency_id, given_at, by, filed_at in rows:
        seated[case_id].append(agency_id)
        found[case_id].append(tasks.asked(agency_id, given_at, by or due_on(given_at, days), filed_at))
    return seated


def _meetings(found: Found, case_ids: list[UUID], seated: dict[UUID, list[UUID]]) -> None:
    session = db.session()
    items = session.execute(
        select(AgendaItem.case_id, AgendaItem.listed_at, Meeting.id, Meeting.held_at, Meeting.closed_at)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.case_id.in_(case_ids))
    ).all()
    there: dict[UUID, list[UUID]] = defaultdict(list)
    present = select(Attendance.meeting_id, Attendance.member_id).where(
        Attendance.meeting_id.in_({row.id for row in items}), Attendance.kind != AttendanceKind.ABSENT
    )
    for meeting_id, member_id in session.execute(present):
        there[meeting_id].append(member_id)
    for case_id, listed_at, meeting_id, held_at, closed_at in items:
        found[case_id].append(tasks.listed(seated[case_id], listed_at, held_at, closed_at))
        found[case_id].append(tasks.attended(there[meeting_id], listed_at, held_at, closed_at))
    decisions = session.execute(
        select(
            Consensus.case_id,
            Consensus.decided_at,
            Consensus.informer_id,
            Consensus.inform_by_on,
            Consensus.next_review_on,
        ).where(Consensus.case_id.in_(case_ids))
    )
    for case_id, decided_at, informer_id, by_on, review_on in decisions:
        found[case_id].append(tasks.review(seated[case_id], review_on))
        if informer_id is not None:
            found[case_id].append(tasks.informing(informer_id, decided_at, by_on))


def _plans(found: Found, case_ids: list[UUID], declined: dict[UUID, datetime | None]) -> None:
    session = db.session()
    actions = select(
        Action.case_id, Action.agency_id, Action.member_id, Action.added_at, Action.status, Action.reported_at
    ).where(Action.case_id.in_(case_ids))
    for case_id, agency_id, member_id, added_at, status, reported_at in session.execute(actions):
        over = None if status is ActionStatus.OPEN else reported_at
        found[case_id].append(tasks.promised(agency_id, member_id, added_at, over))
    plans = select(
        SafetyPlan.case_id, SafetyPlan.written_at, SafetyPlan.written_by_id, SafetyPlan.confirmed_by_id
    ).where(SafetyPlan.case_id.in_(case_ids))
    for case_id, written_at, *who in session.execute(plans):
        member_ids = [member_id for member_id in who if member_id]
        found[case_id].append(tasks.support(member_ids, written_at, declined[case_id]))


def _acts(found: Found, team_id: UUID, case_ids: list[UUID], since: datetime, until: datetime) -> None:
    first, last = (clock.microseconds(moment) for moment in (since - tasks.AROUND_ACT, until + tasks.AROUND_ACT))
    rows = db.session().execute(
        select(LedgerCase.case_id, LedgerEntry.actor_id, LedgerEntry.at)
        .join(LedgerEntry, and_(LedgerEntry.team_id == LedgerCase.team_id, LedgerEntry.seq == LedgerCase.seq))
        .where(
            LedgerCase.team_id == team_id,
            LedgerCase.case_id.in_(case_ids),
            LedgerEntry.event.in_(ACTS),
            LedgerEntry.at.between(first, last),
        )
    )
    for case_id, actor_id, at in rows:
        if case_id in found:
            found[case_id].append(tasks.acted(actor_id, clock.from_microseconds(at)))
