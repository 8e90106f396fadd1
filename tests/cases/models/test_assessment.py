"""What the tables of assessments cannot hold."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import selectinload

from icat import clock
from icat.cases.models import Answered, Assessment
from icat.db import engine as db
from tests.cases.rows import cannot_put, put
from tests.make import World, make_case


def assessment(world: World, case_id: UUID, **changed: Any) -> dict[str, Any]:
    return {
        "team_id": world.team_id,
        "case_id": case_id,
        "owner_id": world.police,
        "author_id": world.officer.member_id,
        "instrument": "bc-19",
        "instrument_version": 1,
        "instrument_hash": "0" * 64,
        "made_at": clock.now(),
        **changed,
    }


def answer(world: World, case_id: UUID, assessment_id: UUID, factor: str = "separation") -> dict[str, Any]:
    return {"team_id": world.team_id, "case_id": case_id, "assessment_id": assessment_id, "factor": factor}


def test_an_assessment_says_by_whom_when_and_with_which_edition_of_what(world: World) -> None:
    case = make_case(world)

    for name in ("author_id", "instrument", "instrument_version", "instrument_hash", "made_at"):
        cannot_put(Assessment, name, **assessment(world, case.id, **{name: None}))


def test_an_assessment_is_of_an_agency_or_of_the_teams_office(world: World) -> None:
    case = make_case(world)

    put(Assessment, **assessment(world, case.id, owner_id=None))
    cannot_put(Assessment, "foreign key", **assessment(world, case.id, owner_id=uuid4()))
    cannot_put(Assessment, "foreign key", **assessment(world, uuid4()))


def test_a_factor_is_answered_once_in_one_assessment_and_again_in_a_new_one(world: World) -> None:
    case = make_case(world)
    first, second = (put(Assessment, **assessment(world, case.id)) for _ in range(2))
    put(Answered, **answer(world, case.id, first))

    cannot_put(Answered, "unique.*answer", **answer(world, case.id, first))
    put(Answered, **answer(world, case.id, first, "strangulation"))
    put(Answered, **answer(world, case.id, second))


def test_an_answer_belongs_to_an_assessment_that_there_is(world: World) -> None:
    case = make_case(world)

    cannot_put(Answered, "foreign key", **answer(world, case.id, uuid4()))


def test_answers_come_in_one_order_and_never_by_a_question_that_nobody_asked_for(world: World) -> None:
    case = make_case(world)
    made = put(Assessment, **assessment(world, case.id))
    for factor in ("weapons", "separation", "strangulation"):
        put(Answered, **answer(world, case.id, made, factor))
    session = db.session()

    row = session.get_one(Assessment, made, options=[selectinload(Assessment.answers)])
    assert [one.factor for one in row.answers] == ["separation", "strangulation", "weapons"]
    db.end()
    with pytest.raises(InvalidRequestError, match="lazy='raise'"):
        assert db.session().get_one(Assessment, made).answers
