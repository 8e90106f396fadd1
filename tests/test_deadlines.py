"""The clocks as data: hours from the moment, working days from the day, and when one ends soon."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from icat.clock import KYIV
from icat.codes import DATA
from icat.deadlines import deadlines, moment_of, read_deadlines
from icat.errors import ConfigError

FRIDAY = datetime(2026, 11, 20, 23, 30, tzinfo=KYIV)
SECOND = timedelta(seconds=1)


def test_hours_run_through_the_night_and_working_days_pass_over_the_weekend() -> None:
    assert deadlines()["urgent_opened"].by(FRIDAY) == FRIDAY + timedelta(hours=4)
    assert deadlines()["referral_opened"].by(FRIDAY) == date(2026, 11, 23)
    assert deadlines()["case_proposed"].by(FRIDAY) == date(2026, 11, 24)


def test_24_hours_are_24_hours_where_the_clocks_change() -> None:
    evening = datetime(2026, 10, 24, 20, 0, tzinfo=KYIV)

    by = deadlines()["child_services_told"].by(evening.astimezone())

    assert isinstance(by, datetime)
    assert by - evening.astimezone() == timedelta(hours=24)
    assert f"{by.astimezone(KYIV):%d %H:%M}" == "25 19:00"


@pytest.mark.parametrize(
    ("before", "soon"),
    [(timedelta(hours=2) + SECOND, False), (timedelta(hours=2), True), (timedelta(0), True), (-SECOND, False)],
)
def test_soon_begins_so_many_hours_before_and_ends_with_the_clock(before: timedelta, *, soon: bool) -> None:
    assert deadlines()["urgent_opened"].is_soon(FRIDAY, FRIDAY - before) is soon


def test_a_day_lasts_until_its_end() -> None:
    assert moment_of(FRIDAY) is FRIDAY
    assert moment_of(FRIDAY.date()) == FRIDAY.replace(hour=23, minute=59, second=59)


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("soon_hours = 2\n", "soon_hours = 0\n"),
        ("hours = 4\n", "hours = 4\nworking_days = 1\n"),
        ("hours = 4\n", "h = 4\n"),
    ],
)
def test_a_faulty_clock_is_refused_by_the_name_of_its_file(tmp_path: Path, here: str, there: str) -> None:
    faulty = tmp_path / "clocks.toml"
    faulty.write_text((DATA / "clocks.toml").read_text(encoding="utf-8").replace(here, there, 1), encoding="utf-8")

    with pytest.raises(ConfigError, match=r"clocks\.toml"):
        read_deadlines(faulty)


def test_every_clock_of_a_law_says_which() -> None:
    assert all(
        "2229" in one.source.en or "Code" in one.source.en for one in deadlines().values() if one.status != "practice"
    )
