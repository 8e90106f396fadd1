"""What the table of holds cannot hold."""

from typing import Any

from icat import clock
from icat.cases.models import Hold
from tests.cases.rows import cannot_alter, put
from tests.make import World, make_case


def test_a_hold_is_lifted_by_somebody_and_never_by_whoever_placed_it(world: World) -> None:
    made: dict[str, Any] = {
        "team_id": world.team_id,
        "case_id": make_case(world).id,
        "reason_code": "court",
        "placed_at": clock.now(),
        "placed_by_id": world.chair.member_id,
        "version": 0,
    }
    hold_id = put(Hold, **made)

    cannot_alter(Hold, "ck_hold_lifted", hold_id, lifted_at=clock.now())
    cannot_alter(Hold, "ck_hold_two_people", hold_id, lifted_at=clock.now(), lifted_by_id=world.chair.member_id)
