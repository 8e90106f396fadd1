"""What the table of critical developments cannot hold."""

from typing import Any

from icat import clock
from icat.cases.models import Development, LookedAgain
from icat.legal import Category
from tests.cases.rows import cannot_alter, put
from tests.make import World, make_case


def test_an_answer_has_a_moment_a_person_and_where_it_is_set_aside_a_reason(world: World) -> None:
    made: dict[str, Any] = {
        "team_id": world.team_id,
        "case_id": make_case(world).id,
        "category": Category.RISK,
        "happened_on": clock.today(),
        "raised_at": clock.now(),
        "raised_by_id": world.advocate.member_id,
        "version": 0,
    }
    id = put(Development, **made)
    chair = {"answered_at": clock.now(), "answered_by_id": world.chair.member_id}

    cannot_alter(Development, "ck_development_answered", id, answered_at=clock.now(), answer=LookedAgain.LEVEL)
    cannot_alter(Development, "ck_development_answer", id, **chair)
    cannot_alter(Development, "ck_development_reason", id, **chair, answer=LookedAgain.SET_ASIDE)
