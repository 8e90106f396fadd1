"""Listing a case and calling a meeting, through the pages."""

from datetime import timedelta
from typing import Any

from icat import clock
from icat.cases.models import Case, Stage
from icat.meetings.commands.meeting import arrange_meeting
from icat.meetings.models import AgendaItem, Meeting
from tests.make import World, make_case
from tests.meetings.sitting import one, rows
from tests.meetings.views.test_meeting import boxes


def test_the_chair_lists_a_case(client_for: Any, world: World) -> None:
    case = make_case(world, seats=[world.police])
    number = arrange_meeting(world.chair.actor, held_at=clock.now() + timedelta(days=2))

    response = client_for(world.chair).send(
        f"/cases/{case.reference}/listing", {"meeting": str(number), "minutes": "12"}, follow_redirects=True
    )

    assert "The case is listed." in response.text
    assert one(AgendaItem).minutes_planned == 12
    assert one(Case).stage is Stage.RESEARCH


def test_without_a_meeting_the_page_says_where_to_arrange_one(client_for: Any, world: World) -> None:
    case = make_case(world)

    page = client_for(world.chair).get(f"/cases/{case.reference}/listing").text

    assert "/teams/KHM/meetings/new" in page
    assert client_for(world.coordinator).get(f"/cases/{case.reference}/listing").status_code == 403


def test_a_choice_of_no_meeting_comes_back(client_for: Any, world: World) -> None:
    case = make_case(world)
    arrange_meeting(world.chair.actor, held_at=clock.now() + timedelta(days=2))

    page = client_for(world.chair).send(f"/cases/{case.reference}/listing", {"minutes": "10"})

    assert "Choose a meeting." in page.text
    assert not rows(AgendaItem)


def test_an_emergent_meeting_is_called_with_its_reason(client_for: Any, world: World) -> None:
    case = make_case(world)
    url = f"/cases/{case.reference}/listing/emergent"

    late = client_for(world.chair).send(url, {**boxes(4), "reason": "Його звільняють"})
    assert "within 48 hours" in late.text
    assert "Його звільняють" in late.text
    response = client_for(world.chair).send(url, {**boxes(1), "reason": "Його звільняють"}, follow_redirects=True)

    assert "The emergent meeting is called." in response.text
    assert one(Meeting).is_emergent
