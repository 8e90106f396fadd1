"""Recording what the table agreed, through the page."""

from datetime import timedelta
from typing import Any

from icat import clock
from icat.cases.models import Case, Level, LevelCode, Stage
from icat.meetings.models import Consensus
from tests.make import World
from tests.meetings.sitting import Sitting, assess, one, planned, rows, under_way

AGREED = {
    "state": "agreed",
    "level": "highest_risk",
    "factors": ["separation"],
    "reason": "Погроза вбити, зброя",
    "survivor_voice": "Хоче лишитися в матері",
    "inform_how": "Особисто, у центрі",
}


def ready(world: World) -> Sitting:
    """A table of two with an answered factor."""
    sitting = under_way(world, world.policewoman, world.doctor)
    assess(world, sitting.case, separation="yes")
    return sitting


def day(name: str, days: int) -> dict[str, str]:
    """The boxes of a day from now."""
    when = clock.today() + timedelta(days=days)
    return {f"{name}-day": str(when.day), f"{name}-month": str(when.month), f"{name}-year": str(when.year)}


def test_the_chair_records_it_and_the_table_reads_it(client_for: Any, world: World) -> None:
    sitting = ready(world)
    url = f"/cases/{sitting.case.reference}"
    client = client_for(world.chair)
    assert f'value="{(clock.today() + timedelta(days=30)).day}"' in client.get(f"{url}/consensus").text

    response = client.send(f"{url}/consensus", {**AGREED, **day("next_review_on", 30)}, follow_redirects=True)

    assert "What the table decided" in response.text
    assert one(Case).stage is Stage.DECIDED
    assert one(Level).level is LevelCode.HIGHEST_RISK
    assert "Погроза вбити, зброя" in client_for(world.doctor).get(f"{url}/meeting").text
    assert "Погроза вбити, зброя" not in client_for(world.advocate).get(f"{url}/meeting").text


def test_what_is_missing_comes_back_beside_its_box_with_the_typing(client_for: Any, world: World) -> None:
    sitting = ready(world)

    page = client_for(world.chair).send(
        f"/cases/{sitting.case.reference}/consensus",
        {**AGREED, **day("next_review_on", 30), "state": "not_agreed", "dissent": "Травми випадкові"},
    )

    assert "Say which agency has the reservation." in page.text
    assert "Травми випадкові" in page.text
    assert not rows(Consensus)


def test_a_second_chair_is_sent_to_what_was_decided(client_for: Any, world: World) -> None:
    sitting = ready(world)
    url = f"/cases/{sitting.case.reference}/consensus"
    client = client_for(world.chair)
    client.send(url, {**AGREED, **day("next_review_on", 30)})

    response = client.get(url, follow_redirects=True)

    assert "cannot be changed" in response.text
    assert len(rows(Consensus)) == 1


def test_only_a_chair_finds_the_page(client_for: Any, world: World) -> None:
    sitting = planned(world)
    url = f"/cases/{sitting.case.reference}/consensus"

    assert client_for(world.policewoman).get(url).status_code == 403
    assert client_for(world.coordinator).get(url).status_code == 403
    assert client_for(world.strange_chair).get(url).status_code == 404


def test_without_answered_factors_the_page_says_what_to_do(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.policewoman)

    page = client_for(world.chair).get(f"/cases/{sitting.case.reference}/consensus").text

    assert "Nobody has answered the risk factors yet." in page
