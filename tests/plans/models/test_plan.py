"""When a promise is overdue, and when it was kept late."""

from datetime import UTC, date, datetime

import pytest

from icat.i18n import speaking
from icat.plans.models import Action, ActionStatus, Domain

DUE = date(2026, 11, 24)


def promise(**more: object) -> Action:
    return Action(due_on=DUE, domain=Domain.STAFF, **more)


def test_an_open_action_is_overdue_the_day_after() -> None:
    assert not promise().is_overdue(DUE)
    assert promise().is_overdue(date(2026, 11, 25))
    assert not promise(status=ActionStatus.CANCELLED).is_overdue(date(2026, 11, 25))


@pytest.mark.parametrize(
    ("at", "late"),
    [
        (datetime(2026, 11, 24, 21, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 24, 22, 1, tzinfo=UTC), True),  # past midnight where the team works
    ],
)
def test_what_was_done_after_its_day_in_kyiv_was_done_late(at: datetime, late: bool) -> None:
    assert promise(status=ActionStatus.DONE, reported_at=at).is_late is late
    assert not promise(status=ActionStatus.OVERTAKEN, reported_at=at).is_late


def test_everything_has_words() -> None:
    with speaking("en"):
        assert {str(one.label) for one in Domain} | {str(one.label) for one in ActionStatus}
        assert all(str(one.label) for one in (*Domain, *ActionStatus))
