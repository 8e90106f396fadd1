"""What a person can be recognised by, with spelling taken away: skeletons of the names, days, digits of the phones.

A key is made from what is known and from nothing else; what is missing says nothing. Pure: no database, no clock.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from sys import intern
from typing import Literal

import msgspec

from icat.errors import ConfigError
from icat.i18n import Message
from icat.names import skeleton, sounds

DATA_FILE = Path(__file__).parent.parent / "data" / "given_names.toml"

_PATRONYMIC = re.compile(r"(?:io|ie|i|o|e)?(?:vič|vna)$|(?:inična|ična|ič)$")
_FEMININE = re.compile(r"(?<=[sc]k)a?ia$|(?<=..)aia$")  # Левицкая, Новая: as Ukrainian has them, Левицька, Нова


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of somebody, as it was typed; each part may be missing."""

    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    other_names: str = ""  # earlier surnames, and what else somebody is called
    born: date | None = None
    year: int | None = None
    is_estimated: bool = False
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """The same, comparable. Surnames, given names and other names are skeletons of single words."""

    surnames: tuple[str, ...]
    given: tuple[str, ...]
    patronymic: str
    others: tuple[str, ...]
    born: int  # the day as a number; 0 where it is not known
    year: int  # 0 where it is not known
    is_estimated: bool
    phones: tuple[str, ...]

    def without_phones(self) -> "Key":
        """For who may read the names but not the numbers."""
        if not self.phones:
            return self
        return Key(self.surnames, self.given, self.patronymic, self.others, self.born, self.year, self.is_estimated, ())

    @property
    def is_empty(self) -> bool:
        """Whether nobody could be recognised by it."""
        return not (self.surnames or self.given or self.others or self.phones)


def key_of(known: Known) -> Key:
    """The key of what is known."""
    year = known.born.year if known.born else known.year or 0
    return Key(
        surnames=_surnames(known.surname),
        given=_given(known.given_name),
        patronymic=_father(known.patronymic),
        others=_words(known.other_names),
        born=known.born.toordinal() if known.born else 0,
        year=year,
        is_estimated=known.is_estimated and known.born is None,
        phones=tuple(intern(digits) for digits in _phones(known.phones)),
    )


def _surnames(text: str) -> tuple[str, ...]:
    """The parts of a surname; a double one can be known by either half (Нечуй-Левицький)."""
    return tuple(intern(_FEMININE.sub("a", word)) for word in skeleton(text).split())


def _given(text: str) -> tuple[str, ...]:
    """The names that a given name may stand for: the form of the documents; a short form may be of several."""
    found: list[str] = []
    for word in skeleton(text).split():
        found += [name for name in _same_names().get(word, (word,)) if name not in found]
    return tuple(intern(name) for name in found)


def _words(text: str) -> tuple[str, ...]:
    """The single words of a field in which people write several names, both as a surname and as a given name."""
    found: list[str] = []
    for word in skeleton(text).split():
        for name in (_FEMININE.sub("a", word), *_same_names().get(word, ())):
            if len(name) > 1 and name not in found:
                found.append(name)
    return tuple(intern(name) for name in found)


def _father(text: str) -> str:
    """The father's name within a patronymic: Миколаївна, Николаевна and Mykolaivna are daughters of one Микола."""
    words = sounds(text)
    if not words:
        return ""
    stem = _stem(_PATRONYMIC.sub("", words[0]))
    return intern(_fathers().get(stem, stem))


def _stem(name: str) -> str:
    """A man's name without its end, as it stands in a patronymic: Яків and Яковлевич have one."""
    return re.sub(r"(?<=iak)(iv|ov|ovl)$", "", name).rstrip("ieoa")


def _phones(phones: Iterable[str]) -> list[str]:
    """The last nine digits of each number: those of the subscriber, whether or not +380 or 0 stands before them."""
    digits = ("".join(filter(str.isdecimal, number)) for number in phones)
    return sorted({number[-9:] for number in digits if len(number) >= 9})


class GivenNames(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    source: str
    status: Literal["confirmed", "to_confirm"]
    checked_on: date
    women: dict[str, list[str]]
    men: dict[str, list[str]]


@cache
def given_names() -> GivenNames:
    """The table of given names that are one. Refuses a file in which something is misspelt."""
    try:
        return msgspec.convert(tomllib.loads(DATA_FILE.read_text(encoding="utf-8")), GivenNames)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(Message("given_names.toml: %(what)s", what=error)) from error


@cache
def _same_names() -> dict[str, tuple[str, ...]]:
    """The skeleton of each form, to the skeletons of the names that it may stand for."""
    found: dict[str, list[str]] = {}
    table = given_names()
    for name, forms in (*table.women.items(), *table.men.items()):
        own = skeleton(name)
        for form in (name, *forms):
            names = found.setdefault(skeleton(form), [])
            if own not in names:
                names.append(own)
    return {form: tuple(names) for form, names in found.items()}


@cache
def _fathers() -> dict[str, str]:
    """The stem of a father's name in any language, to that of its Ukrainian form."""
    men = given_names().men
    found = {_stem(sounds(name)[0]): _stem(sounds(name)[0]) for name in men}
    for name, forms in men.items():
        for form in forms:
            found.setdefault(_stem(sounds(form)[0]), _stem(sounds(name)[0]))
    return found
