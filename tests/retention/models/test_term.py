"""What the table of stated terms cannot hold."""

from datetime import date

from icat import clock
from icat.retention.models import StatedTerm
from tests.cases.rows import cannot_put
from tests.make import World, make_case


def test_nothing_is_stated_without_a_reason(world: World) -> None:
    cannot_put(
        StatedTerm,
        "ck_term_reason",
        team_id=world.team_id,
        case_id=make_case(world).id,
        class_code="perpetrator_sentence",
        counted_on=date(2026, 1, 1),
        set_at=clock.now(),
        set_by_id=world.chair.member_id,
    )
