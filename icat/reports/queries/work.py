"""What waits for somebody now, in every team: what to do, about which case, by when.

Only cases that the reader may read appear, cut by the scope as everywhere; each kind of work costs one statement.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, exists, or_, select

from icat import clock
from icat.audit.events import Event, Group
from icat.audit.queries import log
from icat.audit.reading import receipt
from icat.cases.models import Bar, Case, InformationRequest, Referral, ReferralState
from icat.cases.queries.caseload import CaseRow, case_rows, visible
from icat.cases.scope import Scope, scopes_for
from icat.db import engine as db
from icat.db.keys import vault
from icat.deadlines import deadlines
from icat.i18n import Message, Sayable
from icat.meetings.models import AgendaItem, Meeting, MeetingState
from icat.policy.actor import Actor
from icat.policy.decide import can
from icat.policy.permissions import Permission
from icat.reports.queries.found import MOST, Found
from icat.reports.queries.kinds import KINDS, SOON, sits
from icat.reports.queries.log import limits, without_consent


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
    law: Sayable = ""  # the law or the practice that the clock comes from
    is_soon: bool = False

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


def sections(actor: Actor) -> tuple[Section, ...]:
    """What waits for ``actor``, kind by kind; kinds of which there is nothing are left out."""
    allowed = visible(actor).with_only_columns(Case.id)
    kinds: list[tuple[Message, Iterable[Found]]] = [
        (kind.title, kind.find(actor, allowed)) for kind in KINDS if kind.concerns(actor)
    ]
    found = [(title, sorted(tasks, key=_pressing)[:MOST]) for title, tasks in kinds]
    ids = {task.case_id for _title, tasks in found for task in tasks}
    if not ids:
        return ()
    session = db.session()
    cases = {case.id: case for case in session.scalars(visible(actor).where(Case.id.in_(ids)))}
    rows: dict[UUID, CaseRow] = {}
    if sits(actor) or actor.is_office:
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


def _pressing(task: Found) -> datetime:
    if task.by is None:
        return datetime.max.replace(tzinfo=clock.KYIV)
    if isinstance(task.by, datetime):
        return task.by
    return datetime.combine(task.by, datetime.max.time(), clock.KYIV)


def _task(found: Found, case: Case, rows: dict[UUID, CaseRow], scopes: dict[UUID, Scope]) -> Task:
    what = found.what
    if found.action is not None:
        what = scopes[found.case_id].of(None, found.action.id).get(found.action, "text") or what
    href = f"/cases/{case.reference}{found.page}"
    law = deadlines().get(found.clock)
    soon = law is not None and found.by is not None and law.is_soon(found.by, clock.now())
    source = law.source.words if law else ""
    return Task(what, href, case.reference, rows.get(case.id), found.by, found.note, source, soon)
