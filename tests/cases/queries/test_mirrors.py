"""Counter-allegations: found over the whole team, only in the later of the two, and never against who was first."""

import pytest

from icat.cases.commands.releases import set_restriction
from icat.cases.models import Verdict
from icat.cases.queries.mirrors import is_restricted, mirrors_of
from icat.db import engine as db
from tests.cases.meeting_again import EVA, OLENA, SERHII, TARAS, WROTE_EVA, WROTE_SERHII, case_of, refer
from tests.cases.queries.test_comparing import decide
from tests.make import World
from tests.retention.ending import destroy, old_case


def mirrored(reference: str) -> list[str]:
    case = case_of(reference)
    return [one.reference for one in mirrors_of(db.session(), case)]


def waits(reference: str) -> bool:
    case = case_of(reference)
    return is_restricted(db.session(), case)


def test_the_later_of_two_that_accuse_each_other_waits_and_the_first_does_not(world: World) -> None:
    first = refer(world, EVA, SERHII)
    later = refer(world, WROTE_SERHII, WROTE_EVA)

    assert (mirrored(first), mirrored(later)) == ([], [first])
    assert (waits(first), waits(later)) == (False, True)


def test_who_was_first_is_not_held_up_when_she_is_referred_again(world: World) -> None:
    first, his = refer(world, EVA, SERHII), refer(world, SERHII, EVA)
    again = refer(world, WROTE_EVA, WROTE_SERHII)

    assert waits(his)
    assert not waits(first)
    assert not waits(again)


def test_another_of_his_waits_as_well(world: World) -> None:
    first = refer(world, EVA, SERHII)
    refer(world, SERHII, EVA)
    second = refer(world, WROTE_SERHII, WROTE_EVA)

    assert mirrored(second) == [first]


@pytest.mark.parametrize("other", [(EVA, TARAS), (OLENA, SERHII), (SERHII, OLENA), (TARAS, EVA)])
def test_one_of_the_two_alone_is_no_counter_allegation(
    world: World, other: tuple[dict[str, str], dict[str, str]]
) -> None:
    refer(world, EVA, SERHII)

    assert not waits(refer(world, *other))


def test_a_chair_who_finds_them_unrelated_ends_it_and_one_who_finds_it_makes_it_so(world: World) -> None:
    first, later = refer(world, EVA, SERHII), refer(world, SERHII, EVA)
    decide(world.chair, later, first, Verdict.UNRELATED)
    assert not waits(later)

    decide(world.chair, later, first, Verdict.MIRROR)
    assert waits(later)

    stranger = refer(world, OLENA, TARAS)
    decide(world.chair, stranger, first, Verdict.MIRROR)
    assert mirrored(stranger) == [first]


def test_what_the_coordinator_finds_changes_nothing(world: World) -> None:
    first, later = refer(world, EVA, SERHII), refer(world, SERHII, EVA)
    decide(world.coordinator, later, first, Verdict.DIFFERENT)

    assert waits(later)


def test_the_word_of_a_chair_holds_in_either_direction(world: World) -> None:
    first, later = refer(world, EVA, SERHII), refer(world, SERHII, EVA)
    for reference, is_on in ((first, True), (later, False)):
        case_id = case_of(reference).id
        db.end()
        set_restriction(world.chair.actor, case_id, is_on=is_on, reason="Домовлено зі співголовою")

    assert waits(first)
    assert not waits(later)


def test_a_destroyed_case_is_no_longer_before_any(world: World) -> None:
    case_id, _reference = old_case(
        world, survivor={"safe_method": "none_safe", **EVA}, perpetrator={"weapons": "", **SERHII}
    )
    later = refer(world, SERHII, EVA)
    assert waits(later)

    destroy(world, case_id)

    assert not waits(later)
