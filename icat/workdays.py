"""Working days: which days count where law or practice gives a clock in them, from a table that is data."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from icat.errors import ConfigError
from icat.i18n import Message

DATA_FILE = Path(__file__).parent / "data" / "working_days.toml"
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class _Text(msgspec.Struct, forbid_unknown_fields=True):
    uk: str
    en: str


class _DayOff(msgspec.Struct, forbid_unknown_fields=True):
    on: date
    why: _Text


class WorkingDays(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The table: the days of the weekend, the days off on a weekday, and what is worked at a weekend instead."""

    source: str
    status: Literal["confirmed", "to_confirm"]
    checked_on: date
    weekend: list[Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]]
    days_off: list[_DayOff]
    working: list[date]

    def is_working_day(self, day: date) -> bool:
        """Whether that day counts."""
        if day in self.working:
            return True
        return _WEEK[day.weekday()] not in self.weekend and all(off.on != day for off in self.days_off)

    def after(self, day: date, count: int) -> date:
        """The working day that is ``count`` working days after ``day``; the day itself is not counted."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_working_day(day)
        return day


@cache
def working_days() -> WorkingDays:
    """The table of this installation."""
    return read_working_days(DATA_FILE)


def read_working_days(path: Path) -> WorkingDays:
    """The table in ``path``. Refuses unknown names, a week without a working day, a day that is off and worked."""
    try:
        table = msgspec.toml.decode(path.read_bytes(), type=WorkingDays)
        if set(table.weekend) >= set(_WEEK):
            raise ValueError("no day of the week is a working day")
        for off in table.days_off:
            if off.on in table.working:
                raise ValueError(f"{off.on} is off and worked")
    except ValueError as fault:
        message = Message("The data file %(file)s cannot be used: %(fault)s", file=path.name, fault=str(fault))
        raise ConfigError(message) from None
    return table
