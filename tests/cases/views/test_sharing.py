"""The shares of a case, and taking one back, through the pages."""

from typing import Any

from icat.cases.models import ShareEnd
from tests.make import World
from tests.meetings.sitting import one, rows, say, under_way


def test_each_sees_the_shares_that_it_gave_or_received_and_the_office_all(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker, world.child_worker)
    say(sitting, world.policewoman, [world.social])
    url = f"/cases/{sitting.case.reference}/shares"

    pages = {
        name: client_for(getattr(world, name)).get(url).text
        for name in ("policewoman", "social_worker", "doctor", "chair")
    }

    assert "what happened (1 item)" in pages["policewoman"]
    assert "what happened (1 item)" in pages["social_worker"]
    assert "what happened (1 item)" in pages["chair"]
    assert "what happened (1 item)" not in pages["doctor"]
    assert "Statutory power" in pages["doctor"]
    assert "Take back" in pages["policewoman"]
    assert "Take back" not in pages["social_worker"] + pages["chair"]


def test_before_a_share_ends_the_page_says_what_disappears_for_whom(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social])
    client = client_for(world.policewoman)
    url = f"/cases/{sitting.case.reference}/shares"
    number = _last(client.get(url).text)

    page = client.get(f"{url}/{number}/withdraw").text
    assert "what happened (1 item)" in page
    assert "Соцзахист" in page
    assert "could lawfully rest on something else" in page
    done = client.send(
        f"{url}/{number}/withdraw",
        {"code": "consent_withdrawn", "reason": "Вона відкликала згоду"},
        follow_redirects=True,
    )

    assert "Taken back" in done.text
    assert one(ShareEnd).code == "consent_withdrawn"
    assert client.get(f"{url}/{number}/withdraw").status_code == 404


def _last(page: str) -> str:
    import re  # noqa: PLC0415 - only here

    return str(max(int(number) for number in re.findall(r"/shares/(\d+)/withdraw", page)))


def test_without_a_reason_it_does_not_end(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social])
    client = client_for(world.policewoman)
    url = f"/cases/{sitting.case.reference}/shares"

    page = client.send(f"{url}/{_last(client.get(url).text)}/withdraw", {"code": "withdrawn"})

    assert "Say in one sentence why it ends." in page.text
    assert not rows(ShareEnd)


def test_shares_of_others_and_numbers_that_are_none_are_not_found(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social])
    url = f"/cases/{sitting.case.reference}/shares"

    assert client_for(world.social_worker).get(f"{url}/1/withdraw").status_code == 404
    assert client_for(world.policewoman).get(f"{url}/99/withdraw").status_code == 404
    assert client_for(world.policewoman).get(f"{url}/0/withdraw").status_code == 404
    assert client_for(world.chair).get(f"{url}/1/withdraw").status_code == 403
    assert client_for(world.stranger).get(url).status_code == 404
