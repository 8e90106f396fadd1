"""How long a case is kept: classes from data, and the arithmetic of days. Pure: no database, no clock.

The law knows a term for each person of a case; a case has one file and is destroyed whole, so it is kept until the last
of its terms is over, and the page shows each of them. What only a person can know (an order, a penalty, a sentence)
lengthens a term only where a person stated it with a reason; nothing lengthens by being unknown.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum, auto
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from icat.codes import DATA
from icat.errors import ConfigError
from icat.i18n import Message, Words


class Part(StrEnum):
    """Whose term it is."""

    REPORTER = auto()
    SURVIVOR = auto()
    CHILD = auto()
    PERPETRATOR = auto()
    DECLINED = auto()


class From(StrEnum):
    """The day from which a term is counted."""

    REPORT = auto()
    ACT = auto()
    DECLINED = auto()
    STATED = auto()


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """One class: for whom, how long, from which day, under which law, and how sure that is."""

    code: str
    part: Part
    years: int
    days: int
    counted_from: From
    label: Words
    reference: Words
    grade: str
    status: str

    @property
    def is_open(self) -> bool:
        """Whether it has no end of its own: it lasts until a person states another."""
        return not self.years and not self.days

    @property
    def is_stated(self) -> bool:
        """Whether it holds only where a person stated it."""
        return self.counted_from is From.STATED

    def ends(self, day: date) -> date:
        """The last day of the term that is counted from ``day``."""
        return years_after(day, self.years) + timedelta(days=self.days)

    @property
    def length(self) -> Message:
        """How long, in words."""
        if self.is_open:
            return Message("as long as it lasts")
        if self.years:
            return Message.plural("%(num)s year", "%(num)s years", self.years)
        return Message.plural("%(num)s day", "%(num)s days", self.days)

    @property
    def is_confirmed(self) -> bool:
        """Whether a lawyer has attested it."""
        return self.status == "confirmed"


@dataclass(frozen=True, slots=True)
class Rules:
    """All classes of one jurisdiction."""

    version: str
    checked_on: date
    old_keys_days: int
    classes: dict[str, RetentionClass]

    @property
    def stated(self) -> tuple[RetentionClass, ...]:
        """What a person may state of a perpetrator."""
        return tuple(one for one in self.classes.values() if one.is_stated)


@dataclass(frozen=True, slots=True)
class Stated:
    """A circumstance that a person stated: the class it leads to, and the day from which that is counted."""

    class_code: str
    on: date


@dataclass(frozen=True, slots=True)
class Days:
    """What has happened in a case, as far as terms ask. Closing a case will add its day here."""

    report: date
    acts: tuple[date, ...] = ()
    decision: date | None = None
    declined: date | None = None
    stub_days: int | None = None  # what the team set for what it declined; the data speaks where it set nothing
    has_children: bool = False
    stated: Stated | None = None  # the newest


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a case: from which day, and until which; none where it has no end."""

    kept: RetentionClass
    counted_on: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long a case is kept, which term says so, and the others."""

    deciding: Term
    terms: tuple[Term, ...]

    @property
    def until(self) -> date | None:
        """The last day on which the case is kept; none where there is no end yet."""
        return self.deciding.until

    def is_due(self, on: date) -> bool:
        """Whether its last day is over."""
        return self.until is not None and on > self.until


def keeping(days: Days, rules: Rules) -> Keeping:
    """The terms of a case. Of two that end on one day, the one that stands first in the data decides."""
    found = [_term(_as_set(one, days), days) for one in rules.classes.values() if _concerns(one, days)]
    deciding = max(found, key=lambda term: (term.until is None, term.until or date.min))
    return Keeping(deciding, tuple(found))


def _as_set(kept: RetentionClass, days: Days) -> RetentionClass:
    """The team sets how long what it declined is kept (law 2297-VI Art. 6(8)); the class says so too."""
    if kept.part is not Part.DECLINED or days.stub_days is None:
        return kept
    return replace(kept, years=0, days=days.stub_days)


def _concerns(kept: RetentionClass, days: Days) -> bool:
    if kept.is_stated:
        return days.stated is not None and days.stated.class_code == kept.code
    if days.declined is not None:
        return kept.part is Part.DECLINED
    if kept.part is Part.DECLINED:
        return False
    return kept.part is not Part.CHILD or days.has_children


def _term(kept: RetentionClass, days: Days) -> Term:
    day = _counted_from(kept.counted_from, days)
    return Term(kept, day, None if kept.is_open else kept.ends(day))


def _counted_from(what: From, days: Days) -> date:
    if what is From.STATED and days.stated is not None:
        return days.stated.on
    if what is From.DECLINED and days.declined is not None:
        return days.declined
    if what is From.REPORT:
        return days.report
    # An act that was told of is as old as its report at most, where its own day is not known; and a case about which
    # the team still decides is still needed.
    known: Iterable[date | None] = (days.report, days.decision, *days.acts)
    return max(day for day in known if day is not None)


def years_after(day: date, years: int) -> date:
    """The same day so many years later; of 29 February, the last day of that month (Civil Code Art. 254(3))."""
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


class _Text(msgspec.Struct, forbid_unknown_fields=True):
    uk: str
    en: str


class _Class(msgspec.Struct, forbid_unknown_fields=True):
    code: str
    part: Part
    counted_from: From
    label: _Text
    reference: _Text
    grade: Literal["V", "D"]
    status: Literal["confirmed", "to_confirm"]
    years: int = 0
    days: int = 0


class _File(msgspec.Struct, forbid_unknown_fields=True):
    jurisdiction: str
    version: str
    checked_on: date
    old_keys_days: int
    classes: list[_Class]


@cache
def rules() -> Rules:
    """The classes of this installation."""
    return read_rules(DATA / "retention.toml")


def read_rules(path: Path) -> Rules:
    """The classes in ``path``. Refuses unknown keys, a code twice, a part without a class, and a term that ends
    before it begins."""
    try:
        written = msgspec.toml.decode(path.read_bytes(), type=_File)
        found = {one.code: _class(one) for one in written.classes}
        if len(found) != len(written.classes):
            raise ValueError("a code stands twice")
        missing = set(Part) - {one.part for one in found.values() if not one.is_stated}
        if missing:
            raise ValueError(f"nothing is said of {', '.join(sorted(missing))}")
        if written.old_keys_days < 0:
            raise ValueError("old_keys_days is a number of days")
    except ValueError as fault:
        raise ConfigError(
            Message("The data file %(file)s cannot be used: %(fault)s", file=path.name, fault=str(fault))
        ) from None
    return Rules(written.version, written.checked_on, written.old_keys_days, found)


def _class(one: _Class) -> RetentionClass:
    if one.years < 0 or one.days < 0 or one.years > 99 or (one.years and one.days):
        raise ValueError(f"{one.code}: years or days, not both")
    if not one.years and not one.days and one.counted_from is not From.STATED:
        raise ValueError(f"{one.code}: only what a person states may have no end")
    if (one.counted_from is From.DECLINED) != (one.part is Part.DECLINED):
        raise ValueError(f"{one.code}: what was declined is counted from declining, and nothing else is")
    if one.counted_from is From.STATED and one.part is not Part.PERPETRATOR:
        raise ValueError(f"{one.code}: only of a perpetrator something is stated")
    texts = (one.label.uk, one.label.en, one.reference.uk, one.reference.en)
    if not all(text.strip() for text in texts):
        raise ValueError(f"{one.code}: a text is missing in one of the languages")
    return RetentionClass(
        one.code,
        one.part,
        one.years,
        one.days,
        one.counted_from,
        Words(uk=one.label.uk, en=one.label.en),
        Words(uk=one.reference.uk, en=one.reference.en),
        one.grade,
        one.status,
    )
