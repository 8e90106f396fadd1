"""What a team sets: kept with a leaf for each setting, refused where nothing changes."""

import pytest
from sqlalchemy import select

from icat.audit.events import Event
from icat.audit.models import LedgerEntry
from icat.db import engine as db
from icat.errors import NotAllowed, RuleBroken, Stale
from icat.members.commands.settings import revise_team
from icat.members.queries.people import team
from tests.make import World


def test_a_setting_is_changed_by_the_office_and_stands_in_the_log(world: World) -> None:
    seen = team(world.team_id).version
    db.end()

    revise_team(world.coordinator.actor, seen, off_duty_advice="  Мобільна бригада 067 000 11 22 ", stub_days=30)
    db.end()

    assert team(world.team_id).off_duty_advice == "Мобільна бригада 067 000 11 22"
    db.end()
    told = select(LedgerEntry).where(LedgerEntry.event == Event.TEAM_REVISED)
    assert len(db.session().scalars(told).all()) == 1
    db.end()
    for refusal, actor, version, advice, days in (
        (RuleBroken, world.chair.actor, seen + 1, "Мобільна бригада 067 000 11 22", 30),
        (RuleBroken, world.chair.actor, seen + 1, "x" * 301, 30),
        (RuleBroken, world.chair.actor, seen + 1, "інше", 0),
        (RuleBroken, world.chair.actor, seen + 1, "інше", 366),
        (Stale, world.chair.actor, seen, "інше", 30),
        (NotAllowed, world.supervisor.actor, seen + 1, "інше", 30),
    ):
        with pytest.raises(refusal):
            revise_team(actor, version, off_duty_advice=advice, stub_days=days)
        db.end()
