"""What the table of outside results cannot hold."""

from icat import clock
from icat.cases.models import OutsideResult
from tests.cases.rows import cannot_put
from tests.make import World, make_case


def test_a_result_says_something(world: World) -> None:
    cannot_put(
        OutsideResult,
        "ck_outside_result_stated",
        team_id=world.team_id,
        case_id=make_case(world).id,
        owner_id=None,
        tool="odara",
        recorded_at=clock.now(),
        recorded_by_id=world.chair.member_id,
    )
