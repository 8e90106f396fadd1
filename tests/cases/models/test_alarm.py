"""What the tables of alarms cannot hold."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from icat import clock
from icat.cases.models import Alarm, AlarmCall, Rung
from tests.cases.rows import cannot_alter, put
from tests.make import World, make_case


def test_an_alarm_that_was_acknowledged_calls_nobody_and_nobody_is_called_twice(world: World) -> None:
    case_id, now = make_case(world).id, clock.now()
    own: dict[str, Any] = {"team_id": world.team_id, "case_id": case_id}
    alarm_id = put(Alarm, **own, raised_at=now, next_at=now, version=0)
    taken = {"acknowledged_at": now, "acknowledged_by_id": world.chair.member_id}

    cannot_alter(Alarm, "ck_alarm_acknowledged", alarm_id, acknowledged_at=now, next_at=None)
    cannot_alter(Alarm, "ck_alarm_over", alarm_id, **taken)
    call = {**own, "alarm_id": alarm_id, "member_id": world.chair.member_id, "rung": Rung.DUTY, "called_at": now}
    put(AlarmCall, **call)
    with pytest.raises(IntegrityError):
        put(AlarmCall, **call)
