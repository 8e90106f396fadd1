"""Inquiries as tasks of the first page."""

from datetime import timedelta

from icat import clock
from icat.db import engine as db
from icat.reports.queries.inquiries import due_inquiries
from tests.inquiries.asking import received
from tests.make import World


def test_a_task_says_who_asks_and_by_when_and_no_name(world: World) -> None:
    late = received(world.coordinator, received_at=clock.now() - timedelta(days=31))
    db.end()

    (section,) = due_inquiries(world.chair.actor)
    (task,) = section.tasks

    assert task.is_overdue
    assert (task.href, task.note) == (f"/teams/KHM/inquiries/{late}", world.coordinator.name)
    assert "Запитальна" not in f"{task.what}{task.reference}"
    assert due_inquiries(world.advocate.actor) == ()
