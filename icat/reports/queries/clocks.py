"""The clocks that run in a team now: what is to happen by when, whose it is, and under which law or practice.

Only cases that the reader may read, cut by the scope: a clock whose event the reader may not know of is not there. What
is not known to run is not shown, so that nobody is frightened for nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import Select, and_, func, select

from icat import clock
from icat.cases.models import (
    Case,
    Development,
    FactorQuestion,
    InformationRequest,
    Level,
    Proposal,
    Seat,
    Share,
    ShareRecipient,
    Stage,
)
from icat.cases.queries.caseload import CaseRow, case_rows, visible
from icat.cases.queries.developments import waiting
from icat.db import engine as db
from icat.deadlines import Deadline, deadlines, moment_of
from icat.i18n import Message, Sayable
from icat.legal import Sector
from icat.meetings.models import AgendaItem, Meeting, MeetingState, Return, due_on
from icat.members.models import Agency, Team
from icat.members.queries.people import member_names
from icat.plans.models import Action, ActionStatus
from icat.policy.actor import Actor
from icat.reports.queries.protection import running_strips

URGENT = "urgent_now"
MOST = 300
CHAIRS, COORDINATOR, SUPPORT = Message("Co-chairs"), Message("Coordinator"), Message("Whoever supports her")


class State(StrEnum):
    """How a clock stands."""

    OVERDUE = auto()
    SOON = auto()
    RUNNING = auto()

    @property
    def label(self) -> Message:
        """The state in words."""
        return {
            State.OVERDUE: Message("Overdue"),
            State.SOON: Message("Due soon"),
            State.RUNNING: Message("In time"),
        }[self]


@dataclass(frozen=True, slots=True)
class Running:
    """One clock: its code, since when, by when, and whose it is: an agency, an office, perhaps a person."""

    case_id: UUID
    code: str
    since: datetime
    by: date | datetime
    whose: Sayable
    page: str = ""
    member_id: UUID | None = None

    @property
    def law(self) -> Deadline:
        """What the data file says of it."""
        return deadlines()[self.code]

    @property
    def state(self) -> State:
        """How it stands now."""
        now = clock.now()
        if moment_of(self.by) < now:
            return State.OVERDUE
        return State.SOON if self.law.is_soon(self.by, now) else State.RUNNING


@dataclass(frozen=True, slots=True)
class ClockView:
    """One clock with its case, as the reader may see it."""

    what: Sayable
    href: str
    case: CaseRow
    whose: Sayable
    person: str
    since: datetime
    counted_from: Sayable
    by: date | datetime
    state: State
    source: Sayable
    status: Message

    @property
    def is_by_hours(self) -> bool:
        """Whether it ends at a moment and not with a day."""
        return isinstance(self.by, datetime)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose clocks they are, with how many of each state."""

    name: str
    counts: tuple[tuple[State, int], ...]


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks of one team, the most pressing first, and by whom they are kept."""

    team_code: str
    clocks: tuple[ClockView, ...]
    holders: tuple[Holder, ...]

    def of(self, state: State) -> tuple[ClockView, ...]:
        """Those that stand so."""
        return tuple(one for one in self.clocks if one.state is state)


def clocks(actor: Actor, *, holder: str = "") -> Clocks:
    """The clocks that run in the actor's team; of one ``holder`` only, where one is named."""
    allowed = visible(actor).with_only_columns(Case.id)
    found = [one for find in FINDERS for one in find(actor, allowed)]
    found = sorted(found, key=lambda one: (moment_of(one.by), str(one.case_id), one.code))[:MOST]
    ids = {one.case_id for one in found}
    session = db.session()
    cases = session.scalars(visible(actor).where(Case.id.in_(ids))).all() if ids else ()
    rows = {row.id: row for row in case_rows(actor, list(cases))}
    names = member_names({one.member_id for one in found if one.member_id})
    views = [_view(one, rows[one.case_id], names.get(one.member_id, "") if one.member_id else "") for one in found]
    counted = Counter((str(view.whose), view.state) for view in views)
    holders = tuple(
        Holder(name, tuple((state, counted[name, state]) for state in State if counted[name, state]))
        for name in sorted({name for name, _state in counted})
    )
    return Clocks(actor.team_code, tuple(v for v in views if holder in ("", str(v.whose))), holders)


def _view(one: Running, case: CaseRow, person: str) -> ClockView:
    law = one.law
    return ClockView(
        what=law.what.words,
        href=f"/cases/{case.reference}{one.page}",
        case=case,
        whose=one.whose,
        person=person,
        since=one.since,
        counted_from=law.since.words,
        by=one.by,
        state=one.state,
        source=law.source.words,
        status=law.status_label,
    )


# ---- each kind of clock, with one statement or two ------------------------------------------------------------------

Finder = Callable[[Actor, Select[UUID]], Iterable[Running]]


def _screening(_actor: Actor, allowed: Select[UUID]) -> Iterable[Running]:
    rows = db.session().scalars(select(Case).where(Case.id.in_(allowed), Case.stage == Stage.SCREENING).limit(MOST))
    for case in rows:
        if case.proposed_at is not None:
            code = "emergent_decided" if case.proposal is Proposal.EMERGENT else "proposal_decided"
            yield _counted(case.id, code, case.proposed_at, CHAIRS, "/screening")
        elif case.screened_at is not None:
            yield _counted(case.id, "case_proposed", case.opened_at, COORDINATOR, "/screening")
        else:
            code = "urgent_opened" if case.urgency == URGENT else "referral_opened"
            yield _counted(case.id, code, case.opened_at, COORDINATOR, "/screening")


def _children(actor: Actor, allowed: Select[UUID]) -> Iterable[Running]:
    """A child is named, and nobody of child services, or of the police, was told anything of the case or sits at it."""
    session = db.session()
    cases = session.execute(
        select(Case.id, Case.opened_at)
        .where(
            Case.id.in_(allowed),
            Case.has_children,
            Case.stage.in_([Stage.SCREENING, Stage.RESEARCH, Stage.MEETING, Stage.DECIDED, Stage.ACTIVE]),
        )
        .limit(MOST)
    ).all()
    sectors = {Sector.CHILD_SERVICES: "child_services_told", Sector.POLICE: "police_told"}
    agencies = select(Agency.id, Agency.sector).where(Agency.team_id == actor.team_id, Agency.sector.in_(sectors))
    there = {row.id: row.sector for row in session.execute(agencies)}
    ids = {case_id for case_id, _at in cases}
    seated = select(Seat.case_id, Seat.agency_id).where(Seat.case_id.in_(ids), Seat.agency_id.in_(there))
    told = select(Share.case_id, Share.recipient_id).where(Share.case_id.in_(ids), Share.recipient_id.in_(there))
    heard = (
        select(Share.case_id, ShareRecipient.agency_id)
        .join(ShareRecipient, ShareRecipient.share_id == Share.id)
        .where(Share.case_id.in_(ids), ShareRecipient.agency_id.in_(there))
    )
    known = {
        (case_id, there[agency_id])
        for found in (seated, told, heard)
        for case_id, agency_id in session.execute(found)
        if agency_id is not None
    }
    for case_id, opened_at in cases:
        for sector, code in sectors.items():
            if sector in there.values() and (case_id, sector) not in known:
                yield _counted(case_id, code, opened_at, COORDINATOR, "/screening")


def _research(_actor: Actor, allowed: Select[UUID]) -> Iterable[Running]:
    rows = db.session().execute(
        select(Seat.case_id, Seat.given_at, Return.due_on, Team.research_days, Agency.short_name)
        .join(Case, Case.id == Seat.case_id)
        .join(Team, Team.id == Case.team_id)
        .join(Agency, Agency.id == Seat.agency_id)
        .outerjoin(Return, and_(Return.case_id == Seat.case_id, Return.owner_id == Seat.agency_id))
        .where(
            Seat.ended_at.is_(None),
            Seat.case_id.in_(allowed),
            Case.stage == Stage.RESEARCH,
            Return.filed_at.is_(None),
        )
        .limit(MOST)
    )
    for case_id, asked_at, by, days, agency in rows:
        yield Running(case_id, "research_filed", asked_at, by or due_on(asked_at, days), agency, "/research")


def _questions(_actor: Actor, allowed: Select[UUID]) -> Iterable[Running]:
    for model in (InformationRequest, FactorQuestion):
        rows = db.session().execute(
            select(model.case_id, model.asked_at, model.due_on, Agency.short_name)
            .join(Agency, Agency.id == model.owner_id)
            .where(model.answered_at.is_(None), model.case_id.in_(allowed))
            .limit(MOST)
        )
        for case_id, asked_at, by, agency in rows:
            yield Running(case_id, "question_answered", asked_at, by, agency)


def _meetings(_actor: Actor, allowed: Select[UUID]) -> Iterable[Running]:
    rows = db.session().execute(
        select(AgendaItem.case_id, AgendaItem.listed_at)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(Meeting.is_emergent, Meeting.state == MeetingState.PLANNED, AgendaItem.case_id.in_(allowed))
        .limit(MOST)
    )
    for case_id, listed_at in rows:
        yield _counted(case_id, "emergent_met", listed_at, CHAIRS, "/meeting")


def _developments(_actor: Actor, allowed: Select[UUID]) -> Iterable[Running]:
    rows = db.session().execute(
        waiting(allowed).with_only_columns(Development.case_id, Development.raised_at).limit(MOST)
    )
    for case_id, raised_at in rows:
        yield _counted(case_id, "development_answered", raised_at, CHAIRS)


def _ten_days(actor: Actor, allowed: Select[UUID]) -> Iterable[Running]:
    for one in running_strips(actor, allowed):
        strip = one.strip
        ends = (
            ("urgent_order_ends", strip.ends_at if strip.gap_days != 0 else None, strip.starts_at),
            ("she_called", strip.call_by, strip.starts_at),
            ("application_filed", strip.filing_by, strip.starts_at),
            ("application_heard", strip.court_by, strip.filed_at or strip.starts_at),
        )
        for code, by, since in ends:
            if by is not None:
                one.shown()
                yield Running(one.row.case_id, code, since, by, SUPPORT, "/orders")


def _actions(_actor: Actor, allowed: Select[UUID]) -> Iterable[Running]:
    rows = db.session().execute(
        select(Action.case_id, Action.added_at, Action.due_on, Action.member_id, Agency.short_name)
        .join(Agency, Agency.id == Action.agency_id)
        .where(Action.status == ActionStatus.OPEN, Action.case_id.in_(allowed))
        .order_by(Action.due_on)
        .limit(MOST)
    )
    for case_id, added_at, by, member_id, agency in rows:
        yield Running(case_id, "action_done", added_at, by, agency, "/plan", member_id)


def _reviews(_actor: Actor, allowed: Select[UUID]) -> Iterable[Running]:
    rows = db.session().execute(
        select(Case.id, Case.next_review_on, func.max(Level.set_at))
        .outerjoin(Level, Level.case_id == Case.id)
        .where(
            Case.id.in_(allowed),
            Case.stage.in_([Stage.DECIDED, Stage.ACTIVE, Stage.WATCH]),
            Case.next_review_on.is_not(None),
        )
        .group_by(Case.id, Case.next_review_on)
        .limit(MOST)
    )
    for case_id, by, decided_at in rows:
        if by is not None and decided_at is not None:
            yield Running(case_id, "case_reviewed", decided_at, by, CHAIRS)


def _counted(case_id: UUID, code: str, since: datetime, whose: Sayable, page: str = "") -> Running:
    """A clock whose end the data file counts from its event."""
    return Running(case_id, code, since, deadlines()[code].by(since), whose, page)


FINDERS: tuple[Finder, ...] = (
    _developments,
    _ten_days,
    _screening,
    _children,
    _meetings,
    _questions,
    _research,
    _actions,
    _reviews,
)
