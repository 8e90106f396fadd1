"""Who may ask, what each must show, and which clock of the law runs: data, with source and status."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum, auto
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import msgspec

from icat import clock
from icat.codes import DATA
from icat.errors import ConfigError, RuleBroken
from icat.i18n import Message, Words
from icat.legal import Sector
from icat.workdays import working_days


class Gives(StrEnum):
    """On which path data may leave to whoever asks."""

    OUTSIDE = auto()
    SURVIVOR = auto()
    REPORT = auto()
    NOBODY = auto()


@dataclass(frozen=True, slots=True)
class Clock:
    """A term of the law: so many days, calendar or working."""

    code: str
    words: Words
    days: int
    is_working: bool
    source: Words
    is_confirmed: bool

    def due(self, received_at: datetime) -> date:
        """The last day of the term; the day of receipt does not count."""
        if self.is_working:
            return working_days().after(clock.local(received_at).date(), self.days)
        return clock.local(received_at).date() + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Inquirer:
    """One kind of asker. Without ``answer`` the paper itself says by when; ``postponed`` none: it cannot be postponed
    (law 2297-VI Art. 17(1): never to the person whose data they are)."""

    code: str
    words: Words
    shows: Words
    is_neutral: bool  # the answer says nothing about whether anything is held
    gives: Gives
    study: Clock | None
    answer: Clock | None
    postponed: Clock | None
    sector: Sector | None
    holds: bool  # nothing is destroyed while it is open
    question: Words | None  # what a lawyer has yet to say


class _Text(msgspec.Struct, forbid_unknown_fields=True):
    uk: str
    en: str


class _Clock(msgspec.Struct, forbid_unknown_fields=True):
    uk: str
    en: str
    days: int
    unit: Literal["calendar", "working"]
    source: _Text
    status: Literal["confirmed", "to_check"]


class _Inquirer(msgspec.Struct, forbid_unknown_fields=True):
    uk: str
    en: str
    shows: _Text
    letter: Literal["open", "neutral"]
    gives: Gives
    study: str = ""
    answer: str = ""
    postponed: str = ""
    sector: Sector | None = None
    holds: bool = False
    question: _Text | None = None


class _File(msgspec.Struct, forbid_unknown_fields=True):
    checked_on: date
    clocks: dict[str, _Clock]
    inquirers: dict[str, _Inquirer]


@cache
def inquirers() -> Mapping[str, Inquirer]:
    """Every kind of asker, in the order of the file."""
    return read_inquirers(DATA / "inquiries.toml")


def inquirer(code: str) -> Inquirer:
    """The kind called ``code``. Refuses anything else, as a form shows it."""
    found = inquirers().get(code)
    if found is None:
        raise RuleBroken(Message("Say who asks."), field="kind")
    return found


def read_inquirers(path: Path) -> Mapping[str, Inquirer]:
    """What stands in ``path``. Refuses unknown keys, an unknown clock, an empty text, and a term of no days."""
    try:
        file = msgspec.toml.decode(path.read_bytes(), type=_File)
        clocks = {code: _clock(code, row) for code, row in file.clocks.items()}
        return MappingProxyType({code: _inquirer(code, row, clocks) for code, row in file.inquirers.items()})
    except ValueError as fault:
        raise ConfigError(
            Message("The data file %(file)s cannot be used: %(fault)s", file=path.name, fault=str(fault))
        ) from None


def _clock(code: str, row: _Clock) -> Clock:
    if row.days < 1:
        raise ValueError(f"{code}: a term has days")
    source = _words(row.source, code)
    return Clock(code, _words(row, code), row.days, row.unit == "working", source, row.status == "confirmed")


def _inquirer(code: str, row: _Inquirer, clocks: Mapping[str, Clock]) -> Inquirer:
    for name in (row.study, row.answer, row.postponed):
        if name and name not in clocks:
            raise ValueError(f"{code}: there is no clock {name}")
    return Inquirer(
        code=code,
        words=_words(row, code),
        shows=_words(row.shows, code),
        is_neutral=row.letter == "neutral",
        gives=row.gives,
        study=clocks.get(row.study),
        answer=clocks.get(row.answer),
        postponed=clocks.get(row.postponed),
        sector=row.sector,
        holds=row.holds,
        question=_words(row.question, code) if row.question else None,
    )


def _words(text: _Text | _Clock | _Inquirer, place: str) -> Words:
    if not text.uk.strip() or not text.en.strip():
        raise ValueError(f"{place}: a text is missing in one of the languages")
    return Words(uk=text.uk, en=text.en)
