"""What the table of pre-checks cannot hold."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from icat import clock
from icat.cases.models import Precheck, PrecheckOutcome
from tests.cases.rows import put
from tests.make import World, make_case


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": PrecheckOutcome.CLEARED},
        {"outcome": PrecheckOutcome.SKIPPED},
        {"outcome": PrecheckOutcome.CLEARED, "agency_id": "health", "reason_code": "cannot_wait"},
        {"outcome": PrecheckOutcome.SKIPPED, "agency_id": "health", "reason_code": "cannot_wait"},
    ],
)
def test_it_is_about_one_agency_or_gives_a_reason(world: World, wrong: dict[str, Any]) -> None:
    given = {**wrong, "agency_id": world.health} if "agency_id" in wrong else wrong
    made = {"team_id": world.team_id, "case_id": make_case(world).id, "done_at": clock.now()}

    with pytest.raises(IntegrityError):
        put(Precheck, **made, done_by_id=world.chair.member_id, **given)
