"""The level between meetings goes up and never down."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from icat.cases.commands.level import raise_level
from icat.cases.models import Case, Level, LevelCode, Stage
from icat.db import engine as db
from icat.errors import NotAllowed, RuleBroken, Stale
from tests.make import MadeCase, World, make_case


@pytest.fixture
def case(world: World) -> MadeCase:
    """A case that waits for its meeting."""
    made = make_case(world, stage=Stage.RESEARCH)
    db.end()
    return made


def history(case_id: UUID) -> list[Any]:
    """The steps of the level."""
    db.end()
    return list(db.session().scalars(select(Level).where(Level.case_id == case_id)))


def test_a_chair_raises_with_a_reason_under_the_chairs_name(world: World, case: MadeCase) -> None:
    raise_level(world.chair.actor, case.id, 0, reason="Придбав зброю")

    (step,) = history(case.id)
    assert (step.level, step.set_by_id, step.reason) == (
        LevelCode.HIGHEST_RISK,
        world.chair.member_id,
        "Придбав зброю",
    )
    assert db.session().get_one(Case, case.id).level is LevelCode.HIGHEST_RISK


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"reason": "Минуло", "level": LevelCode.NOT_HIGHEST_RISK}])
def test_no_reason_and_no_lowering(world: World, case: MadeCase, wrong: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken):
        raise_level(world.chair.actor, case.id, 0, **wrong)

    assert history(case.id) == []


def test_what_is_highest_is_not_raised_again_and_an_old_page_is_refused(world: World, case: MadeCase) -> None:
    raise_level(world.chair.actor, case.id, 0, reason="Придбав зброю")
    with pytest.raises(Stale):
        raise_level(world.chair.actor, case.id, 0, reason="Ще раз")
    db.end()
    with pytest.raises(RuleBroken):
        raise_level(world.chair.actor, case.id, 1, reason="Ще раз")


@pytest.mark.parametrize("stage", [Stage.MEETING, Stage.CLOSED, Stage.DECLINED])
def test_not_while_the_meeting_has_it_nor_when_it_is_over(world: World, stage: Stage) -> None:
    made = make_case(world, stage=stage)
    db.end()

    with pytest.raises(RuleBroken):
        raise_level(world.chair.actor, made.id, 0, reason="Придбав зброю")


def test_only_a_chair(world: World, case: MadeCase) -> None:
    with pytest.raises(NotAllowed):
        raise_level(world.coordinator.actor, case.id, 0, reason="Придбав зброю")
