"""Numbers of meetings, places on an agenda."""

from datetime import timedelta

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Case, Stage
from icat.meetings.models import AgendaItem, Attendance, AttendanceKind, Meeting
from icat.meetings.steps.meeting import COUNTED, attend, attendance_of, new_meeting, put_on_agenda
from icat.members.models import Member
from tests.make import World, make_case
from tests.meetings.sitting import one, planned, rows


def test_cases_are_placed_in_the_order_of_listing(world: World) -> None:
    first, second = (make_case(world, stage=Stage.RESEARCH) for _ in range(2))

    with change(world.chair.actor) as work:
        meeting = new_meeting(work, held_at=clock.now() + timedelta(hours=1), place="", is_emergent=False)
        for case in (second, first):
            put_on_agenda(work, work.get(Case, case.id), meeting, 10)
        work.record(Event.MEETING_ARRANGED, meeting=meeting.id)

    places = {row.case_id: row.place for row in rows(AgendaItem)}
    assert places == {second.id: 1, first.id: 2}
    assert one(Meeting).number == 1


def test_whoever_goes_loses_the_acknowledgement_and_a_repetition_changes_nothing(world: World) -> None:
    sitting = planned(world)
    sitting.here(world.doctor)
    before = one(Attendance)

    with change(world.coordinator.actor) as work:
        meeting, member = work.get(Meeting, sitting.meeting.id), work.get(Member, world.doctor.member_id)
        recorded = []
        for kind in (AttendanceKind.PRESENT, AttendanceKind.ABSENT):
            attend(work, meeting, member, kind, attendance_of(work, meeting))
            recorded.append(work.recorded)

    assert recorded == [False, True]
    assert before.acknowledged_at is not None
    assert one(Attendance).acknowledged_at is None


def test_no_gap_between_two_numbers_tells_of_an_emergent_meeting(world: World) -> None:
    with change(world.chair.actor) as work:
        made = [
            new_meeting(work, held_at=clock.now() + timedelta(hours=1), place="", is_emergent=is_emergent)
            for is_emergent in (False, True, False, True)
        ]
        work.record(Event.MEETING_ARRANGED, meeting=made[0].id)

    counted, drawn = (
        [row.number for row in made if not row.is_emergent],
        [row.number for row in made if row.is_emergent],
    )
    assert counted == [1, 2]
    assert min(drawn) >= COUNTED
    assert drawn[0] != drawn[1]
