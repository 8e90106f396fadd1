"""A case is listed, called at once, and taken up at the table."""

from datetime import timedelta

import pytest

from icat import clock
from icat.audit.events import Event
from icat.audit.models import LedgerDetail, LedgerEntry
from icat.cases.models import Case, Stage
from icat.errors import NotAllowed, NotFound, RuleBroken, Stale
from icat.meetings.commands.agenda import begin_item, call_meeting, list_case
from icat.meetings.commands.meeting import arrange_meeting, close_meeting, open_meeting
from icat.meetings.commands.research import declare_conflict
from icat.meetings.models import AgendaItem, ItemState, Meeting
from tests.make import World, make_case
from tests.meetings.sitting import Sitting, one, planned, rows, under_way

SOON = timedelta(hours=5)


def test_listing_takes_a_screened_case_to_research(world: World) -> None:
    case = make_case(world)
    number = arrange_meeting(world.chair.actor, held_at=clock.now() + SOON)

    list_case(world.chair.actor, case.id, case.version(), meeting=number, minutes=15)

    assert one(Case).stage is Stage.RESEARCH
    assert (one(AgendaItem).minutes_planned, one(AgendaItem).state) == (15, ItemState.LISTED)


def test_a_case_waits_on_one_agenda_only(world: World) -> None:
    sitting = planned(world)
    other = arrange_meeting(world.chair.actor, held_at=clock.now() + SOON)

    with pytest.raises(RuleBroken, match="on an agenda already"):
        list_case(world.chair.actor, sitting.case.id, sitting.case.version(), meeting=other)


def test_what_was_parked_can_be_listed_for_another_meeting(world: World) -> None:
    sitting = under_way(world)
    close_meeting(world.chair.actor, sitting.meeting.id, sitting.meeting.version)
    other = arrange_meeting(world.chair.actor, held_at=clock.now() + SOON)

    with pytest.raises(RuleBroken) as refused:
        list_case(world.chair.actor, sitting.case.id, sitting.case.version(), meeting=sitting.number)
    list_case(world.chair.actor, sitting.case.id, sitting.case.version(), meeting=other)

    assert refused.value.field == "meeting"
    assert len(rows(AgendaItem)) == 2


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.DECLINED])
def test_a_case_that_has_ended_is_not_listed(world: World, stage: Stage) -> None:
    case = make_case(world, stage=stage)
    number = arrange_meeting(world.chair.actor, held_at=clock.now() + SOON)

    with pytest.raises(RuleBroken):
        list_case(world.chair.actor, case.id, case.version(), meeting=number)


def test_only_a_chair_who_may_know_of_the_case_lists_it(world: World) -> None:
    case = make_case(world)
    number = arrange_meeting(world.chair.actor, held_at=clock.now() + SOON)

    with pytest.raises(NotAllowed):
        list_case(world.coordinator.actor, case.id, case.version(), meeting=number)
    with pytest.raises(NotFound):
        list_case(world.strange_chair.actor, case.id, case.version(), meeting=number)
    with pytest.raises(RuleBroken):
        list_case(world.chair.actor, case.id, case.version(), meeting=99)
    declare_conflict(world.chair.actor, case.id, kind="colleague")
    with pytest.raises(NotFound):
        list_case(world.chair.actor, case.id, case.version(), meeting=number)


def test_two_chairs_who_list_at_once_list_once(world: World) -> None:
    case = make_case(world)
    number = arrange_meeting(world.chair.actor, held_at=clock.now() + SOON)
    version = case.version()
    list_case(world.chair.actor, case.id, version, meeting=number)

    with pytest.raises(Stale):
        list_case(world.chair.actor, case.id, version, meeting=number)

    assert len(rows(AgendaItem)) == 1


def test_an_emergent_meeting_is_called_with_its_reason_sealed_in_the_log(world: World) -> None:
    case = make_case(world)

    number = call_meeting(
        world.chair.actor, case.id, case.version(), held_at=clock.now() + SOON, reason="Його звільняють завтра"
    )

    assert (one(Meeting).number, one(Meeting).is_emergent) == (number, True)
    assert one(Case).is_emergent
    assert one(Case).stage is Stage.RESEARCH
    assert rows(LedgerEntry, LedgerEntry.event == Event.MEETING_CALLED)
    assert len(rows(LedgerDetail)) == 1


@pytest.mark.parametrize(
    ("hours", "reason", "field"), [(49, "Негайно", "held_at"), (-2, "Негайно", "held_at"), (5, " ", "reason")]
)
def test_an_emergent_meeting_is_soon_and_has_a_reason(world: World, hours: int, reason: str, field: str) -> None:
    case = make_case(world)

    with pytest.raises(RuleBroken) as refused:
        call_meeting(
            world.chair.actor, case.id, case.version(), held_at=clock.now() + timedelta(hours=hours), reason=reason
        )

    assert refused.value.field == field
    assert not rows(Meeting)
    assert one(Case).stage is Stage.SCREENING


def test_taking_a_case_up_parks_the_one_before(world: World) -> None:
    first = under_way(world)
    second_case = make_case(world, stage=Stage.RESEARCH, surname="Друга")
    list_case(world.chair.actor, second_case.id, second_case.version(), meeting=first.number)
    second = Sitting(world, second_case, first.number)

    second.begin()

    assert [sitting.item.state for sitting in (first, second)] == [ItemState.PARKED, ItemState.UNDER_WAY]
    assert one(Case, Case.id == second_case.id).stage is Stage.MEETING
    first.begin()
    assert [sitting.item.state for sitting in (first, second)] == [ItemState.UNDER_WAY, ItemState.PARKED]


def test_no_case_is_taken_up_before_the_meeting_is_open(world: World) -> None:
    sitting = planned(world)

    with pytest.raises(RuleBroken, match="Open the meeting first"):
        sitting.begin()
    open_meeting(world.chair.actor, sitting.meeting.id, sitting.meeting.version)
    with pytest.raises(NotAllowed):
        begin_item(world.policewoman.actor, sitting.item.id, sitting.item.version)
    with pytest.raises(NotFound):
        begin_item(world.strange_chair.actor, sitting.item.id, sitting.item.version)
