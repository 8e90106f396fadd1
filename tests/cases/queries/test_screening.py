"""The queue: what waits, how long, and when it is late."""

from datetime import timedelta

import pytest

from icat import clock
from icat.audit.recording import upkeep
from icat.cases.commands.bars import bar_member
from icat.cases.models import Case
from icat.cases.queries.screening import queue
from icat.db import engine as db
from tests.cases.referring import submit
from tests.make import World


@pytest.mark.parametrize(
    ("urgency", "waited", "late"),
    [
        ("urgent_now", timedelta(hours=3, minutes=59), False),
        ("urgent_now", timedelta(hours=4, minutes=1), True),
        ("routine", timedelta(hours=23), False),
        ("routine", timedelta(hours=25), True),
    ],
)
def test_an_unopened_referral_is_late_after_four_hours_or_a_day(
    world: World, urgency: str, waited: timedelta, late: bool
) -> None:
    submit(world, urgency=urgency)
    with upkeep() as session:
        session.query(Case).update({"opened_at": clock.now() - waited})

    (one,) = queue(world.coordinator.actor).screening

    assert one.is_late is late


def test_the_urgent_come_first_then_the_oldest(world: World) -> None:
    routine = submit(world, urgency="routine").reference
    urgent = submit(world).reference

    assert [one.row.reference for one in queue(world.chair.actor).screening] == [urgent, routine]


def test_who_is_barred_does_not_find_it_in_the_queue(world: World) -> None:
    submit(world)
    case_id = db.session().query(Case).one().id
    db.end()
    bar_member(world.chair.actor, case_id, member_id=world.coordinator.member_id)
    db.end()

    assert queue(world.coordinator.actor).screening == ()
    db.end()
    assert len(queue(world.chair.actor).screening) == 1
