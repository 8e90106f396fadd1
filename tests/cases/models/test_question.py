"""What the table of questions cannot hold."""

from typing import Any

from icat import clock
from icat.cases.models import FactorQuestion
from tests.cases.rows import cannot_alter, put
from tests.make import World, make_case


def test_an_answered_question_has_who_answered_and_the_answer(world: World) -> None:
    made: dict[str, Any] = {
        "team_id": world.team_id,
        "case_id": make_case(world).id,
        "owner_id": world.health,
        "instrument": "bc-19",
        "instrument_version": 1,
        "factor": "strangling",
        "asked_at": clock.now(),
        "asked_by_id": world.chair.member_id,
        "due_on": clock.today(),
        "version": 0,
    }
    question = put(FactorQuestion, **made)

    cannot_alter(FactorQuestion, "ck_factor_question_answered", question, answered_by_id=world.doctor.member_id)
