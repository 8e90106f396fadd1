"""Who had a task on a case, and when: pure rules over what the work left behind.

Nobody browses (audits elsewhere found officers who had read for months what no task gave them): a reading for which
none of these rules finds a task is shown to the auditor as "opened without a task". It is a question to ask, never a
verdict: what was said by telephone leaves no trace here.

The rules, each a function below. A task begins with an event of the work and ends some days after the event that
finishes it, because what was heard has to be written up.

- **author**: who referred the case, until it was declined.
- **office**: coordinator and chairs answer for every case that their team has not declined.
- **asked**: an agency that was asked what it knows, until it answered; unanswered, until thirty days after its day.
- **question**: an agency that was asked something, until it answered; the same.
- **listed**: agencies with a seat at a case on the agenda, until the meeting was closed.
- **attended**: who was at the meeting, until it was closed.
- **promised**: who carries an action, by name or as an agency, until it was reported on.
- **informing**: who is to tell her what was decided, until the day set for it.
- **review**: agencies with a seat, around the day on which the case is looked at again.
- **support**: who wrote her safety plan or last went through it with her.
- **acted**: who changed, decided or shared something in the case within a day of the reading. Taking a copy away is
  not such an act, nor is declaring a conflict.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum, auto
from uuid import UUID

from icat import clock
from icat.i18n import Message
from icat.policy.roles import Role

WRITING_UP = timedelta(days=7)
UNANSWERED = timedelta(days=30)  # as long a question stays a task that nobody answers
AROUND_REVIEW = timedelta(days=7)
AROUND_ACT = timedelta(days=1)


class TaskKind(StrEnum):
    """What gave somebody a task."""

    AUTHOR = auto()
    OFFICE = auto()
    ASKED = auto()
    QUESTION = auto()
    LISTED = auto()
    ATTENDED = auto()
    PROMISED = auto()
    INFORMING = auto()
    REVIEW = auto()
    SUPPORT = auto()
    ACTED = auto()

    @property
    def label(self) -> Message:
        """The kind in words."""
        return _LABELS[self]


_LABELS = {
    TaskKind.AUTHOR: Message("made the referral"),
    TaskKind.OFFICE: Message("by office"),
    TaskKind.ASKED: Message("the agency was asked what it knows"),
    TaskKind.QUESTION: Message("the agency was asked a question"),
    TaskKind.LISTED: Message("the case was on the agenda"),
    TaskKind.ATTENDED: Message("was at the meeting"),
    TaskKind.PROMISED: Message("an action of the plan"),
    TaskKind.INFORMING: Message("was to tell her what was decided"),
    TaskKind.REVIEW: Message("a review of the case"),
    TaskKind.SUPPORT: Message("made the safety plan with her"),
    TaskKind.ACTED: Message("did something in the case"),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who read: which member, for which agency, in which roles."""

    member_id: UUID
    agency_id: UUID
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Task:
    """One task on one case: whose, and from when until when (none: it lasts)."""

    kind: TaskKind
    since: datetime
    until: datetime | None = None
    member_ids: frozenset[UUID] = frozenset()  # by name
    agency_ids: frozenset[UUID] = frozenset()  # whoever acts for one of these
    led_by: UUID | None = None  # an agency whose supervisor answers for the person named
    roles: frozenset[Role] = frozenset()  # whoever holds one of these

    def is_of(self, reader: Reader) -> bool:
        """Whether it is this reader's task."""
        leads = reader.agency_id == self.led_by and Role.SUPERVISOR in reader.roles
        named = reader.member_id in self.member_ids or reader.agency_id in self.agency_ids
        return named or leads or not self.roles.isdisjoint(reader.roles)

    def covers(self, at: datetime) -> bool:
        """Whether it was a task at that moment."""
        return self.since <= at and (self.until is None or at <= self.until)


OFFICE = frozenset({Role.COORDINATOR, Role.CHAIR})


def author(member_id: UUID, started_at: datetime, declined_at: datetime | None) -> Task:
    """Who referred the case, from the first line of the referral on."""
    return Task(TaskKind.AUTHOR, started_at, _after(declined_at), frozenset({member_id}))


def office(opened_at: datetime, declined_at: datetime | None) -> Task:
    """Coordinator and chairs: the whole of the team's open cases is their task (settled roles of an ICAT)."""
    return Task(TaskKind.OFFICE, opened_at, _after(declined_at), roles=OFFICE)


def asked(agency_id: UUID, asked_at: datetime, due_on: date, filed_at: datetime | None) -> Task:
    """An agency that was asked what it knows."""
    return Task(TaskKind.ASKED, asked_at, _answered(due_on, filed_at), agency_ids=frozenset({agency_id}))


def question(agency_id: UUID, asked_at: datetime, due_on: date, answered_at: datetime | None) -> Task:
    """An agency that was asked something while the case was screened."""
    return Task(TaskKind.QUESTION, asked_at, _answered(due_on, answered_at), agency_ids=frozenset({agency_id}))


def listed(agency_ids: Iterable[UUID], listed_at: datetime, held_at: datetime, closed_at: datetime | None) -> Task:
    """Agencies with a seat at a case that a meeting takes up; of a meeting never closed its day counts."""
    return Task(TaskKind.LISTED, listed_at, _after(closed_at or held_at), agency_ids=frozenset(agency_ids))


def attended(member_ids: Iterable[UUID], listed_at: datetime, held_at: datetime, closed_at: datetime | None) -> Task:
    """Who was at that meeting."""
    return Task(TaskKind.ATTENDED, listed_at, _after(closed_at or held_at), frozenset(member_ids))


def promised(agency_id: UUID, member_id: UUID | None, added_at: datetime, reported_at: datetime | None) -> Task:
    """An action: of the person named and whoever leads that agency, or of the agency where nobody is named.

    An open one stays a task however late it is: that it is late shows elsewhere.
    """
    until = _after(reported_at)
    if member_id is None:
        return Task(TaskKind.PROMISED, added_at, until, agency_ids=frozenset({agency_id}))
    return Task(TaskKind.PROMISED, added_at, until, frozenset({member_id}), led_by=agency_id)


def informing(member_id: UUID, decided_at: datetime, by_on: date | None) -> Task:
    """Who is to tell her what was decided."""
    until = _after(_end_of(by_on)) if by_on else decided_at + UNANSWERED
    return Task(TaskKind.INFORMING, decided_at, until, frozenset({member_id}))


def review(agency_ids: Iterable[UUID], on: date) -> Task:
    """Agencies with a seat, around the day on which the case is looked at again."""
    day = _end_of(on)
    return Task(TaskKind.REVIEW, day - AROUND_REVIEW, day + AROUND_REVIEW, agency_ids=frozenset(agency_ids))


def support(member_ids: Iterable[UUID], written_at: datetime, declined_at: datetime | None) -> Task:
    """Who wrote the safety plan with her or last went through it: the support has no set end."""
    return Task(TaskKind.SUPPORT, written_at, _after(declined_at), frozenset(member_ids))


def acted(member_id: UUID, at: datetime) -> Task:
    """Who did something in the case about then: the act stands in the log with its name."""
    return Task(TaskKind.ACTED, at - AROUND_ACT, at + AROUND_ACT, frozenset({member_id}))


def task_at(reader: Reader, tasks: Iterable[Task], at: datetime) -> Task | None:
    """The task that ``reader`` had at that moment; none where nothing gave one."""
    return next((task for task in tasks if task.is_of(reader) and task.covers(at)), None)


def last_task(reader: Reader, tasks: Iterable[Task], at: datetime) -> Task | None:
    """The task of ``reader`` that had ended last before that moment: what the reading may have been about."""
    over = [task for task in tasks if task.is_of(reader) and task.until is not None and task.until < at]
    return max(over, key=lambda task: task.until or task.since, default=None)


def _answered(due_on: date, answered_at: datetime | None) -> datetime:
    return answered_at + WRITING_UP if answered_at else _end_of(due_on) + UNANSWERED


def _after(moment: datetime | None) -> datetime | None:
    return moment + WRITING_UP if moment else None


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), clock.KYIV)
