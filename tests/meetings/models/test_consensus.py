"""What the table of decisions cannot hold."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from icat import clock
from icat.cases.models import Level, LevelCode
from icat.db import engine as db
from icat.meetings.models import Consensus, ConsensusState
from tests.make import World
from tests.meetings.sitting import under_way


@pytest.mark.parametrize("changed", [{"reason": ""}, {"state": ConsensusState.NOT_AGREED, "provisional_until": None}])
def test_a_decision_without_reason_or_end_of_what_is_provisional_is_impossible(
    world: World, changed: dict[str, Any]
) -> None:
    sitting = under_way(world)
    given = {
        "team_id": world.team_id,
        "case_id": sitting.case.id,
        "item_id": sitting.item.id,
        "meeting_id": sitting.meeting.id,
        "level": LevelCode.HIGHEST_RISK,
        "state": ConsensusState.AGREED,
        "factors": ["separation"],
        "decided_at": clock.now(),
        "decided_by_id": world.chair.member_id,
        "next_review_on": clock.today(),
        "reason": "є",
    }

    with db.database().open_writing() as session:
        session.add(Consensus(**(given | changed)))
        with pytest.raises(IntegrityError):
            session.flush()


@pytest.mark.parametrize(
    "changed",
    [{"reason": ""}, {"level": LevelCode.NOT_HIGHEST_RISK, "meeting_id": None}, {"set_by_id": None}],
)
def test_no_level_without_a_person_a_reason_and_for_a_lower_one_a_meeting(
    world: World, changed: dict[str, Any]
) -> None:
    sitting = under_way(world)
    given = {
        "team_id": world.team_id,
        "case_id": sitting.case.id,
        "level": LevelCode.HIGHEST_RISK,
        "set_at": clock.now(),
        "set_by_id": world.chair.member_id,
        "meeting_id": sitting.meeting.id,
        "reason": "є",
    }

    with db.database().open_writing() as session:
        session.add(Level(**(given | changed)))
        with pytest.raises(IntegrityError):
            session.flush()


def test_states_are_said_in_words() -> None:
    assert [str(state.label) for state in ConsensusState] == ["Agreed", "Agreed with a reservation", "Not agreed"]
