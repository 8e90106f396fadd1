"""A question with its case: what is held first, and who is turned away."""

from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy.orm import Session

from icat.audit.recording import change
from icat.cases.commands.screening import request_information, screen_case
from icat.cases.models import Case, InformationRequest
from icat.cases.steps.answering import held_question, insist_on_waiting
from icat.db import engine as db
from icat.errors import NotFound, RuleBroken, Stale
from tests.cases.referring import submit
from tests.make import Person, World


@pytest.fixture
def asked(world: World) -> InformationRequest:
    """A question of the office to the agency that referred a case."""
    submit(world)
    case_id = db.session().query(Case).one().id
    screen_case(world.coordinator.actor, case_id, 0)
    request_information(world.coordinator.actor, case_id, text="Чи є зброя?")
    return db.session().query(InformationRequest).one()


def test_the_case_is_locked_before_the_question(
    world: World, asked: InformationRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked, kept = list[str](), Session.get

    def noting(session: Session, model: Any, *more: Any, **named: Any) -> Any:
        if named.get("with_for_update"):
            locked.append(model.__name__)
        return kept(session, model, *more, **named)

    monkeypatch.setattr(Session, "get", noting)
    with suppress(LookupError), change(world.officer.actor) as work:
        held_question(work, InformationRequest, asked.id)
        raise LookupError  # nothing is to be changed

    assert locked == ["Case", "InformationRequest"]


def test_no_other_agency_answers_and_nobody_twice_or_over_a_change(world: World, asked: InformationRequest) -> None:
    def refusal(who: Person, version: int, *, answered: bool = False) -> type[Exception] | None:
        try:
            with change(who.actor) as work:
                _case, found = held_question(work, InformationRequest, asked.id)
                found.answered_at = work.at if answered else None
                insist_on_waiting(work, found, version)
                raise LookupError
        except LookupError:
            return None
        except (NotFound, RuleBroken, Stale) as refused:
            return type(refused)

    assert refusal(world.doctor, 0) is NotFound
    assert refusal(world.policewoman, 0, answered=True) is RuleBroken
    assert refusal(world.policewoman, 7) is Stale
    assert refusal(world.policewoman, 0) is None
