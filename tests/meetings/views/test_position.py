"""Taking a position, through the page."""

from typing import Any

from icat.cases.models import LevelCode
from icat.meetings.models import Position, Round
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
    for person in (world.chair, world.policewoman):
        page = client_for(person).get(f"{url}/meeting").text
        assert "Травми частішають" not in page
        assert "Given, still sealed" in page


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


def test_the_chair_opens_the_positions_and_coming_second_says_nothing(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.doctor, world.policewoman)
    url = f"/cases/{sitting.case.reference}"
    client_for(world.doctor).send(
        f"{url}/positions/new", {"position-level": "highest_risk", "position-reason": "Травми частішають"}
    )
    chair = client_for(world.chair)

    chair.act(f"{url}/positions/reveal", seen_on=f"{url}/meeting")
    chair.act(f"{url}/positions/reveal", seen_on=f"{url}/meeting")

    assert "Травми частішають" in client_for(world.policewoman).get(f"{url}/meeting").text
    page = chair.get(f"{url}/meeting").text
    assert "First positions: highest risk 1, not highest risk 0, without information 0." in page
    assert "open already" not in page


def test_somebody_asks_before_the_others_have_spoken(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.doctor, world.policewoman)
    url = f"/cases/{sitting.case.reference}"

    doctor = client_for(world.doctor)
    doctor.act(f"{url}/positions/ask", seen_on=f"{url}/meeting")

    assert "Each agency gives its position now; they open together." in doctor.get(f"{url}/meeting").text
    assert one(Round).is_sealed
