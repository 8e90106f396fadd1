"""Listing a case and calling a meeting, through the pages."""

import re
from datetime import timedelta
from typing import Any

from icat import clock
from icat.cases.commands.screening import ask_agency, screen_case
from icat.cases.models import Case, Seat, Share, Stage
from icat.meetings.commands.meeting import arrange_meeting
from icat.meetings.models import AgendaItem, Meeting
from tests.cases.prechecking import read_out
from tests.cases.referring import submit
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


def test_listing_asks_those_who_always_take_part_and_says_so_before(client_for: Any, world: World) -> None:
    submit(world)
    case = one(Case)
    screen_case(world.coordinator.actor, case.id, case.version)
    read_out(world, case.id)
    number = arrange_meeting(world.chair.actor, held_at=clock.now() + timedelta(days=2))
    client, url = client_for(world.chair), f"/cases/{case.reference}/listing"

    page = client.get(url).text
    assert "Whoever you tick will be told" in page
    ticked = re.findall(r'name="agencies"[^>]*value="([^"]+)"[^>]*checked', page)
    assert str(world.health) in page
    client.send(url, {"meeting": str(number), "minutes": "12", "agencies": [str(world.health), *ticked]})

    seated = {seat.agency_id for seat in rows(Seat, Seat.case_id == case.id)}
    assert world.health in seated
    assert one(Share, Share.recipient_id == world.health)


def test_whoever_was_left_out_once_is_not_ticked_again(client_for: Any, world: World) -> None:
    submit(world)
    case = one(Case)
    screen_case(world.coordinator.actor, case.id, case.version)
    read_out(world, case.id)
    ask_agency(world.coordinator.actor, case.id, agency_ids=[world.health])
    arrange_meeting(world.chair.actor, held_at=clock.now() + timedelta(days=2))

    page = client_for(world.chair).get(f"/cases/{case.reference}/listing").text

    assert 'name="agencies"' in page
    assert not re.findall(r'name="agencies"[^>]*checked', page)
