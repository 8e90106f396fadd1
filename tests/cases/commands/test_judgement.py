"""Views of the danger: in words, under a name, beside the earlier ones."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from icat import clock
from icat.cases.commands.judgement import record_judgement
from icat.cases.models import Judgement, Stage, Whose
from icat.db import engine as db
from icat.errors import NotFound, RuleBroken
from tests.make import World, make_case


def told(**changed: Any) -> dict[str, Any]:
    """What the command is told, complete unless changed."""
    own = {"whose": Whose.OWN, "words": "Він мене вб’є", "judged_on": clock.today(), "asked_by": "Софія Мельничук"}
    return {**own, **changed}


def rows() -> list[Judgement]:
    db.end()
    return list(db.session().scalars(select(Judgement).order_by(Judgement.recorded_at)))


def test_a_later_view_stands_beside_the_earlier_one(world: World) -> None:
    case = make_case(world, seats=[world.ngo])
    db.end()

    record_judgement(world.advocate.actor, case.id, **told())
    record_judgement(world.advocate.actor, case.id, **told(words="Сьогодні спокійніше"))
    record_judgement(world.chair.actor, case.id, **told(whose=Whose.PROFESSIONAL, asked_by="хтось"))

    assert [(row.whose, row.owner_id, row.words, row.asked_by) for row in rows()] == [
        (Whose.OWN, world.ngo, "Він мене вб’є", "Софія Мельничук"),
        (Whose.OWN, world.ngo, "Сьогодні спокійніше", "Софія Мельничук"),
        (Whose.PROFESSIONAL, None, "Він мене вб’є", ""),
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"words": " "}, "words"),
        ({"judged_on": None}, "judged_on"),
        ({"judged_on": date(2999, 1, 1)}, "judged_on"),
        ({"asked_by": ""}, "asked_by"),
    ],
)
def test_half_a_view_is_refused(world: World, wrong: dict[str, Any], field: str) -> None:
    case = make_case(world)
    db.end()

    with pytest.raises(RuleBroken) as refused:
        record_judgement(world.coordinator.actor, case.id, **told(**wrong))

    assert refused.value.field == field
    assert rows() == []


def test_who_has_no_seat_and_a_case_that_is_over_are_refused(world: World) -> None:
    case, over = make_case(world), make_case(world, stage=Stage.CLOSED)
    db.end()

    with pytest.raises(NotFound):
        record_judgement(world.doctor.actor, case.id, **told())
    with pytest.raises(RuleBroken):
        record_judgement(world.coordinator.actor, over.id, **told())
