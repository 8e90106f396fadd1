"""A meeting is arranged, opened and closed; who is there, and bound to silence, is written down."""

from datetime import timedelta

import pytest

from icat import clock
from icat.errors import NotAllowed, NotFound, RuleBroken, Stale
from icat.meetings.commands.meeting import (
    acknowledge_confidentiality,
    arrange_meeting,
    close_meeting,
    open_meeting,
    record_attendance,
)
from icat.meetings.models import Attendance, AttendanceKind, ItemState, Meeting, MeetingState
from tests.make import World
from tests.meetings.sitting import one, planned, rows, under_way

TOMORROW = timedelta(days=1)


def test_meetings_are_numbered_in_their_team(world: World) -> None:
    numbers = [arrange_meeting(world.chair.actor, held_at=clock.now() + TOMORROW, place="Рада") for _ in range(2)]
    other = arrange_meeting(world.strange_chair.actor, held_at=clock.now() + TOMORROW)

    assert numbers == [1, 2]
    assert other == 1


def test_a_meeting_in_the_past_is_refused(world: World) -> None:
    with pytest.raises(RuleBroken) as refused:
        arrange_meeting(world.chair.actor, held_at=clock.now() - TOMORROW)

    assert refused.value.field == "held_at"
    assert not rows(Meeting)


def test_who_may_not_arrange_opens_and_closes_nothing(world: World) -> None:
    sitting = planned(world)

    with pytest.raises(NotAllowed):
        arrange_meeting(world.policewoman.actor, held_at=clock.now() + TOMORROW)
    with pytest.raises(NotAllowed):
        open_meeting(world.coordinator.actor, sitting.meeting.id, sitting.meeting.version)
    with pytest.raises(NotFound):
        open_meeting(world.strange_chair.actor, sitting.meeting.id, sitting.meeting.version)


def test_the_chair_who_opens_is_there_and_has_acknowledged(world: World) -> None:
    sitting = planned(world)

    open_meeting(world.chair.actor, sitting.meeting.id, sitting.meeting.version)

    row = one(Attendance)
    assert (row.member_id, row.kind, row.acknowledged_how) == (world.chair.member_id, AttendanceKind.PRESENT, "aloud")
    assert sitting.meeting.state is MeetingState.OPEN


def test_a_meeting_is_opened_once(world: World) -> None:
    sitting = planned(world)
    version = sitting.meeting.version
    open_meeting(world.chair.actor, sitting.meeting.id, version)

    with pytest.raises(Stale):
        open_meeting(world.chair.actor, sitting.meeting.id, version)
    with pytest.raises(RuleBroken):
        open_meeting(world.chair.actor, sitting.meeting.id, sitting.meeting.version)


def test_closing_parks_what_was_not_decided(world: World) -> None:
    sitting = under_way(world)

    close_meeting(world.chair.actor, sitting.meeting.id, sitting.meeting.version)

    assert sitting.item.state is ItemState.PARKED
    with pytest.raises(RuleBroken):
        close_meeting(world.chair.actor, sitting.meeting.id, sitting.meeting.version)


def test_whoever_goes_is_no_longer_bound_and_whoever_stays_is(world: World) -> None:
    sitting = planned(world)
    sitting.here(world.doctor, world.advocate, kind=AttendanceKind.REMOTE)

    sitting.here(world.doctor, kind=AttendanceKind.ABSENT, aloud=False)

    kept = {row.member_id: row for row in rows(Attendance)}
    assert kept[world.doctor.member_id].acknowledged_at is None
    assert kept[world.advocate.member_id].acknowledged_how == "aloud"


def test_the_absent_acknowledge_nothing_and_what_did_not_change_is_not_recorded(world: World) -> None:
    sitting = planned(world)

    with pytest.raises(RuleBroken):
        sitting.here(world.doctor, kind=AttendanceKind.ABSENT)
    sitting.here(world.doctor)
    with pytest.raises(RuleBroken, match="Nothing was changed"):
        sitting.here(world.doctor)


def test_attendance_names_members_of_the_team_and_is_closed_with_the_meeting(world: World) -> None:
    sitting = under_way(world)

    with pytest.raises(NotFound):
        sitting.here(world.stranger)
    close_meeting(world.chair.actor, sitting.meeting.id, sitting.meeting.version)
    with pytest.raises(RuleBroken):
        sitting.here(world.doctor)


def test_two_who_write_the_attendance_at_once_do_not_overwrite_each_other(world: World) -> None:
    sitting = planned(world)
    meeting = sitting.meeting
    sitting.here(world.doctor)

    with pytest.raises(Stale):
        record_attendance(
            world.chair.actor, meeting.id, meeting.version, kinds={world.doctor.member_id: AttendanceKind.ABSENT}
        )


def test_confidentiality_is_acknowledged_by_oneself_once_recorded_as_present(world: World) -> None:
    sitting = planned(world)

    with pytest.raises(RuleBroken):
        acknowledge_confidentiality(world.doctor.actor, sitting.meeting.id)
    sitting.here(world.doctor, aloud=False)
    acknowledge_confidentiality(world.doctor.actor, sitting.meeting.id)
    with pytest.raises(RuleBroken, match="already"):
        acknowledge_confidentiality(world.doctor.actor, sitting.meeting.id)

    assert one(Attendance).acknowledged_how == "self"
    with pytest.raises(NotFound):
        acknowledge_confidentiality(world.stranger.actor, sitting.meeting.id)
