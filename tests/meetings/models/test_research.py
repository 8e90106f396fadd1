"""Deadlines, and what can be a statement."""

from datetime import UTC, date, datetime

import pytest

from icat.legal import Category
from icat.meetings.models import STATEMENTS, due_on


@pytest.mark.parametrize(
    ("asked", "days", "due"),
    [
        (datetime(2026, 11, 23, 9, tzinfo=UTC), 2, date(2026, 11, 25)),  # Monday
        (datetime(2026, 11, 27, 9, tzinfo=UTC), 2, date(2026, 12, 1)),  # Friday
        (datetime(2026, 11, 28, 9, tzinfo=UTC), 1, date(2026, 11, 30)),  # Saturday
        (datetime(2026, 11, 26, 22, 30, tzinfo=UTC), 1, date(2026, 11, 30)),  # already Friday in Kyiv
    ],
)
def test_a_deadline_counts_working_days_where_the_team_works(asked: datetime, days: int, due: date) -> None:
    assert due_on(asked, days) == due


def test_a_protected_address_is_never_a_statement() -> None:
    assert Category.SAFE_ADDRESS not in STATEMENTS
    assert Category.INCIDENT in STATEMENTS
