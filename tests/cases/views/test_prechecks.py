"""The pre-check in the browser: the list that is read out names nobody of the case, and what she says holds at once."""

from icat.cases.commands.screening import screen_case
from icat.cases.models import Case
from tests.cases.referring import submit
from tests.make import World
from tests.meetings.sitting import one


def test_she_is_read_the_list_and_what_she_says_is_recorded(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    at = f"/cases/{submit(world).reference}"
    screen_case(world.coordinator.actor, one(Case).id, 0)
    office = client_for(world.coordinator)

    paper = office.get(f"{at}/precheck/list").get_data(as_text=True)
    assert "Ґалаґан" not in paper
    assert world.doctor.name in paper
    refused = office.send(f"{at}/precheck", {f"agency_{world.health.hex}": "cleared"}).get_data(as_text=True)
    assert "Say who read her the list, and how." in refused
    kept = office.send(
        f"{at}/precheck",
        {f"agency_{world.health.hex}": "cleared", f"member_{world.doctor.member_id.hex}": "y", "read_by": "Гнат"},
    )
    assert kept.status_code == 302

    page = office.get(f"{at}/screening").get_data(as_text=True)
    assert "Still to be read to her" in page
    agencies = office.get(f"{at}/screening/agencies").get_data(as_text=True)
    assert f'value="{world.health}"' in agencies
    assert f'value="{world.ngo}"' not in agencies
    assert world.doctor.name not in office.get(f"{at}/precheck/list").get_data(as_text=True)
    assert client_for(world.policewoman).get(f"{at}/precheck").status_code == 403
    assert client_for(world.doctor).get(f"{at}/precheck").status_code == 404
