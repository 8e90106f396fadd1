"""When a job is due."""

from datetime import datetime, timedelta

import pytest

from icat.clock import KYIV
from icat.jobs.stop import Stop
from icat.jobs.table import Job, jobs


def nothing(_now: datetime) -> None:
    """A job."""


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=KYIV)


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, at(2, 12), True),
        (at(2, 12), at(2, 12, 14), False),
        (at(2, 12), at(2, 12, 15), True),
        (at(2, 12), at(9, 12), True),
    ],
)
def test_a_job_is_due_when_its_time_has_passed(last, now, due):
    assert Job("x", timedelta(minutes=15), nothing).is_due(last, now) is due


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, at(2, 12), True),
        (at(2, 3, 1), at(2, 23), False),
        (at(2, 3, 1), at(3, 2, 59), False),
        (at(2, 3, 1), at(3, 3), True),
        (at(1, 23), at(2, 2), False),
        (at(1, 2), at(2, 2), True),  # the night before was missed
    ],
)
def test_a_nightly_job_is_due_once_a_night_and_makes_up_for_one_that_was_missed(last, now, due):
    assert Job("x", timedelta(days=1), nothing, hour=3).is_due(last, now) is due


def test_every_job_has_a_name_of_its_own(config):
    names = [job.name for job in jobs(config, Stop())]

    assert len(names) == len(set(names))
    assert all(0 < len(name) <= 40 for name in names)
