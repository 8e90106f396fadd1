"""Planning a duty: what is refused, what stands in the log, and that nothing is ever changed behind anybody."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from icat import clock
from icat.audit.events import Event
from icat.audit.models import LedgerEntry
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken, Stale
from icat.members.commands.duty import plan_shift, withdraw_shift
from icat.members.models import DutyShift
from icat.members.queries.duty import shift
from tests.make import World
from tests.members.rostering import NIGHT, put_on


def plan(world: World, **changed: Any) -> None:
    given = {
        "member_id": world.chair.member_id,
        "from_at": NIGHT,
        "until_at": NIGHT + timedelta(hours=12),
        **changed,
    }
    with clock.pretending(NIGHT - timedelta(hours=1)):
        plan_shift(changed.pop("actor", world.coordinator.actor), **{k: v for k, v in given.items() if k != "actor"})
    db.end()


def rows() -> list[DutyShift]:
    db.end()
    return list(db.session().scalars(select(DutyShift).order_by(DutyShift.number)))


def test_a_duty_of_several_nights_keeps_its_hours_also_when_the_clocks_change(world: World) -> None:
    since = datetime(2026, 10, 23, 20, tzinfo=clock.KYIV)

    put_on(world, world.chair, since=since, days=3, phone="+380671110000", deputy=world.advocate)

    found = rows()
    assert [clock.local(row.from_at).hour for row in found] == [20, 20, 20]
    assert [row.until_at - row.from_at for row in found] == [timedelta(hours=h) for h in (12, 13, 12)]
    assert [(row.number, row.phone, row.deputy_id) for row in found] == [
        (n, "+380671110000", world.advocate.member_id) for n in (1, 2, 3)
    ]
    told = select(LedgerEntry.event).where(LedgerEntry.event == Event.SHIFT_PLANNED)
    assert len(db.session().scalars(told).all()) == 3


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"until_at": NIGHT}, "until_at", "ends after"),
        ({"from_at": NIGHT - timedelta(days=2), "until_at": NIGHT - timedelta(days=1)}, "until_at", "has passed"),
        ({"until_at": NIGHT + timedelta(days=8)}, "until_at", "more than a week"),
        ({"until_at": NIGHT + timedelta(days=2), "days": 2}, "days", "at most a day"),
        ({"days": 15}, "days", "from 1 to 14"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world: World, changed: Any, field: str, said: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        plan(world, **changed)

    assert (refused.value.field, said in str(refused.value.message)) == (field, True)
    assert rows() == []


def test_people_who_cannot_be_on_duty_are_refused(world: World) -> None:
    for changed, field in (
        ({"member_id": world.auditor.member_id}, "member"),
        ({"deputy_id": world.officer.member_id}, "deputy"),
        ({"deputy_id": world.chair.member_id}, "deputy"),
    ):
        with pytest.raises(RuleBroken) as refused:
            plan(world, **changed)
        assert refused.value.field == field
    with pytest.raises(NotFound):
        plan(world, member_id=world.stranger.member_id)
    with pytest.raises(NotAllowed):
        plan(world, actor=world.policewoman.actor)
    plan(world)
    with pytest.raises(RuleBroken, match="on duty then already"):
        plan(world, from_at=NIGHT + timedelta(hours=6))
    plan(world, member_id=world.advocate.member_id)  # two at one time are allowed, and told
    assert len(rows()) == 2


def test_a_duty_is_withdrawn_once_and_never_after_it_was(world: World) -> None:
    put_on(world, world.chair)
    put_on(world, world.advocate, hours=1)
    first, second = rows()
    version = first.version

    with clock.pretending(NIGHT + timedelta(hours=2)):
        withdraw_shift(world.coordinator.actor, first.id, version)
        db.end()
        with pytest.raises(Stale):
            withdraw_shift(world.coordinator.actor, first.id, version)
        db.end()
        with pytest.raises(RuleBroken, match="already"):
            withdraw_shift(world.coordinator.actor, first.id, version + 1)
        db.end()
        with pytest.raises(RuleBroken, match="is over"):
            withdraw_shift(world.coordinator.actor, second.id, second.version)
    db.end()
    assert shift(world.team_id, first.number) is None
