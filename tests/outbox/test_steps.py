"""Letters and errands are kept with the act that leaves them, or not at all."""

import pytest
from sqlalchemy import select

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import change
from icat.db import engine as db
from icat.outbox.models import Errand, Letter
from icat.outbox.queries import errands
from icat.outbox.steps import add_letter, ask_for_checkpoint, tell_of_task
from icat.outbox.texts import Kind, UnfitFact


def letters() -> list[Letter]:
    with db.database().open_reading() as session:
        return list(session.scalars(select(Letter)))


def test_a_letter_is_kept_with_the_act(world, database):
    with change(world.chair.actor) as work:
        tell_of_task(work, world.coordinator.account_id)
        work.record(Event.TEAM_CREATED)

    (letter,) = letters()
    assert (letter.team_id, letter.account_id, letter.kind) == (world.team_id, world.coordinator.account_id, Kind.TASK)
    assert letter.facts == {}


def test_an_act_that_fails_leaves_neither_letter_nor_errand(world, database):
    with pytest.raises(RuntimeError, match="half way"):
        fail_half_way(world)

    assert letters() == []
    assert errands() == ()


def fail_half_way(world) -> None:  # type: ignore[no-untyped-def]
    with change(world.chair.actor) as work:
        tell_of_task(work, world.coordinator.account_id)
        ask_for_checkpoint(work, "meeting_opened")
        work.session.flush()
        work.record(Event.TEAM_CREATED)
        raise RuntimeError("half way")


def test_of_many_tasks_one_letter_waits_for_each(world, database):
    for _ in range(2):
        with change(world.chair.actor) as work:
            for who in (world.coordinator, world.doctor, world.coordinator):
                tell_of_task(work, who.account_id)
            work.record(Event.TEAM_CREATED)

    assert sorted(letter.account_id for letter in letters()) == sorted(
        [world.coordinator.account_id, world.doctor.account_id]
    )


def test_an_errand_waits_until_it_is_done(world, database):
    with change(world.chair.actor) as work:
        ask_for_checkpoint(work, "meeting_opened")
        work.record(Event.TEAM_CREATED)

    with db.database().open_reading() as session:
        (errand,) = session.scalars(select(Errand))
    assert (errand.team_id, errand.occasion) == (world.team_id, "meeting_opened")


def test_a_letter_with_facts_that_are_none_of_its_text_is_refused(world, database):
    with db.writing() as session, pytest.raises(UnfitFact):
        add_letter(session, world.team_id, Kind.TASK, world.chair.account_id, clock.now(), case="x")
