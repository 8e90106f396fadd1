"""Stating a proceeding, an order, a penalty or a sentence: never without saying what it is known from."""

from datetime import date, timedelta

import pytest

from icat import clock
from icat.audit.events import Event
from icat.db import engine as db
from icat.errors import NotAllowed, RuleBroken
from icat.retention.commands.disposal import propose_disposal
from icat.retention.commands.terms import extend_retention
from icat.retention.queries.terms import keepings
from tests.audit.acting import newest
from tests.make import World
from tests.retention.ending import old_case, version

KNOWN = {"code": "perpetrator_sentence", "counted_on": date(2026, 1, 10), "reason": "Вирок у справі 569/11/25"}


def test_a_sentence_prolongs_the_term_by_ten_years_and_the_newest_statement_counts(world: World) -> None:
    case_id, _reference = old_case(world)

    extend_retention(world.coordinator.actor, case_id, **KNOWN)  # type: ignore[arg-type]

    assert keepings(db.session(), [case_id])[case_id].until == date(2036, 1, 10)
    leaf = newest(world.team_id)
    assert (leaf["k"], leaf["f"]) == (
        Event.RETENTION_EXTENDED,
        {"term": "perpetrator_sentence", "counted": "2026-01-10"},
    )
    assert not [word for word in str(KNOWN["reason"]).split() if word in str(leaf)]
    db.end()
    with pytest.raises(RuleBroken, match="not over"):
        propose_disposal(world.coordinator.actor, case_id, version(case_id))

    with clock.pretending(clock.now() + timedelta(minutes=1)):
        extend_retention(
            world.chair.actor,
            case_id,
            code="perpetrator_penalty",
            counted_on=date(2020, 1, 1),
            reason="Вирок скасовано",
        )
    propose_disposal(world.coordinator.actor, case_id, version(case_id))


def test_a_guess_prolongs_nothing(world: World) -> None:
    case_id, _reference = old_case(world)

    for wrong in (
        {"reason": " "},
        {"code": "survivor"},
        {"code": "no-such"},
        {"counted_on": date(1949, 12, 31)},
        {"counted_on": clock.today() + timedelta(days=366 * 16)},
    ):
        with pytest.raises(RuleBroken):
            extend_retention(world.coordinator.actor, case_id, **{**KNOWN, **wrong})  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        extend_retention(world.policewoman.actor, case_id, **KNOWN)  # type: ignore[arg-type]
