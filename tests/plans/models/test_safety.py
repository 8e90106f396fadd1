"""When a safety plan is old."""

from datetime import date

import pytest

from icat.plans.models import SafetyPlan

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("confirmed_on", "old"),
    [(None, True), (TODAY, False), (date(2026, 10, 24), False), (date(2026, 10, 23), True)],
)
def test_a_plan_is_old_after_thirty_days_or_when_never_confirmed(confirmed_on: date | None, old: bool) -> None:
    assert SafetyPlan(confirmed_on=confirmed_on).is_old(TODAY) is old
