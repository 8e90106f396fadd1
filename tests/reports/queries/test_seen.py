"""Opened without a task: of 550 readings exactly the 50 that were planted are found, on both engines (security, T3)."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from icat import clock
from icat.audit.events import Event
from icat.audit.ledger import CaseSeen, Leaf, append
from icat.audit.recording import upkeep
from icat.cases.models import InformationRequest, LevelCode, Referral, ReferralState, Seat, Stage
from icat.db import engine as db
from icat.meetings.models import (
    AgendaItem,
    Attendance,
    AttendanceKind,
    Consensus,
    ConsensusState,
    Meeting,
    MeetingState,
    Return,
)
from icat.members.queries.people import members
from icat.plans.models import Action, ActionStatus, Domain, Plan, SafetyPlan
from icat.policy.roles import Role
from icat.references import new_reference
from icat.reports.queries.asking import Question
from icat.reports.queries.catalogue import ReportCode
from icat.reports.queries.names import names_of
from icat.reports.queries.seen import untasked
from tests.make import Person, World, make_case

TASKED, PLANTED = 500, 50
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """Between which moments somebody reads a case, and whether something then gives a reason to."""

    case_id: UUID
    who: Person
    since: datetime
    until: datetime
    is_task: bool = True


class Work:
    """One case for each rule, with nothing else that would be a reason; the days are counted from ``at``."""

    def __init__(self, world: World, at: datetime) -> None:
        self.world, self.at, self.number = world, at, 0

    def windows(self) -> Iterator[Window]:
        """When who has a task, and when not."""
        for rule in (self.author, self.office, self.asked, self.unanswered, self.question, self.meeting, self.decision):
            yield from rule()
        for rule in (self.named_action, self.agencys_action, self.safety_plan, self.own_act):
            yield from rule()

    def day(self, n: float) -> datetime:
        return self.at + n * DAY

    def case(self) -> UUID:
        return make_case(self.world, stage=Stage.RESEARCH).id

    def row(self, made: type, case_id: UUID, **given: object) -> object:
        return made(team_id=self.world.team_id, case_id=case_id, **given)

    def seat(self, case_id: UUID, agency: UUID, given_at: datetime) -> Seat:
        return Seat(
            team_id=self.world.team_id,
            case_id=case_id,
            agency_id=agency,
            given_at=given_at,
            given_by_id=self.world.coordinator.member_id,
        )

    def author(self) -> Iterator[Window]:
        case_id, world = self.case(), self.world
        self.keep(
            self.row(
                Referral,
                case_id,
                owner_id=world.police,
                author_id=world.officer.member_id,
                reference=new_reference("KHM", 2026),
                state=ReferralState.SUBMITTED,
                started_at=self.at,
                saved_at=self.at,
                submitted_at=self.at,
            )
        )
        yield Window(case_id, world.officer, self.at, self.day(90))
        yield Window(case_id, world.policewoman, self.at, self.day(90), is_task=False)

    def office(self) -> Iterator[Window]:
        case_id = self.case()
        for who in (self.world.coordinator, self.world.chair):
            yield Window(case_id, who, self.at, self.day(90))
        yield Window(case_id, self.world.doctor, self.at, self.day(90), is_task=False)

    def asked(self) -> Iterator[Window]:
        case_id, world = self.case(), self.world
        filed = {"filed_at": self.day(3), "filed_by_id": world.social_worker.member_id}
        self.keep(
            self.seat(case_id, world.social, self.at),
            self.row(
                Return,
                case_id,
                owner_id=world.social,
                asked_at=self.at,
                due_on=clock.local(self.day(4)).date(),
                **filed,
            ),
        )
        yield Window(case_id, world.social_worker, self.at, self.day(9.9))
        yield Window(case_id, world.social_worker, self.day(10.1), self.day(90), is_task=False)
        yield Window(case_id, world.doctor, self.at, self.day(9), is_task=False)

    def unanswered(self) -> Iterator[Window]:
        case_id, world = self.case(), self.world
        self.keep(self.seat(case_id, world.health, self.at))
        yield Window(case_id, world.doctor, self.at, self.day(31))
        yield Window(case_id, world.doctor, self.day(40), self.day(90), is_task=False)

    def question(self) -> Iterator[Window]:
        case_id, world = self.case(), self.world
        self.keep(
            self.row(
                InformationRequest,
                case_id,
                owner_id=world.police,
                asked_at=self.day(5),
                asked_by_id=world.coordinator.member_id,
                due_on=clock.local(self.day(6)).date(),
                answered_at=self.day(6),
                answered_by_id=world.officer.member_id,
            )
        )
        yield Window(case_id, world.policewoman, self.day(5), self.day(12.9))
        yield Window(case_id, world.policewoman, self.at, self.day(4.9), is_task=False)
        yield Window(case_id, world.policewoman, self.day(13.1), self.day(90), is_task=False)

    def listed(self, case_id: UUID, *, closed: float) -> tuple[Meeting, AgendaItem]:
        self.number += 1
        meeting = Meeting(
            team_id=self.world.team_id,
            number=self.number,
            held_at=self.day(closed),
            state=MeetingState.CLOSED,
            arranged_by_id=self.world.coordinator.member_id,
            opened_at=self.day(closed - 0.1),
            opened_by_id=self.world.chair.member_id,
            closed_at=self.day(closed),
            closed_by_id=self.world.chair.member_id,
        )
        self.keep(meeting)
        item = AgendaItem(
            team_id=self.world.team_id,
            meeting_id=meeting.id,
            case_id=case_id,
            place=1,
            listed_at=self.day(closed - 4),
            listed_by_id=self.world.chair.member_id,
        )
        self.keep(item)
        return meeting, item

    def meeting(self) -> Iterator[Window]:
        case_id, world = self.case(), self.world
        self.keep(self.seat(case_id, world.ngo, self.day(-60)))
        meeting, _item = self.listed(case_id, closed=20)
        for who, kind in ((world.child_worker, AttendanceKind.REMOTE), (world.doctor, AttendanceKind.ABSENT)):
            self.keep(
                Attendance(
                    team_id=world.team_id,
                    meeting_id=meeting.id,
                    member_id=who.member_id,
                    agency_id=who.actor.agency_id,
                    kind=kind,
                    recorded_at=self.day(20),
                    recorded_by_id=world.coordinator.member_id,
                )
            )
        yield Window(case_id, world.advocate, self.day(16), self.day(26.9))
        yield Window(case_id, world.child_worker, self.day(16), self.day(26.9))
        yield Window(case_id, world.doctor, self.day(16), self.day(26), is_task=False)
        yield Window(case_id, world.advocate, self.day(27.1), self.day(90), is_task=False)
        yield Window(case_id, world.child_worker, self.at, self.day(15), is_task=False)

    def decision(self) -> Iterator[Window]:
        case_id, world = self.case(), self.world
        self.keep(self.seat(case_id, world.social, self.day(-60)))
        meeting, item = self.listed(case_id, closed=1)
        self.keep(
            self.row(
                Consensus,
                case_id,
                item_id=item.id,
                meeting_id=meeting.id,
                level=LevelCode.HIGHEST_RISK,
                state=ConsensusState.AGREED,
                factors=[],
                decided_at=self.day(1),
                decided_by_id=world.chair.member_id,
                next_review_on=clock.local(self.day(45)).date(),
                informer_id=world.advocate.member_id,
                inform_by_on=clock.local(self.day(3)).date(),
                reason="x",
            )
        )
        yield Window(case_id, world.advocate, self.day(1), self.day(9))
        yield Window(case_id, world.social_worker, self.day(40), self.day(51))
        yield Window(case_id, world.social_worker, self.day(10), self.day(36), is_task=False)
        yield Window(case_id, world.advocate, self.day(40), self.day(51), is_task=False)

    def action(self, case_id: UUID, **given: object) -> None:
        plan = self.row(Plan, case_id, begun_at=self.day(2))
        self.keep(plan)
        self.keep(
            self.row(
                Action,
                case_id,
                plan_id=plan.id,  # type: ignore[attr-defined]
                domain=Domain.SURVIVOR,
                danger_factor="x",
                due_on=clock.local(self.day(8)).date(),
                added_at=self.day(2),
                added_by_id=self.world.chair.member_id,
                **given,
            )
        )

    def named_action(self) -> Iterator[Window]:
        case_id, world = self.case(), self.world
        self.action(
            case_id,
            agency_id=world.police,
            member_id=world.policewoman.member_id,
            status=ActionStatus.DONE,
            reported_at=self.day(8),
            reported_by_id=world.policewoman.member_id,
        )
        for who in (world.policewoman, world.supervisor):
            yield Window(case_id, who, self.day(2), self.day(14.9))
            yield Window(case_id, who, self.day(15.1), self.day(90), is_task=False)

    def agencys_action(self) -> Iterator[Window]:
        case_id, world = self.case(), self.world
        self.action(case_id, agency_id=world.children)
        yield Window(case_id, world.child_worker, self.day(2), self.day(90))
        yield Window(case_id, world.child_worker, self.at, self.day(1.9), is_task=False)
        yield Window(case_id, world.advocate, self.day(2), self.day(90), is_task=False)

    def safety_plan(self) -> Iterator[Window]:
        case_id, world = self.case(), self.world
        self.keep(
            self.row(
                SafetyPlan,
                case_id,
                owner_id=world.ngo,
                written_at=self.day(4),
                written_by_id=world.advocate.member_id,
            )
        )
        yield Window(case_id, world.advocate, self.day(4), self.day(90))
        yield Window(case_id, world.advocate, self.at, self.day(3.9), is_task=False)

    def own_act(self) -> Iterator[Window]:
        """Recorded by ``keep_readings`` on the fiftieth day, among the readings: time in the ledger never runs back."""
        case_id, world = self.case(), self.world
        self.acts = [(self.day(50), Event.ASSESSMENT_RECORDED, case_id, world.doctor)]
        self.acts += [(self.day(70), Event.PLAN_EXPORTED, case_id, world.doctor)]
        yield Window(case_id, world.doctor, self.day(49.1), self.day(50.9))
        yield Window(case_id, world.doctor, self.day(69.1), self.day(70.9), is_task=False)

    def keep(self, *rows: object) -> None:
        with upkeep() as session:
            session.add_all(rows)


def read(world: World, work: Work, windows: list[Window]) -> set[int]:
    """Put the readings, and the acts among them, into the ledger in the order of time; gives the planted ones."""
    chance, planted = Random(7), set()
    told = [(at, event, case_id, who, True) for at, event, case_id, who in work.acts]
    for is_task, count in ((True, TASKED), (False, PLANTED)):
        among = [window for window in windows if window.is_task is is_task]
        for number in range(count):
            window = among[number % len(among)]
            at = window.since + chance.random() * (window.until - window.since)
            told.append((at, Event.CASE_READ, window.case_id, window.who, is_task))
    with db.writing() as session:
        for at, event, case_id, who, is_task in sorted(told, key=lambda one: one[0]):
            leaf = Leaf(
                event,
                who.member_id,
                who.actor.agency_id,
                secrets.token_hex(8),
                secrets.token_hex(8),
                (CaseSeen(case_id, categories=1),),
            )
            (seq,) = append(session, world.team_id, [leaf], clock.microseconds(at))
            if not is_task:
                planted.add(seq)
        session.commit()
    return planted


def test_all_of_fifty_planted_readings_are_found_and_none_of_five_hundred_others(world: World) -> None:
    work = Work(world, clock.now() + 40 * DAY)
    windows = list(work.windows())
    planted = read(world, work, windows)
    db.end()

    report = untasked(Question(ReportCode.UNTASKED, world.auditor.actor, names_of(world.team_id), since=work.at - DAY))

    assert len(planted) == PLANTED
    assert set(report.seqs) == planted
    assert len(report.rows) == PLANTED
    assert sum(count for _who, count in report.totals) == PLANTED
    before = {str(row.cells[4]).partition(",")[0] for row in report.rows}
    assert {"none", "the agency was asked what it knows", "the case was on the agenda"} <= before


def test_the_readings_of_one_person_are_asked_apart(world: World) -> None:
    work = Work(world, clock.now() + 40 * DAY)
    read(world, work, list(work.windows()))
    db.end()
    names = names_of(world.team_id)

    doctor = world.doctor.member_id
    report = untasked(Question(ReportCode.UNTASKED, world.auditor.actor, names, member_id=doctor, since=work.at - DAY))

    assert report.rows
    assert {row.cells[0] for row in report.rows} == {names.person(doctor)}
    assert Role.MEMBER in members(world.team_id)[doctor].roles


def test_a_case_that_is_not_kept_cannot_be_judged_and_says_so(world: World) -> None:
    gone = UUID(int=99)
    with db.writing() as session:
        leaf = Leaf(
            Event.CASE_READ, world.doctor.member_id, world.health, "0" * 16, "0" * 16, (CaseSeen(gone, categories=1),)
        )
        append(session, world.team_id, [leaf], clock.microseconds(clock.now()))
        session.commit()

    report = untasked(Question(ReportCode.UNTASKED, world.auditor.actor, names_of(world.team_id)))

    assert [str(row.cells[4]) for row in report.rows] == ["the case is no longer kept: it cannot be said"]
