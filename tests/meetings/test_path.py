"""The way of one case from the question to the agencies to what the table decided."""

from datetime import timedelta

from icat import clock
from icat.audit.events import Event
from icat.audit.models import LedgerEntry
from icat.cases.models import Case, Level, LevelCode, Stage
from icat.cases.queries.door import open_case
from icat.legal import ConsentState
from icat.meetings.commands.agenda import begin_item, list_case
from icat.meetings.commands.consensus import Informing, record_consensus
from icat.meetings.commands.meeting import (
    acknowledge_confidentiality,
    arrange_meeting,
    close_meeting,
    open_meeting,
    record_attendance,
)
from icat.meetings.commands.position import give_position, reveal_positions
from icat.meetings.commands.research import declare_conflict, file_return
from icat.meetings.commands.statement import record_share
from icat.meetings.models import AgendaItem, AttendanceKind, ConsensusState, Fact, Known, Meeting
from icat.meetings.queries.table import table
from icat.meetings.queries.telling import OFFICE
from icat.meetings.steps.agreeing import JustNow
from icat.policy.permissions import Permission
from tests.make import World, make_case
from tests.meetings.sitting import assess, one, rows, statement


def test_from_the_question_to_the_decision(world: World) -> None:
    case = make_case(world, stage=Stage.SCREENING, seats=[world.police, world.health, world.ngo])
    chair = world.chair.actor
    declare_conflict(world.supervisor.actor, case.id, kind="colleague")
    file_return(
        world.policewoman.actor,
        case.id,
        0,
        survivor=Known.YES,
        perpetrator=Known.YES,
        facts=[statement("Виклик 17.11")],
    )
    file_return(world.doctor.actor, case.id, 0, survivor=Known.NO, perpetrator=Known.NO)
    number = arrange_meeting(chair, held_at=clock.now() + timedelta(hours=1))
    list_case(chair, case.id, case.version(), meeting=number)
    open_meeting(chair, one(Meeting).id, one(Meeting).version)
    kinds = {person.member_id: AttendanceKind.PRESENT for person in (world.policewoman, world.advocate)}
    record_attendance(world.coordinator.actor, one(Meeting).id, one(Meeting).version, kinds=kinds)
    for person in (world.policewoman, world.advocate):
        acknowledge_confidentiality(person.actor, one(Meeting).id)
    begin_item(chair, one(AgendaItem).id, one(AgendaItem).version)
    assess(world, case, separation="yes")
    item = one(AgendaItem)
    record_share(
        world.policewoman.actor,
        item.id,
        to=[world.ngo, OFFICE],
        fact_ids=[one(Fact).id],
        basis_code="UA-POWER",
        consent=ConsentState.NOT_NEEDED,
    )
    record_share(
        world.advocate.actor,
        item.id,
        to=[world.police, OFFICE],
        statement=statement("Хоче лишитися в матері"),
        basis_code="UA-CONSENT",
        consent=ConsentState.GIVEN,
        agreed=JustNow("face_to_face"),
    )
    give_position(world.policewoman.actor, item.id, level=LevelCode.HIGHEST_RISK, reason="Погроза")
    reveal_positions(chair, item.id)
    record_consensus(
        chair,
        item.id,
        one(AgendaItem).version,
        state=ConsensusState.AGREED,
        level=LevelCode.HIGHEST_RISK,
        factors=["separation"],
        reason="Погроза вбити",
        survivor_voice="Хоче лишитися в матері; Мельничук сьогодні",
        next_review_on=clock.today() + timedelta(days=30),
        informing=Informing("Особисто", world.advocate.member_id, clock.today()),
    )
    close_meeting(chair, one(Meeting).id, one(Meeting).version)

    assert (one(Case).stage, one(Level).level) == (Stage.DECIDED, LevelCode.HIGHEST_RISK)
    told = [
        entry.event for entry in sorted(rows(LedgerEntry, LedgerEntry.team_id == world.team_id), key=lambda e: e.seq)
    ]
    for event in (
        Event.CONFLICT_DECLARED,
        Event.RETURN_FILED,
        Event.CASE_LISTED,
        Event.MEETING_OPENED,
        Event.CONFIDENTIALITY_ACKNOWLEDGED,
        Event.ITEM_BEGUN,
        Event.SHARE_RECORDED,
        Event.POSITION_GIVEN,
        Event.POSITIONS_REVEALED,
        Event.CONSENSUS_RECORDED,
        Event.MEETING_CLOSED,
    ):
        assert event in told
    at_table = table(open_case(world.advocate.actor, Permission.MEETING_READ, case.reference))
    absent = table(open_case(world.doctor.actor, Permission.MEETING_READ, case.reference))
    assert at_table is not None
    assert absent is not None
    assert at_table.consensus is not None
    assert absent.consensus is None
    assert not any(speaker.statements for speaker in absent.speakers)
