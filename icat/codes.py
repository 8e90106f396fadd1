"""The lists that people choose from, and the numbers printed for her: data in both languages, with source and date.

A code, once used, keeps its meaning for ever: a list may grow and an entry may be retired, none is renamed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

import msgspec

from icat.errors import ConfigError, RuleBroken
from icat.i18n import Message, Words

DATA = Path(__file__).parent / "data"
LISTS = DATA / "lists"

_CODE = re.compile(r"[a-z][a-z0-9_]*")
_DIALLED = re.compile(r"[0-9][0-9 -]{1,15}")


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose. ``prompts`` are offered, never instructed; ``group`` is the code it belongs to, if any."""

    code: str
    words: Words
    retired: bool = False
    hint: Words | None = None
    prompts: tuple[Words, ...] = ()
    group: str = ""

    def __str__(self) -> str:
        return str(self.words)


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list: whether a team may change it (``fixed`` says no), where it comes from and when that was checked."""

    name: str
    title: Words
    fixed: bool
    source: str
    checked_on: date
    options: Mapping[str, Option]


@dataclass(frozen=True, slots=True)
class Hotline:
    """A number for the survivor's paper. Only one whose source was read is printed."""

    code: str
    number: str
    words: Words
    status: str
    source: str
    checked_on: date
    also: str = ""
    note: Words | None = None

    @property
    def printed(self) -> bool:
        """Whether the number may stand on paper: a wrong number is worse than none."""
        return self.status == "confirmed"


class _Text(msgspec.Struct, forbid_unknown_fields=True):
    uk: str
    en: str


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    uk: str
    en: str
    hint: _Text | None = None
    prompts: list[_Text] = []
    group: str = ""
    retired: bool = False


class _File(msgspec.Struct, forbid_unknown_fields=True):
    title: _Text
    fixed: bool
    source: str
    checked_on: date
    options: dict[str, _Entry]


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    number: str
    uk: str
    en: str
    status: str
    source: str
    checked_on: date
    also: str = ""
    note: _Text | None = None


def options(name: str, *, with_retired: bool = False) -> tuple[Option, ...]:
    """What the list ``name`` offers, in its order; retired entries only where old records are shown."""
    return tuple(option for option in code_list(name).options.values() if with_retired or not option.retired)


def words(name: str, code: str) -> Words:
    """What ``code`` of the list ``name`` is called, also when it is retired. Refuses an unknown code (LookupError)."""
    found = code_list(name).options.get(code)
    if found is None:
        raise LookupError(f"the list {name} has no {code}")
    return found.words


def require(name: str, code: str) -> str:
    """``code``, if the list ``name`` offers it today. Refuses anything else, as a form shows it."""
    found = code_list(name).options.get(code)
    if found is None or found.retired:
        raise RuleBroken(Message("Choose one of the offered answers."))
    return code


def lists() -> tuple[str, ...]:
    """The names of all lists."""
    return tuple(sorted(path.stem for path in LISTS.glob("*.toml")))


@cache
def code_list(name: str) -> CodeList:
    """The list ``name`` with all its entries. Refuses a list that does not exist (LookupError) and a faulty file."""
    if not _CODE.fullmatch(name) or not (LISTS / f"{name}.toml").is_file():
        raise LookupError(f"there is no list {name}")
    return read_list(LISTS / f"{name}.toml")


def read_list(path: Path) -> CodeList:
    """The list in ``path``. Refuses unknown keys, a code twice or of another shape, an empty text or source."""
    try:
        written = msgspec.toml.decode(path.read_bytes(), type=_File)
        options = {code: _option(code, entry) for code, entry in written.options.items()}
        if not options or not written.source.strip():
            raise ValueError("a list needs entries and a source")
        title = _words(written.title)
    except ValueError as fault:  # msgspec and tomllib both say what and where
        raise _faulty(path, fault) from None
    return CodeList(path.stem, title, written.fixed, written.source, written.checked_on, MappingProxyType(options))


@cache
def hotlines() -> tuple[Hotline, ...]:
    """All numbers in the order of the paper; ``printed`` says which may stand there."""
    return read_hotlines(DATA / "hotlines.toml")


def read_hotlines(path: Path) -> tuple[Hotline, ...]:
    """The numbers in ``path``. Refuses what ``read_list`` refuses, an unknown status, and what cannot be dialled."""
    try:
        lines = msgspec.toml.decode(path.read_bytes(), type=dict[str, _Line])
        return tuple(_hotline(code, line) for code, line in lines.items())
    except ValueError as fault:
        raise _faulty(path, fault) from None


def _option(code: str, entry: _Entry) -> Option:
    if not _CODE.fullmatch(code):
        raise ValueError(f"{code}: small Latin letters, figures and underscores only")
    return Option(
        code,
        _words(entry, code),
        entry.retired,
        _words(entry.hint, code) if entry.hint else None,
        tuple(_words(prompt, code) for prompt in entry.prompts),
        entry.group,
    )


def _hotline(code: str, line: _Line) -> Hotline:
    if line.status not in ("confirmed", "to_check"):
        raise ValueError(f"{code}: the status is confirmed or to_check")
    if not _DIALLED.fullmatch(line.number) or (line.also and not _DIALLED.fullmatch(line.also)):
        raise ValueError(f"{code}: a number has figures, spaces and dashes")
    if not line.source.strip():
        raise ValueError(f"{code}: where the number comes from is missing")
    note = _words(line.note, code) if line.note else None
    return Hotline(code, line.number, _words(line, code), line.status, line.source, line.checked_on, line.also, note)


def _words(text: _Text | _Entry | _Line, place: str = "title") -> Words:
    if not text.uk.strip() or not text.en.strip():
        raise ValueError(f"{place}: a text is missing in one of the languages")
    return Words(uk=text.uk, en=text.en)


def _faulty(path: Path, fault: ValueError) -> ConfigError:
    return ConfigError(Message("The data file %(file)s cannot be used: %(fault)s", file=path.name, fault=str(fault)))
