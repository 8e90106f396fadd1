"""The register as its readers see it: it never tells that there is a case."""

from dataclasses import fields
from datetime import timedelta

import pytest

from icat import clock
from icat.db import engine as db
from icat.errors import NotFound
from icat.inquiries.commands.inquiry import answer_inquiry
from icat.inquiries.queries.register import Wanted, holders, register, waiting
from tests.inquiries.asking import dpo, kept_away, received, row, tied, view
from tests.make import World, make_case


def test_who_is_kept_away_finds_a_tied_inquiry_as_an_untied_one(world: World) -> None:
    case = make_case(world)
    kept_away(world, case)
    officer = dpo(world)
    plain, about_it = received(world.coordinator), received(world.coordinator)
    tied(world.coordinator, about_it, case)
    for number in (plain, about_it):
        found = row(number)
        answer_inquiry(world.coordinator.actor, found.id, found.version, outcome="cannot_confirm")

    differing = {"id", "number", "row", "received_at", "answered_at", "history", "version"}
    for reader in (world.chair, officer):
        one, other = view(reader, plain), view(reader, about_it)
        assert (other.cases, other.answer) == ((), None)
        for name in {field.name for field in fields(one)} - differing:
            assert getattr(one, name) == getattr(other, name), name
        assert [step.title for step in one.history] == [step.title for step in other.history]
    assert [linked.reference for linked in view(world.coordinator, about_it).cases] == [case.reference]


def test_what_was_answered_is_known_to_who_answered_and_to_readers_of_the_case(world: World) -> None:
    case = make_case(world)
    officer = dpo(world)
    number = received(world.coordinator)
    tied(world.coordinator, number, case)
    found = row(number)
    answer_inquiry(world.coordinator.actor, found.id, found.version, outcome="refused", refusal="incomplete")

    for reader, knows in ((world.coordinator, True), (world.chair, True), (officer, False)):
        assert (view(reader, number).answer is not None) is knows


def test_the_list_finds_what_is_open_late_and_of_a_kind(world: World) -> None:
    old = received(world.coordinator, received_at=clock.now() - timedelta(days=40))
    fresh = received(world.coordinator, "journalist")
    done = received(world.coordinator, "other")
    found = row(done)
    answer_inquiry(world.coordinator.actor, found.id, found.version, outcome="cannot_confirm")

    def numbers(**wanted: object) -> list[int]:
        db.end()
        return [one.number for one in register(world.chair.actor, Wanted(**wanted))]  # type: ignore[arg-type]

    assert numbers() == [done, fresh, old]
    assert numbers(state="open") == [fresh, old]
    assert numbers(state="overdue") == [old]
    assert numbers(state="answered") == [done]
    assert numbers(kind="journalist") == [fresh]
    assert numbers(before=fresh) == [old]
    db.end()
    assert register(world.strange_chair.actor, Wanted()) == ()


def test_the_late_ones_wait_for_everybody_the_others_for_their_holder(world: World) -> None:
    late = received(world.coordinator, received_at=clock.now() - timedelta(days=40))
    own = received(world.chair)
    db.end()

    assert [one.number for one in waiting(world.chair.actor, 9)] == [late, own]
    assert [one.number for one in waiting(world.coordinator.actor, 9)] == [late]


def test_another_teams_number_is_not_there(world: World) -> None:
    number = received(world.coordinator)

    with pytest.raises(NotFound):
        view(world.strange_chair, number)


def test_those_who_can_answer_are_offered(world: World) -> None:
    officer = dpo(world)

    assert {id for id, _name in holders(world.chair.actor)} == {
        str(one.member_id) for one in (world.chair, world.coordinator, officer)
    }
