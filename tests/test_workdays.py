"""Working days are data: the weekend, days off, days worked instead."""

from datetime import date
from pathlib import Path

import pytest

from icat.errors import ConfigError
from icat.workdays import DATA_FILE, read_working_days, working_days

MONDAY, FRIDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 27), date(2026, 11, 28)


def table(tmp_path: Path, **changed: str) -> Path:
    """The shipped table with some lines in place of its own."""
    lines = [line for line in DATA_FILE.read_text("utf-8").splitlines() if line.split(" = ")[0] not in changed]
    path = tmp_path / "working_days.toml"
    path.write_text("\n".join([*lines, *(f"{name} = {text}" for name, text in changed.items())]), "utf-8")
    return path


def test_the_shipped_table_counts_monday_to_friday() -> None:
    assert [working_days().is_working_day(date(2026, 11, day)) for day in range(23, 30)] == [True] * 5 + [False] * 2
    assert working_days().after(FRIDAY, 1) == date(2026, 11, 30)
    assert working_days().after(MONDAY, 0) == MONDAY


def test_a_day_off_does_not_count_and_a_day_worked_instead_does(tmp_path: Path) -> None:
    off = '[{ on = 2026-11-30, why = { uk = "вихідний", en = "a day off" } }]'
    changed = read_working_days(table(tmp_path, days_off=off, working="[2026-11-28]"))

    assert changed.after(FRIDAY, 1) == SATURDAY
    assert changed.after(SATURDAY, 1) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"weekend": '["saturday", "sonday"]'}, "sonday"),
        (
            {"weekend": '["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]'},
            "no day of the week",
        ),
        (
            {"days_off": '[{ on = 2026-11-28, why = { uk = "а", en = "a" } }]', "working": "[2026-11-28]"},
            "is off and worked",
        ),
        ({"holidays": "[]"}, "holidays"),
    ],
)
def test_a_table_that_can_be_read_in_two_ways_is_refused(tmp_path: Path, changed: dict[str, str], fault: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read_working_days(table(tmp_path, **changed))

    assert fault in str(refused.value.message)
