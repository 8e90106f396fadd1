"""Writing down what an agency knows."""

from datetime import timedelta
from typing import Any

import pytest

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Case, Stage
from icat.errors import RuleBroken
from icat.legal import Category
from icat.meetings.models import Fact, FactKind
from icat.meetings.steps.facts import Statement, write_fact
from tests.make import MadeCase, World, make_case
from tests.meetings.sitting import rows


def write(world: World, case: MadeCase, **changed: Any) -> None:
    """Let the police write something."""
    given = {"text": "Виклик", "kind": FactKind.FACT, "category": Category.INCIDENT, "source_code": "police_record"}
    with change(world.policewoman.actor) as work:
        write_fact(work, work.get(Case, case.id), Statement(**(given | changed)))
        work.record(Event.RETURN_FILED, case=case.id, known="yes")


def test_a_fact_belongs_to_its_agency_and_is_written_once(world: World) -> None:
    case = make_case(world, stage=Stage.RESEARCH)
    write(world, case)
    write(world, case)
    write(world, case, kind=FactKind.OPINION)

    assert {(row.owner_id, row.kind) for row in rows(Fact)} == {
        (world.police, FactKind.FACT),
        (world.police, FactKind.OPINION),
    }


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "х" * 301}, "text"),
        ({"category": Category.SAFE_ADDRESS}, "category"),
        ({"source_code": "rumour"}, None),
        ({"happened_on": "tomorrow"}, "happened_on"),
    ],
)
def test_what_cannot_be_said_is_refused(world: World, changed: dict[str, Any], field: str | None) -> None:
    case = make_case(world, stage=Stage.RESEARCH)
    if "happened_on" in changed:
        changed = {"happened_on": clock.today() + timedelta(days=1)}

    with pytest.raises(RuleBroken) as refused:
        write(world, case, **changed)

    assert refused.value.field == field
    assert not rows(Fact)
