"""Whether two cases are about the same two people, about one of them, or about each other's: the mirror of a case.

A case is a pair: who is harmed and who harms. Of the second person often only a given name is known; beside a first who
is likely the same, a hint of the second is enough to ask a person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from icat.matching.keys import Key
from icat.matching.scoring import Likeness, likeness

HINT = 30  # a given name, or a surname and nothing against it


class Side(StrEnum):
    """Which of the two somebody is."""

    SURVIVOR = auto()
    PERPETRATOR = auto()


class Kind(StrEnum):
    """How one case is related to another."""

    SAME_PAIR = auto()
    SURVIVOR = auto()  # the same survivor, and somebody else or nobody known beside her
    PERPETRATOR = auto()  # the same perpetrator with another survivor
    MIRROR = auto()  # who is harmed in the one is said to harm in the other


@dataclass(frozen=True, slots=True)
class One:
    """One person of a case."""

    side: Side
    key: Key


@dataclass(frozen=True, slots=True)
class Met:
    """Two people, by their places in what was given, and what speaks for their being one."""

    here: int
    there: int
    likeness: Likeness


def relations(here: Sequence[One], there: Sequence[One]) -> dict[Kind, tuple[Met, ...]]:
    """How the case of the people ``here`` may be related to that of those ``there``, and on whose account."""
    hers, his = _best(here, there, Side.SURVIVOR, Side.SURVIVOR), _best(here, there, Side.PERPETRATOR, Side.PERPETRATOR)
    found: dict[Kind, tuple[Met, ...]] = {}
    if _are_both(hers, his):
        found[Kind.SAME_PAIR] = (*hers, *his)
    elif _is_likely(hers):
        found[Kind.SURVIVOR] = tuple(hers)
    elif _is_likely(his):
        found[Kind.PERPETRATOR] = tuple(his)
    accused, accuser = (
        _best(here, there, Side.SURVIVOR, Side.PERPETRATOR),
        _best(here, there, Side.PERPETRATOR, Side.SURVIVOR),
    )
    if _are_both(accused, accuser):
        found[Kind.MIRROR] = (*accused, *accuser)
    return found


def _best(here: Sequence[One], there: Sequence[One], side_here: Side, side_there: Side) -> list[Met]:
    """The two of these sides for whom most speaks; none where there is nobody to compare."""
    found = sorted(_compared(here, there, side_here, side_there), key=lambda met: -met.likeness.points)
    return found[:1]


def _compared(here: Sequence[One], there: Sequence[One], side_here: Side, side_there: Side) -> Iterator[Met]:
    for place, one in enumerate(here):
        for other_place, other in enumerate(there):
            if one.side is side_here and other.side is side_there:
                yield Met(place, other_place, likeness(one.key, other.key))


def _is_likely(met: list[Met]) -> bool:
    return bool(met) and met[0].likeness.is_likely


def _are_both(first: list[Met], second: list[Met]) -> bool:
    """One of the two is likely the same, and something speaks for the other."""
    if not first or not second:
        return False
    points = sorted((first[0].likeness.points, second[0].likeness.points))
    return points[0] >= HINT and (_is_likely(first) or _is_likely(second))
