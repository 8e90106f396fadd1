"""A verdict on two cases: two different ones, never without a verdict, and sealed so that all look alike."""

from sqlalchemy import text

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Comparison, Verdict
from icat.db import engine as db
from icat.i18n import speaking
from tests.cases.rows import cannot_put
from tests.make import World, make_case


def test_the_database_refuses_a_case_beside_itself_and_no_verdict(world: World) -> None:
    case, other = make_case(world), make_case(world)
    row = {
        "team_id": world.team_id,
        "case_id": case.id,
        "other_id": other.id,
        "compared_at": clock.now(),
        "compared_by_id": world.coordinator.member_id,
    }

    cannot_put(Comparison, "two_cases", **row | {"other_id": case.id, "verdict_sealed": b"x"})
    cannot_put(Comparison, "verdict", **row)


def test_whatever_was_found_looks_the_same_in_the_database(world: World) -> None:
    case, other = make_case(world), make_case(world)
    with change(world.chair.actor) as work:
        for verdict in Verdict:
            work.add(
                Comparison(
                    team_id=world.team_id,
                    case_id=case.id,
                    other_id=other.id,
                    compared_at=work.at,
                    compared_by_id=world.chair.member_id,
                    verdict=verdict.value,
                )
            )
        work.record(Event.CASE_COMPARED, case=case.id)

    sizes = db.session().execute(text("select distinct length(verdict_sealed) from comparison")).all()

    assert len(sizes) == 1


def test_every_verdict_is_said_in_both_languages() -> None:
    for verdict in Verdict:
        with speaking("uk"):
            ukrainian = str(verdict.label)
        with speaking("en"):
            assert ukrainian != str(verdict.label)
