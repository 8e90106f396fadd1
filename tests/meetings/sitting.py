"""A meeting that is under way, made through the real commands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Answered, Assessment, Stage
from icat.db import engine as db
from icat.db.base import Base
from icat.legal import Category, ConsentState
from icat.meetings.commands.agenda import begin_item, list_case
from icat.meetings.commands.meeting import arrange_meeting, open_meeting, record_attendance
from icat.meetings.commands.statement import Told, record_share
from icat.meetings.models import AgendaItem, AttendanceKind, FactKind, ItemState, Meeting
from icat.meetings.steps.facts import Statement
from tests.make import MadeCase, Person, World, make_case

SEVERAL = ("police", "social", "health", "children", "ngo")


def rows(model: type[Base], *where: Any) -> list[Any]:
    """Rows as they are now, away from any session of the code under test."""
    with db.database().open_reading() as session:
        found = list(session.scalars(select(model).where(*where)))
        session.expunge_all()
        return found


def one(model: type[Base], *where: Any) -> Any:
    """The only such row."""
    (found,) = rows(model, *where)
    return found


@dataclass(frozen=True)
class Sitting:
    """One case on the agenda of one meeting."""

    world: World
    case: MadeCase
    number: int

    @property
    def meeting(self) -> Meeting:
        """The meeting as it is now."""
        found: Meeting = one(Meeting, Meeting.number == self.number)
        return found

    @property
    def item(self) -> AgendaItem:
        """The item as it is now."""
        found: AgendaItem = one(
            AgendaItem, AgendaItem.case_id == self.case.id, AgendaItem.meeting_id == self.meeting.id
        )
        return found

    def here(self, *people: Person, kind: AttendanceKind = AttendanceKind.PRESENT, aloud: bool = True) -> None:
        """Let the coordinator write down that these people are here and, unless told, that they acknowledged."""
        ids = {person.member_id: kind for person in people}
        meeting = self.meeting
        record_attendance(
            self.world.coordinator.actor, meeting.id, meeting.version, kinds=ids, aloud=set(ids) if aloud else ()
        )

    def begin(self) -> None:
        """Let the chair take the case up."""
        begin_item(self.world.chair.actor, self.item.id, self.item.version)


def planned(world: World, *, seats: Sequence[UUID] | None = None, **more: Any) -> Sitting:
    """A case in research, listed for a meeting tomorrow."""
    if seats is None:
        seats = [world.police, world.social, world.health, world.children, world.ngo]
    case = make_case(world, stage=more.pop("stage", Stage.RESEARCH), seats=seats, **more)
    number = arrange_meeting(world.coordinator.actor, held_at=clock.now() + timedelta(days=1), place="Кабінет 12")
    list_case(world.chair.actor, case.id, case.version(), meeting=number)
    return Sitting(world, case, number)


def under_way(world: World, *people: Person, **more: Any) -> Sitting:
    """The same, opened and begun, with these people at the table."""
    sitting = planned(world, **more)
    open_meeting(world.chair.actor, sitting.meeting.id, sitting.meeting.version)
    if people:
        sitting.here(*people)
    sitting.begin()
    assert sitting.item.state is ItemState.UNDER_WAY
    return sitting


def statement(text: str = "17.11 виклик, погрожував убити", category: Category = Category.INCIDENT) -> Statement:
    """Something an agency says."""
    return Statement(text, FactKind.FACT, category, "own_record")


def say(
    sitting: Sitting,
    speaker: Person,
    to: Sequence[UUID],
    basis: str = "UA-POWER",
    consent: ConsentState = ConsentState.NOT_NEEDED,
    what: Statement | None = None,
    **more: Any,
) -> Told:
    """Let somebody say something at the table."""
    return record_share(
        speaker.actor,
        sitting.item.id,
        to=to,
        statement=what if what is not None or more.get("fact_ids") else statement(),
        basis_code=basis,
        consent=consent,
        **more,
    )


def assess(world: World, case: MadeCase, by: Person | None = None, **answers: str) -> None:
    """Let somebody, unless told the police, record these answers; an underscore stands for a hyphen."""
    author = by or world.policewoman
    with change(author.actor) as work:
        made = work.add(
            Assessment(
                team_id=world.team_id,
                case_id=case.id,
                owner_id=author.actor.agency_id,
                author_id=author.member_id,
                instrument="bc-19",
                instrument_version=1,
                instrument_hash="0" * 64,
                made_at=work.at,
            )
        )
        work.session.flush()
        for factor, answer in answers.items():
            work.add(
                Answered(
                    team_id=world.team_id,
                    case_id=case.id,
                    assessment_id=made.id,
                    factor=factor.replace("_", "-"),
                    answer=answer,
                )
            )
        work.record(Event.ASSESSMENT_RECORDED, case=case.id, assessment=made.id, instrument="bc-19", version=1)
