"""Answering later: frozen, owned, added beside what was answered before."""

import pytest
from sqlalchemy import select

from icat.cases.commands.assessment import record_assessment
from icat.cases.models import Assessment, Stage
from icat.cases.steps.assessing import Given
from icat.db import engine as db
from icat.errors import NotFound, RuleBroken
from icat.risk import instrument
from icat.risk.answer import Answer
from tests.make import World, make_case

YES = {"strangling": Given(Answer.YES)}


def test_what_the_office_answers_is_the_teams_and_what_an_agency_answers_is_its_own(world: World) -> None:
    case = make_case(world, seats=[world.health])
    db.end()

    record_assessment(world.coordinator.actor, case.id, answers=YES)
    record_assessment(world.doctor.actor, case.id, answers=YES)

    rows = db.session().scalars(select(Assessment)).all()
    assert {row.owner_id for row in rows} == {None, world.health}
    assert {row.instrument_hash for row in rows} == {instrument.current("bc-19").digest}


def test_nothing_answered_and_a_source_that_is_none_are_refused(world: World) -> None:
    case = make_case(world)
    db.end()

    for answers in ({}, {"strangling": Given()}, {"strangling": Given(Answer.YES, source="rumour")}):
        with pytest.raises(RuleBroken):
            record_assessment(world.coordinator.actor, case.id, answers=answers)
        db.end()

    assert db.session().scalars(select(Assessment)).all() == []


def test_an_agency_without_a_seat_does_not_even_find_the_case(world: World) -> None:
    case = make_case(world)
    db.end()

    with pytest.raises(NotFound):
        record_assessment(world.doctor.actor, case.id, answers=YES)


def test_a_case_that_is_over_takes_no_answers(world: World) -> None:
    case = make_case(world, stage=Stage.CLOSED)
    db.end()

    with pytest.raises(RuleBroken):
        record_assessment(world.coordinator.actor, case.id, answers=YES)
