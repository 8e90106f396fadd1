"""The task of a referrer whose case is listed."""

from datetime import timedelta

from sqlalchemy import select

from icat.cases.models import Case
from icat.db import engine as db
from icat.meetings.commands.presenter import confirm_presenter
from icat.meetings.models import Presence
from icat.reports.queries.presenting import to_present
from tests.make import World
from tests.meetings.commands.test_presenter import listed


def test_it_waits_until_somebody_has_answered(world: World) -> None:
    case_id, _reference = listed(world, timedelta(days=9))
    every = select(Case.id)

    assert [task.case_id for task in to_present(world.officer.actor, every)] == [case_id]
    assert list(to_present(world.policewoman.actor, every)) == []
    db.end()
    confirm_presenter(world.officer.actor, case_id, presence=Presence.COMES)
    db.end()
    assert list(to_present(world.officer.actor, every)) == []
