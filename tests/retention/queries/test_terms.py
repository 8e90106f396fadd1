"""From which days the terms of a case are counted."""

from datetime import date, timedelta

from icat import clock
from icat.cases.commands.screening import decline_case, propose_case, screen_case
from icat.cases.models import Proposal
from icat.db import engine as db
from icat.legal import Category
from icat.meetings.commands.research import file_return
from icat.meetings.models import FactKind, Known
from icat.meetings.steps.facts import Statement
from icat.retention.queries.terms import days_of, keepings
from tests.cases.referring import submit
from tests.make import World, make_case
from tests.retention.ending import id_of, version


def test_a_newer_act_that_an_agency_tells_of_moves_the_day(world: World) -> None:
    with clock.pretending(clock.now() - timedelta(days=40)):
        made = make_case(world, stage="research", seats=[world.health])  # type: ignore[arg-type]
    happened = clock.today() - timedelta(days=3)
    file_return(
        world.doctor.actor,
        made.id,
        0,
        survivor=Known.YES,
        perpetrator=Known.NO,
        children=Known.NO,
        facts=[
            Statement("Лікар зафіксував", FactKind.FACT, Category.RISK, "own_record", happened),
            Statement("Раніше теж", FactKind.FACT, Category.RISK, "own_record", date(2020, 1, 1)),
        ],
    )

    days = days_of(db.session(), [made.id])[made.id]

    assert (days.acts, days.has_children, days.declined) == ((happened,), True, None)
    assert days.report == clock.today() - timedelta(days=40)
    assert keepings(db.session(), [made.id])[made.id].until == happened.replace(year=happened.year + 3)


def test_declining_begins_a_short_term(world: World) -> None:
    case_id = id_of(submit(world).reference)
    screen_case(world.coordinator.actor, case_id, version(case_id))
    propose_case(
        world.coordinator.actor,
        case_id,
        version(case_id),
        proposal=Proposal.DECLINE,
        code="outside_area",
        reason="Інша громада",
    )
    decline_case(world.chair.actor, case_id, version(case_id), advice="Зверніться до команди громади")

    kept = keepings(db.session(), [case_id])[case_id]

    assert (kept.deciding.kept.code, kept.until) == ("declined", clock.today() + timedelta(days=30))


def test_no_case_costs_nothing(world: World) -> None:
    assert keepings(db.session(), []) == {}
