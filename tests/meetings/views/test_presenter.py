"""The referrer's task and the coordinator's warning, through the browser."""

from datetime import timedelta
from typing import Any

from icat.meetings.models import Meeting
from tests.make import World
from tests.meetings.commands.test_presenter import listed
from tests.meetings.sitting import one


def test_the_referrer_has_a_task_and_the_coordinator_a_warning_until_it_is_done(client_for: Any, world: World) -> None:
    _case_id, reference = listed(world, timedelta(days=1))
    officer, office = client_for(world.officer), client_for(world.coordinator)
    at, meeting = f"/cases/{reference}/presenter", f"/teams/KHM/meetings/{one(Meeting).number}"

    assert f'href="{at}"' in officer.get("/").text
    assert "nobody has said who presents it" in office.get(meeting).text
    assert "Choose who comes instead" in officer.send(at, {"presence": "deputy"}).text
    assert officer.send(at, {"presence": "comes"}).status_code == 302

    assert f'href="{at}"' not in officer.get("/").text
    page = office.get(meeting).text
    assert "nobody has said who presents it" not in page
    assert "The referrer comes" in page
    assert client_for(world.doctor).get(at).status_code == 404
