"""Taking a position, through the page."""

from typing import Any

from icat.cases.models import LevelCode
from icat.meetings.models import Position
from tests.make import World
from tests.meetings.sitting import one, rows, under_way


def test_an_agency_takes_its_position_and_others_do_not_see_it_yet(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.doctor, world.policewoman)
    url = f"/cases/{sitting.case.reference}"

    client_for(world.doctor).send(
        f"{url}/positions/new", {"position-level": "highest_risk", "position-reason": "Травми частішають"}
    )

    assert one(Position).level is LevelCode.HIGHEST_RISK
    assert "Травми частішають" in client_for(world.doctor).get(f"{url}/meeting").text
    assert "Травми частішають" in client_for(world.chair).get(f"{url}/meeting").text
    assert "Травми частішають" not in client_for(world.policewoman).get(f"{url}/meeting").text


def test_the_office_enters_what_was_said_aloud(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.doctor)

    client_for(world.coordinator).send(
        f"/cases/{sitting.case.reference}/positions/new",
        {"position-agency": str(world.health), "position-level": "none"},
    )

    assert (one(Position).agency_id, one(Position).level) == (world.health, None)


def test_the_absent_are_listed_as_absent(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.doctor)

    page = client_for(world.chair).get(f"/cases/{sitting.case.reference}/meeting").text

    assert "Absent: counts neither for nor against" in page


def test_a_position_without_a_reason_comes_back(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.doctor)

    page = client_for(world.doctor).send(
        f"/cases/{sitting.case.reference}/positions/new", {"position-level": "not_highest_risk"}
    )

    assert "Give the reason in one line." in page.text
    assert not rows(Position)
