"""What the table of disposals cannot hold."""

from datetime import date
from typing import Any

from icat import clock
from icat.retention.models import Disposal
from tests.cases.rows import cannot_alter, cannot_put, put
from tests.make import World, make_case


def test_a_case_is_destroyed_once_by_two_people(world: World) -> None:
    made: dict[str, Any] = {
        "team_id": world.team_id,
        "case_id": make_case(world).id,
        "class_code": "survivor",
        "kept_until": date(2026, 1, 1),
        "proposed_at": clock.now(),
        "proposed_by_id": world.chair.member_id,
        "erased": 0,
        "keys": 0,
        "version": 0,
    }
    disposal_id = put(Disposal, **made)

    cannot_put(Disposal, "case_id", **made)
    cannot_alter(Disposal, "ck_disposal_disposed", disposal_id, disposed_at=clock.now())
    cannot_alter(
        Disposal,
        "ck_disposal_two_people",
        disposal_id,
        disposed_at=clock.now(),
        disposed_by_id=world.chair.member_id,
    )
