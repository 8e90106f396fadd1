"""How much speaks for two records being of one person, in points, and what it is that speaks for it or against it.

The points weigh what people who compare registers by hand go by: a whole name, a day of birth, a number. A name that
is missing speaks neither for nor against; one that differs speaks against. No result joins anything: a person decides.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from functools import lru_cache

from icat.matching.keys import Key

LIKELY = 70  # a whole name, or a date of birth and half a name: shown as perhaps the same person
POSSIBLE = 40  # enough for the second of two people where the first is likely the same


class Sign(StrEnum):
    """One thing that two records have in common, or in which they differ."""

    SURNAME = auto()
    NEAR_SURNAME = auto()
    OTHER_SURNAME = auto()
    EARLIER_SURNAME = auto()
    GIVEN_NAME = auto()
    NEAR_GIVEN_NAME = auto()
    OTHER_GIVEN_NAME = auto()
    SWAPPED = auto()
    PATRONYMIC = auto()
    OTHER_PATRONYMIC = auto()
    BIRTH_DATE = auto()
    NEAR_BIRTH_DATE = auto()
    BIRTH_YEAR = auto()
    NEAR_BIRTH_YEAR = auto()
    OTHER_BIRTH = auto()
    PHONE = auto()


POINTS: dict[Sign, int] = {
    Sign.SURNAME: 40,
    Sign.EARLIER_SURNAME: 38,
    Sign.NEAR_SURNAME: 30,
    Sign.OTHER_SURNAME: -10,  # people marry
    Sign.GIVEN_NAME: 30,
    Sign.NEAR_GIVEN_NAME: 18,
    Sign.OTHER_GIVEN_NAME: -40,
    Sign.SWAPPED: -2,
    Sign.PATRONYMIC: 20,
    Sign.OTHER_PATRONYMIC: -25,
    Sign.BIRTH_DATE: 30,
    Sign.NEAR_BIRTH_DATE: 15,
    Sign.BIRTH_YEAR: 12,
    Sign.NEAR_BIRTH_YEAR: 5,
    Sign.OTHER_BIRTH: -35,
    Sign.PHONE: 45,
}


@dataclass(frozen=True, slots=True)
class Likeness:
    """The points, and what they were given for."""

    points: int
    signs: tuple[Sign, ...]

    @property
    def is_likely(self) -> bool:
        """Whether it should be looked at as perhaps the same person."""
        return self.points >= LIKELY

    @property
    def is_possible(self) -> bool:
        """Whether it is enough beside another person who is likely the same."""
        return self.points >= POSSIBLE


NOTHING = Likeness(0, ())


def likeness(one: Key, other: Key) -> Likeness:
    """How much speaks for ``one`` and ``other`` being of one person. The order does not matter."""
    signs = _names(one, other)
    if one.patronymic and other.patronymic:
        same = one.patronymic == other.patronymic or near(one.patronymic, other.patronymic)
        signs.append(Sign.PATRONYMIC if same else Sign.OTHER_PATRONYMIC)
    born = _birth(one, other)
    if born is not None:
        signs.append(born)
    if one.phones and not set(one.phones).isdisjoint(other.phones):
        signs.append(Sign.PHONE)
    return Likeness(sum(POINTS[sign] for sign in signs), tuple(signs))


def _names(one: Key, other: Key) -> list[Sign]:
    straight = [*_surname(one, other), *_given(one, other)]
    if not (one.surnames or one.given) or not (other.surnames or other.given):
        return straight
    surname_there = _best(one.surnames, other.given)
    given_there = _best(one.given, other.surnames)
    if surname_there == given_there == 2:  # written in the other order: only where both fit exactly
        swapped = [Sign.SURNAME, Sign.GIVEN_NAME, Sign.SWAPPED]
        if sum(POINTS[sign] for sign in swapped) > sum(POINTS[sign] for sign in straight):
            return swapped
    return straight


def _surname(one: Key, other: Key) -> list[Sign]:
    found = _best(one.surnames, other.surnames)
    if found == 2:
        return [Sign.SURNAME]
    known_by_others = max(
        _best(one.surnames, other.others), _best(one.others, other.surnames), _best(one.others, other.others)
    )
    if known_by_others == 2 and (one.surnames or other.surnames):
        return [Sign.EARLIER_SURNAME]
    if found == 1:
        return [Sign.NEAR_SURNAME]
    return [Sign.OTHER_SURNAME] if one.surnames and other.surnames else []


def _given(one: Key, other: Key) -> list[Sign]:
    if not one.given or not other.given:
        return []
    found = _best(one.given, other.given)
    if found < 2:
        found = max(found, 2 * (_best(one.given, other.others) == 2), 2 * (_best(one.others, other.given) == 2))
    return [(Sign.OTHER_GIVEN_NAME, Sign.NEAR_GIVEN_NAME, Sign.GIVEN_NAME)[found]]


def _best(ones: tuple[str, ...], others: tuple[str, ...]) -> int:
    """2: some word is the same, 1: some is nearly the same, 0: none is."""
    if not ones or not others:
        return 0
    if not set(ones).isdisjoint(others):
        return 2
    return 1 if any(near(one, other) for one in ones for other in others) else 0


def _birth(one: Key, other: Key) -> Sign | None:
    if not one.year or not other.year:
        return None
    if one.born and other.born:
        if one.born == other.born:
            return Sign.BIRTH_DATE
        return Sign.NEAR_BIRTH_DATE if _is_slip(one.born, other.born) else Sign.OTHER_BIRTH
    apart = abs(one.year - other.year)
    if one.is_estimated or other.is_estimated:
        return Sign.NEAR_BIRTH_YEAR if apart <= 3 else None if apart <= 6 else Sign.OTHER_BIRTH
    if apart == 0:
        return Sign.BIRTH_YEAR
    return Sign.NEAR_BIRTH_YEAR if apart == 1 else Sign.OTHER_BIRTH


@lru_cache(maxsize=4096)
def _is_slip(one: int, other: int) -> bool:
    """Whether two days differ in one of day, month and year, or have day and month exchanged: a slip of the pen."""
    a, b = _parts(one), _parts(other)
    if a[0] == b[0] and (a[1], a[2]) == (b[2], b[1]):
        return True
    same = sum(x == y for x, y in zip(a, b, strict=True))
    return same == 2 and (a[0] == b[0] or abs(a[0] - b[0]) in (1, 10))


def _parts(day: int) -> tuple[int, int, int]:
    on = date.fromordinal(day)
    return on.year, on.month, on.day


@lru_cache(maxsize=65536)
def near(one: str, other: str) -> bool:
    """Whether two words differ by one letter too many, too few, wrong or exchanged; short words must be the same."""
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < 5 or len(longer) - len(shorter) > 1:
        return False
    start = next((place for place, letter in enumerate(shorter) if letter != longer[place]), len(shorter))
    if len(shorter) < len(longer):
        return shorter[start:] == longer[start + 1 :]
    if shorter[start + 1 :] == longer[start + 1 :]:
        return True
    exchanged = shorter[start : start + 2] == longer[start : start + 2][::-1]
    return exchanged and shorter[start + 2 :] == longer[start + 2 :]
