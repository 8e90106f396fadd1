"""A question that waits for one agency: who is turned away."""

import pytest

from icat.audit.recording import change
from icat.cases.commands.screening import request_information, screen_case
from icat.cases.models import Case, InformationRequest
from icat.cases.steps.answering import insist_on_waiting
from icat.cases.steps.sharing import held_part
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


def test_no_other_agency_answers_and_nobody_twice_or_over_a_change(world: World, asked: InformationRequest) -> None:
    def refusal(who: Person, version: int, *, answered: bool = False) -> type[Exception] | None:
        try:
            with change(who.actor) as work:
                _case, found = held_part(work, InformationRequest, asked.id)
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
