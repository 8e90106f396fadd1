"""Critical developments inside a change: what is refused, and what answers those that wait."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from icat import clock, codes
from icat.cases.commands.assessment import record_assessment
from icat.cases.commands.development import raise_development
from icat.cases.commands.level import raise_level
from icat.cases.models import Development, LookedAgain, Stage
from icat.cases.steps.assessing import Given
from icat.db import engine as db
from icat.errors import RuleBroken
from icat.legal import Category
from icat.risk.answer import Answer
from tests.make import MadeCase, World, make_case


@pytest.fixture
def case(world: World) -> MadeCase:
    """A case at whose table the advocate has a seat."""
    made = make_case(world, stage=Stage.ACTIVE, seats=[world.police, world.ngo])
    db.end()
    return made


def answers(case_id: UUID) -> list[LookedAgain | None]:
    """How the developments of the case were answered, in the order of raising."""
    db.end()
    rows = db.session().scalars(
        select(Development).where(Development.case_id == case_id).order_by(Development.raised_at)
    )
    return [row.answer for row in rows]


def test_what_one_agency_answers_answers_nothing_what_the_office_answers_does(world: World, case: MadeCase) -> None:
    raise_development(world.advocate.actor, case.id, kind="separation")
    given = {"strangling": Given(Answer.YES)}

    record_assessment(world.policewoman.actor, case.id, answers=given)
    by_agency = answers(case.id)
    record_assessment(world.coordinator.actor, case.id, answers=given)

    assert (by_agency, answers(case.id)) == ([None], [LookedAgain.ASSESSMENT])


def test_a_level_answers_all_that_wait_and_not_what_comes_later(world: World, case: MadeCase) -> None:
    raise_development(world.advocate.actor, case.id, kind="separation")
    raise_development(world.policewoman.actor, case.id, kind="weapon_found")
    raise_level(world.chair.actor, case.id, case.version(), reason="Придбав зброю")
    raise_development(world.policewoman.actor, case.id, kind="other")

    assert answers(case.id) == [LookedAgain.LEVEL, LookedAgain.LEVEL, None]


@pytest.mark.parametrize("wrong", [{"kind": "weather"}, {"happened_on": timedelta(days=-400)}])
def test_an_unknown_kind_and_a_day_far_away_are_refused(world: World, case: MadeCase, wrong: dict) -> None:  # type: ignore[type-arg]
    said = {"kind": "other", **wrong}
    if isinstance(said.get("happened_on"), timedelta):
        said["happened_on"] = clock.today() + said["happened_on"]

    with pytest.raises(RuleBroken):
        raise_development(world.advocate.actor, case.id, **said)


def test_every_kind_says_of_which_category_it_is() -> None:
    assert all(Category(kind.group) for kind in codes.options("critical_development", with_retired=True))
