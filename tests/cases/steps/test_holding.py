"""Putting a case on hold as a part of another change."""

from icat.audit.recording import change
from icat.cases.models import Hold
from icat.cases.steps.holding import put_on_hold
from icat.cases.steps.sharing import held
from tests.make import World, make_case
from tests.meetings.sitting import rows


def test_several_reasons_may_hold_one_case(world: World) -> None:
    made = make_case(world)

    with change(world.chair.actor) as work:
        case = held(work, made.id)
        put_on_hold(work, case, code="inquiry", authority="Запит № 4")
        put_on_hold(work, case, code="court", authority="Суд, справа 569/1/26")

    assert {row.reason_code for row in rows(Hold, Hold.case_id == made.id)} == {"inquiry", "court"}
