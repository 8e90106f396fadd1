"""What the table of the roster cannot hold."""

from datetime import timedelta

from icat import clock
from icat.members.models import DutyShift
from tests.cases.rows import cannot_alter, put
from tests.make import World
from tests.members.rostering import NIGHT


def test_a_duty_ends_after_it_begins_and_nobody_is_the_own_deputy(world: World) -> None:
    shift_id = put(
        DutyShift,
        team_id=world.team_id,
        number=1,
        member_id=world.chair.member_id,
        from_at=NIGHT,
        until_at=NIGHT + timedelta(hours=1),
        planned_at=NIGHT,
        planned_by_id=world.chair.member_id,
        version=0,
    )

    cannot_alter(DutyShift, "ck_duty_shift_term", shift_id, until_at=NIGHT)
    cannot_alter(DutyShift, "ck_duty_shift_deputy", shift_id, deputy_id=world.chair.member_id)
    cannot_alter(DutyShift, "ck_duty_shift_withdrawn", shift_id, withdrawn_at=clock.now())
