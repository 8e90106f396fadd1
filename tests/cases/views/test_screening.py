"""Screening through the browser: the queue, opening, asking, proposing, declining."""

from datetime import timedelta

import pytest

from icat import clock
from icat.audit.recording import upkeep
from icat.cases.models import Case
from tests.cases.prechecking import read_out
from tests.cases.referring import submit
from tests.make import World
from tests.meetings.sitting import one


def test_the_queue_says_what_waits_and_never_a_rank(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    reference = submit(world).reference

    page = client_for(world.coordinator).get("/queue").get_data(as_text=True)

    assert reference in page
    assert "Not opened yet" in page
    assert "Nobody has answered it yet." in page


def test_an_urgent_referral_unopened_for_four_hours_is_called_late(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    receipt = submit(world)
    with upkeep() as session:
        session.query(Case).update({"opened_at": clock.now() - timedelta(hours=4, minutes=1)})

    page = client_for(world.coordinator).get("/queue").get_data(as_text=True)

    assert receipt.reference in page
    assert "Not opened for 4 hours" in page


def test_the_way_from_the_queue_to_agencies_that_are_asked(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    at = f"/cases/{submit(world).reference}/screening"
    client = client_for(world.coordinator)

    opened = client.act(f"{at}/open", {"version": "0"}, seen_on=at)
    assert "No agency can be asked now" in client.get(f"{at}/agencies").get_data(as_text=True)
    read_out(world, one(Case).id)
    page = client.get(f"{at}/agencies").get_data(as_text=True)
    asked = client.send(f"{at}/agencies", {"agencies": [str(world.health), str(world.children)]})
    after = client.get(at).get_data(as_text=True)

    assert opened.status_code == 302
    assert "Міська лікарня" in page
    assert asked.status_code == 302
    assert after.count("asked") >= 3
    seen = client_for(world.doctor).get(at.removesuffix("/screening")).get_data(as_text=True)
    assert "Ґалаґан Єва" in seen
    assert "+380" not in seen
    assert "Прихована" not in seen
    assert "Погрожує" not in seen


def test_the_referrer_answers_what_the_office_asks(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    at = f"/cases/{submit(world).reference}"
    client_for(world.coordinator).send(f"{at}/screening/question", {"text": "Чи має він зброю?"})
    officer = client_for(world.officer)

    told = officer.get(at).get_data(as_text=True)
    officer.send(f"{at}/questions/1", {"answer": "Так, пістолет, зі слів сестри."})

    assert "Чи має він зброю?" in told
    assert "зі слів сестри" in client_for(world.coordinator).get(f"{at}/screening").get_data(as_text=True)


def test_declining_takes_a_proposal_and_a_chair_and_the_referrer_reads_the_advice(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    reference = submit(world).reference
    at = f"/cases/{reference}/screening"
    client = client_for(world.coordinator)
    client.act(f"{at}/open", {"version": "0"}, seen_on=at)
    client.send(f"{at}/proposal", {"proposal": "decline", "code": "outside_area", "reason": "Інша громада"})

    declined = client_for(world.chair).send(f"{at}/decline", {"advice": "Зверніться до команди Львова."})

    assert declined.status_code == 302
    assert "Зверніться до команди Львова." in client_for(world.officer).get(f"/referrals/{reference}").get_data(
        as_text=True
    )
    assert client_for(world.policewoman).get(f"/cases/{reference}").status_code == 404


def test_a_proposal_on_an_old_page_is_refused_and_kept(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    at = f"/cases/{submit(world).reference}/screening"
    client = client_for(world.coordinator)
    client.act(f"{at}/open", {"version": "0"}, seen_on=at)

    page = client.send(f"{at}/proposal", {"proposal": "emergent", "reason": "Погрожує", "version": "0"})

    assert "Somebody else changed this" in page.get_data(as_text=True)
    assert "Погрожує" in page.get_data(as_text=True)


@pytest.mark.parametrize("page", ["/queue", "/cases/{}/screening", "/cases/{}/screening/agencies", "/cases/{}/bars"])
def test_screening_is_the_offices(client_for, world: World, page: str) -> None:  # type: ignore[no-untyped-def]
    address = page.format(submit(world).reference)

    assert client_for(world.policewoman).get(address).status_code == 403
    assert client_for(world.stranger).get(address).status_code in (403, 404)
    assert client_for(world.chair).get(address).status_code == 200
