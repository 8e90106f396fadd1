"""Dangers by the text of their factor."""

from icat.plans.queries.dangers import danger, offered_dangers
from icat.policy.permissions import Permission
from icat.risk import instrument
from tests.make import World
from tests.plans.build import decided, view


def test_a_factor_is_found_with_its_words_and_says_that_it_is_a_draft() -> None:
    found = danger("strangling")

    assert found is not None
    assert found.words == instrument.current("bc-19").factor("strangling").text
    assert found.is_draft is instrument.current("bc-19").draft
    assert found.is_critical


def test_what_is_no_factor_is_no_danger() -> None:
    assert danger("") is None
    assert danger(None) is None
    assert danger("no-such") is None


def test_every_factor_is_offered_once(world: World) -> None:
    case = decided(world)

    offered = offered_dangers(view(world.coordinator, case, Permission.ACTION_ADD))

    assert sorted(one.code for one in offered) == sorted(one.id for one in instrument.current("bc-19").factors)
    assert offered[0].is_critical
