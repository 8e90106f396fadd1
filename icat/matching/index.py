"""Many keys in memory, so laid out that one need only be compared with the few that could be of the same person.

Each key lies in several heaps: under its numbers, its day of birth, and each pair of a surname and a given name by
their consonants. Whoever looks one up meets the heaps of that key only. Nothing here is kept on any disk.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from icat.matching.keys import Key
from icat.matching.scoring import POSSIBLE, Likeness, likeness

_VOWELS = str.maketrans("", "", "aeiou")


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of one person: where it is from, and its key."""

    id: UUID
    case_id: UUID
    part: str
    key: Key


@dataclass(slots=True)
class Index:
    """The keys of one team."""

    _entries: list[Entry | None] = field(default_factory=list)
    _places: dict[UUID, int] = field(default_factory=dict)
    _cases: dict[UUID, tuple[UUID, ...]] = field(default_factory=dict)
    _heaps: dict[int, int | list[int]] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many records it holds."""
        return len(self._places)

    def put(self, entry: Entry) -> None:
        """Add a record, or take the place of what was known of it before."""
        self.drop(entry.id)
        place = len(self._entries)
        self._entries.append(entry)
        self._places[entry.id] = place
        self._cases[entry.case_id] = (*self._cases.get(entry.case_id, ()), entry.id)
        for heap in set(_heaps_of(entry.key)):
            there = self._heaps.get(heap)
            if there is None:
                self._heaps[heap] = place  # most heaps hold one: a list for each would weigh more than the keys
            elif isinstance(there, int):
                self._heaps[heap] = [there, place]
            else:
                there.append(place)

    def drop(self, id: UUID) -> None:
        """Forget a record, if it is here."""
        place = self._places.pop(id, None)
        entry = None if place is None else self._entries[place]
        if place is not None and entry is not None:
            self._entries[place] = None
            self._cases[entry.case_id] = tuple(one for one in self._cases[entry.case_id] if one != id)

    def of_case(self, case_id: UUID) -> list[Entry]:
        """The records of one case."""
        places = (self._places[id] for id in self._cases.get(case_id, ()))
        return [entry for place in places if (entry := self._entries[place]) is not None]

    def candidates(self, key: Key) -> Iterator[Entry]:
        """Every record that could be of the same person; far fewer than all, and hardly one too few."""
        met: set[int] = set()
        for heap in set(_searched(key)):
            there = self._heaps.get(heap, ())
            met.update((there,) if isinstance(there, int) else tuple(there))
        return (entry for place in met if (entry := self._entries[place]) is not None)

    def alike(self, key: Key, *, least: int = POSSIBLE) -> list[tuple[Likeness, Entry]]:
        """The records with at least so many points, the likeliest first."""
        found = [(likeness(key, entry.key), entry) for entry in self.candidates(key)]
        return sorted((one for one in found if one[0].points >= least), key=lambda one: -one[0].points)


def _consonants(word: str) -> str:
    return word.translate(_VOWELS) or word


def _pairs(key: Key) -> Iterator[int]:
    """A surname and a given name, by their consonants, in no order: people write them in either."""
    for surname in (*key.surnames, *key.others):
        for given in (*key.given, *key.others):
            if surname != given:
                yield hash(tuple(sorted((_consonants(surname), _consonants(given)))))


def _always(key: Key) -> Iterator[int]:
    for phone in key.phones:
        yield hash(("phone", phone))
    if key.born:
        yield hash(("born", key.born))
    yield from _pairs(key)
    for given in key.given:
        if key.year:
            yield hash(("given", given, key.year))


def _heaps_of(key: Key) -> Iterator[int]:
    yield from _always(key)
    for surname in (*key.surnames, *key.others):
        yield hash(("surname", surname))
        if not key.given:
            yield hash(("only", surname))


def _searched(key: Key) -> Iterable[int]:
    """Where to look: under a surname alone only if one of the two records has no given name."""
    yield from _always(key)
    for surname in (*key.surnames, *key.others):
        yield hash(("surname" if not key.given else "only", surname))
