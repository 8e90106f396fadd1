"""The keys in memory: what was put is found however it is written, what was dropped is gone, few are compared."""

import random
from dataclasses import replace
from uuid import UUID, uuid4

from icat.matching.index import Entry, Index
from icat.matching.keys import Key, Known, key_of
from icat.matching.scoring import LIKELY
from tests.matching.people import anybody, variant

EVA = Known("Ґалаґан", "Єва", "Їжаківна", year=1991, phones=("+380671112233",))


def entry(key: Key, number: int = 1) -> Entry:
    return Entry(UUID(int=number), UUID(int=number), "survivor", key)


def found(index: Index, who: Known, least: int = LIKELY) -> list[int]:
    return [one.id.int for _likeness, one in index.alike(key_of(who), least=least)]


def test_two_hundred_people_written_by_others_are_found(record_property) -> None:  # type: ignore[no-untyped-def]
    """95 in a hundred; the rest are slips so deep that nobody could tell."""
    chance, index = random.Random(2010), Index()
    people = [anybody(chance) for _ in range(200)]
    for number, who in enumerate(people):
        index.put(entry(key_of(who), number))
    written = [variant(chance, who, number) for number, who in enumerate(people)]
    missed = [how for number, (how, who) in enumerate(written) if number not in found(index, who)]

    record_property("counted", f"{200 - len(missed)} of 200 variants recognised")
    assert len(missed) <= 10, missed


def test_who_is_known_by_a_surname_alone_is_met_from_both_sides() -> None:
    index = Index()
    index.put(entry(key_of(Known("Ґалаґан"))))
    index.put(entry(key_of(EVA), 2))

    assert set(found(index, EVA, 40)) == {1, 2}
    assert set(found(index, Known("Галаган"), 40)) == {1, 2}


def test_a_record_that_changes_takes_its_own_place_and_one_that_is_dropped_is_gone() -> None:
    index = Index()
    index.put(entry(key_of(EVA)))
    index.put(entry(key_of(replace(EVA, surname="Мороз", phones=()))))

    assert len(index) == 1
    assert found(index, EVA) == []
    assert found(index, replace(EVA, surname="Мороз")) == [1]

    index.drop(UUID(int=1))
    index.drop(uuid4())

    assert len(index) == 0
    assert found(index, replace(EVA, surname="Мороз")) == []


def test_few_are_compared_with_one_among_many() -> None:
    chance, index = random.Random(7), Index()
    for number in range(5_000):
        index.put(entry(key_of(anybody(chance)), number))
    compared = [len(list(index.candidates(key_of(anybody(chance))))) for _ in range(50)]

    assert max(compared) < 200
