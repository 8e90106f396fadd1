"""Orders and the ten days of an urgent one: terms from data, and the arithmetic of days. Pure: no database, no clock.

A day (доба) is 24 hours from the moment of the order and no calendar day: law 2229-VIII Art. 25.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum, auto
from functools import cache
from math import ceil
from pathlib import Path
from typing import Literal

import msgspec

from icat.codes import DATA
from icat.errors import ConfigError
from icat.i18n import Message, Words

DAY = timedelta(days=1)
URGENT = "urgent_barring_order"
COURTS = ("restraining_order", "restrictive_measures")  # what protects her after the ten days


class _Text(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    uk: str
    en: str

    @property
    def words(self) -> Words:
        return Words(uk=self.uk, en=self.en)


class OrderTerms(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One kind of order: its category, how long it may run, and where that stands."""

    category: str
    source: _Text
    status: Literal["confirmed", "to_confirm"]
    most_days: int = 0
    least_months: int = 0
    most_months: int = 0
    extension_months: int = 0

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody read the law's text; a term that nobody confirmed refuses nothing."""
        return self.status == "confirmed"

    def fault(self, starts_at: datetime, ends_at: datetime | None, *, extended: bool = False) -> Message | None:
        """What is wrong with a period from one moment to another, both on the team's clock."""
        if ends_at is None:
            return None
        if ends_at <= starts_at:
            return Message("It ends before it begins.")
        if not self.is_confirmed:
            return None
        if self.most_days and ends_at > starts_at + self.most_days * DAY:
            return Message("At most %(days)s days of 24 hours (%(law)s).", days=self.most_days, law=self.source.words)
        most = self.most_months + (self.extension_months if extended else 0)
        if self.least_months and ends_at.date() < months_after(starts_at.date(), self.least_months):
            return Message("At least %(months)s month (%(law)s).", months=self.least_months, law=self.source.words)
        if most and ends_at.date() > months_after(starts_at.date(), most) + DAY:
            return Message("At most %(months)s months (%(law)s).", months=most, law=self.source.words)
        return None


class TenDays(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """By which day what is proposed, and how long a court has."""

    call_by_day: int
    filing_by_day: int
    court_hours: int


class Orders(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The file of terms."""

    checked_on: date
    ten_days: TenDays
    kinds: Mapping[str, OrderTerms]


@cache
def orders() -> Orders:
    """The terms of this installation."""
    return read_orders(DATA / "orders.toml")


def read_orders(path: Path) -> Orders:
    """The terms in ``path``. Refuses unknown names, and days for the call and the filing that are out of order."""
    try:
        table = msgspec.toml.decode(path.read_bytes(), type=Orders)
        ten = table.ten_days
        most = table.kinds[URGENT].most_days if URGENT in table.kinds else 0
        if not 0 < ten.call_by_day <= ten.filing_by_day <= most:
            raise ValueError("the call comes before the application, and both within the days of the urgent order")
    except ValueError as fault:
        message = Message("The data file %(file)s cannot be used: %(fault)s", file=path.name, fault=str(fault))
        raise ConfigError(message) from None
    return table


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class Filing(StrEnum):
    """How it stands with the application for a restraining order."""

    NOT_FILED = auto()
    FILED = auto()
    NOT_WANTED = auto()


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of an urgent order and of what was done in its days."""

    starts_at: datetime
    ends_at: datetime
    called_at: datetime | None = None
    filed_at: datetime | None = None
    not_wanted_at: datetime | None = None
    hearing_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One of the days: past, today or ahead, and what belongs to it."""

    number: int
    state: Literal["past", "today", "ahead"]
    marks: tuple[str, ...]  # call, filing, hearing: where something is due or set


@dataclass(frozen=True, slots=True)
class Strip:
    """The ten days of an urgent order as they stand at a moment."""

    at: datetime  # the moment at which it stands so
    day: int
    days: int
    starts_at: datetime
    ends_at: datetime
    left: timedelta
    filing: Filing
    filed_at: datetime | None
    hearing_at: datetime | None
    court_by: datetime | None  # until when the court has to hear what was filed, where no hearing is known
    call_by: datetime | None  # none: she was reached
    filing_by: datetime | None  # none: filed, not wanted, or an order of a court follows
    next_at: datetime | None  # when an order of a court begins
    gap: timedelta | None  # without protection after the end: at least so long; none where nobody knows
    cells: tuple[Cell, ...]

    @property
    def is_over(self) -> bool:
        """Whether the urgent order has ended."""
        return self.left <= timedelta(0)

    @property
    def left_said(self) -> Message:
        """How long it still runs, in words: in days, and in hours where less than two days are left."""
        if self.is_over:
            return Message("it is over")
        hours = ceil(self.left / timedelta(hours=1))
        if hours < 48:
            return Message.plural("%(n)s more hour", "%(n)s more hours", hours)
        return Message.plural("%(n)s more day", "%(n)s more days", hours // 24)

    @property
    def gap_days(self) -> int | None:
        """The days without protection that are ahead, begun ones counted."""
        return None if self.gap is None else ceil(self.gap / DAY)


def ten_days(told: Told, now: datetime, *, following: Iterable[datetime] = (), table: Orders | None = None) -> Strip:
    """The strip of an urgent order at ``now``; ``following`` are the beginnings of orders by a court.

    What is not known is said to be unknown: without a hearing and without an order to follow nobody can say how many
    days are without protection.
    """
    rules = (table or orders()).ten_days
    days = max(1, ceil((told.ends_at - told.starts_at) / DAY))
    day = max(1, min(days, (now - told.starts_at) // DAY + 1))
    next_at = min((at for at in following if at >= told.starts_at), default=None)
    filing = Filing.NOT_FILED
    if told.filed_at is not None:
        filing = Filing.FILED
    elif told.not_wanted_at is not None:
        filing = Filing.NOT_WANTED
    open_filing = filing is Filing.NOT_FILED and next_at is None
    call_by = told.starts_at + rules.call_by_day * DAY if told.called_at is None else None
    filing_by = told.starts_at + rules.filing_by_day * DAY if open_filing else None
    court_by = None
    if told.filed_at is not None and told.hearing_at is None and next_at is None:
        court_by = told.filed_at + timedelta(hours=rules.court_hours)
    hearing_at = told.hearing_at if next_at is None else None
    return Strip(
        at=now,
        day=day,
        days=days,
        starts_at=told.starts_at,
        ends_at=told.ends_at,
        left=told.ends_at - now,
        filing=filing,
        filed_at=told.filed_at,
        hearing_at=told.hearing_at,
        court_by=court_by,
        call_by=call_by,
        filing_by=filing_by,
        next_at=next_at,
        gap=_gap(told.ends_at, next_at or hearing_at),
        cells=tuple(
            Cell(
                number,
                _state(number, day, is_over=told.ends_at <= now),
                _marks(number, told.starts_at, {"call": call_by, "filing": filing_by, "hearing": told.hearing_at}),
            )
            for number in range(1, days + 1)
        ),
    )


def _gap(ends_at: datetime, until: datetime | None) -> timedelta | None:
    return None if until is None else max(timedelta(0), until - ends_at)


def _state(number: int, day: int, *, is_over: bool) -> Literal["past", "today", "ahead"]:
    if is_over or number < day:
        return "past"
    return "today" if number == day else "ahead"


def _marks(number: int, starts_at: datetime, moments: Mapping[str, datetime | None]) -> tuple[str, ...]:
    """What falls into that day; the end of a day still belongs to it."""
    begins, ends = starts_at + (number - 1) * DAY, starts_at + number * DAY
    return tuple(name for name, at in moments.items() if at is not None and begins < at <= ends)
