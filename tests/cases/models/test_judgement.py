"""What the table of judgements cannot hold."""

from icat import clock
from icat.cases.models import Judgement, Whose
from tests.cases.rows import cannot_put
from tests.make import World, make_case


def test_a_view_of_the_danger_has_words(world: World) -> None:
    cannot_put(
        Judgement,
        "ck_judgement_words",
        team_id=world.team_id,
        case_id=make_case(world).id,
        owner_id=None,
        whose=Whose.OWN,
        recorded_at=clock.now(),
        recorded_by_id=world.chair.member_id,
    )
