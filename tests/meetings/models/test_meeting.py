"""What the tables of meetings cannot hold."""

import pytest
from sqlalchemy.exc import IntegrityError

from icat.db import engine as db
from icat.meetings.models import Attendance, AttendanceKind, ItemState, MeetingState
from tests.make import World
from tests.meetings.sitting import planned


def test_somebody_absent_has_acknowledged_nothing(world: World) -> None:
    sitting = planned(world)
    sitting.here(world.doctor)

    with db.database().open_writing() as session:
        row = session.query(Attendance).one()
        row.kind = AttendanceKind.ABSENT
        with pytest.raises(IntegrityError):
            session.flush()


def test_a_meeting_is_opened_by_somebody(world: World) -> None:
    sitting = planned(world)

    with db.database().open_writing() as session:
        meeting = session.merge(sitting.meeting)
        meeting.opened_at = meeting.held_at
        with pytest.raises(IntegrityError):
            session.flush()


def test_states_and_kinds_are_said_in_words() -> None:
    assert all(str(state.label) for state in MeetingState)
    assert all(str(kind.label) for kind in AttendanceKind)
    assert len(ItemState) == 4
