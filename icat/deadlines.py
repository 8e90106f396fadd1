"""The clocks of the work as data: how long from which event to which, under which law or practice. It reads no time."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from icat import clock
from icat.codes import DATA
from icat.errors import ConfigError
from icat.i18n import Message, Words
from icat.workdays import working_days

END_OF_DAY = time(23, 59, 59)


class _Text(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    uk: str
    en: str

    @property
    def words(self) -> Words:
        return Words(uk=self.uk, en=self.en)


class Deadline(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One clock. With neither hours nor working days it ends when the record says: an order, an action, a review."""

    what: _Text
    since: _Text
    source: _Text
    status: Literal["law_confirmed", "law_to_confirm", "practice"]
    soon_hours: int
    hours: int = 0
    working_days: int = 0

    @property
    def status_label(self) -> Message:
        """Where it stands, in words."""
        return _STATUS[self.status]

    def by(self, since: datetime) -> date | datetime:
        """By when, counted from that moment: a moment where it runs in hours, else a day."""
        if self.hours:
            return since + timedelta(hours=self.hours)
        return working_days().after(clock.local(since).date(), self.working_days)

    def is_soon(self, by: date | datetime, now: datetime) -> bool:
        """Whether it ends soon, and has not ended."""
        end = moment_of(by)
        return now <= end <= now + timedelta(hours=self.soon_hours)


_STATUS = {
    "law_confirmed": Message("law"),
    "law_to_confirm": Message("law, to be confirmed by a lawyer"),
    "practice": Message("practice"),
}


class _File(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    checked_on: date
    clocks: Mapping[str, Deadline]


def moment_of(by: date | datetime) -> datetime:
    """The last moment of a day, and a moment as it is."""
    return by if isinstance(by, datetime) else datetime.combine(by, END_OF_DAY, clock.KYIV)


@cache
def deadlines() -> Mapping[str, Deadline]:
    """The clocks of this installation, by their codes."""
    return read_deadlines(DATA / "clocks.toml")


def read_deadlines(path: Path) -> Mapping[str, Deadline]:
    """The clocks in ``path``. Refuses unknown names, one in hours and in days at once, and one never soon."""
    try:
        found = msgspec.toml.decode(path.read_bytes(), type=_File).clocks
        for code, one in found.items():
            if (one.hours and one.working_days) or min(one.hours, one.working_days) < 0 or one.soon_hours <= 0:
                raise ValueError(f"{code}: hours or working days, and when it ends soon")
    except ValueError as fault:
        message = Message("The data file %(file)s cannot be used: %(fault)s", file=path.name, fault=str(fault))
        raise ConfigError(message) from None
    return found
