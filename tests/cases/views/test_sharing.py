"""The shares of a case, and taking one back, through the pages."""

import re
from datetime import timedelta
from typing import Any

from icat import clock
from icat.cases.models import Ending, Share, ShareEnd
from icat.legal import ConsentState, Mode
from icat.meetings.steps.agreeing import JustNow
from tests.cases.consenting import agree, seated, share_on_consent, to
from tests.make import World, make_case
from tests.meetings.sitting import one, rows, say, statement, under_way


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
    assert re.search(r"Соцзахист</strong>:\s+will no longer read: what happened \(1 item\)", page)
    assert "let it rest on something else" in page
    done = client.send(
        f"{url}/{number}/withdraw",
        {"code": "consent_withdrawn", "reason": "Вона відкликала згоду"},
        follow_redirects=True,
    )

    assert "Taken back" in done.text
    assert one(ShareEnd).code is Ending.CONSENT_WITHDRAWN
    assert client.get(f"{url}/{number}/withdraw").status_code == 404


def test_one_button_lets_a_share_rest_on_another_basis(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.advocate, world.policewoman)
    say(sitting, world.advocate, [world.police], "UA-CONSENT", ConsentState.GIVEN, agreed=JustNow("phone"))
    client, url = client_for(world.advocate), f"/cases/{sitting.case.reference}/shares"
    number = _last(client.get(url).text)

    given = {"code": "consent_withdrawn", "reason": "Відкликала; душив її", "move": "UA-CRIMINAL"}
    done = client.send(f"{url}/{number}/withdraw", given, follow_redirects=True)

    assert "rests on another basis" in done.text
    assert one(ShareEnd).code is Ending.SUPERSEDED
    new = one(Share, Share.basis_code == "UA-CRIMINAL")
    assert new.consent is ConsentState.REFUSED_OVERRIDDEN
    assert "what happened (1 item)" in client_for(world.policewoman).get(url).text


def test_a_share_that_ends_soon_is_shown_first_and_renewed_on_its_page(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social])
    url = f"/cases/{sitting.case.reference}/shares"
    assert "Ends within 14 days" not in client_for(world.policewoman).get(url).text
    head = f"/cases/{sitting.case.reference}"
    assert "Renew them or let them end" not in client_for(world.policewoman).get(head).text

    with clock.pretending(clock.now() + timedelta(days=20)):
        client = client_for(world.policewoman)
        assert "1 share that you may renew ends" in client.get(head).text
        assert "Renew them or let them end" not in client_for(world.social_worker).get(head).text
        page = client.get(url).text
        assert "Ends within 14 days" in page
        number = _last(page, "renew")
        assert "If nothing is done" in client.get(f"{url}/{number}/renew").text
        early = client.send(f"{url}/{number}/renew", {**_day(-1), "consent": "not_needed", "basis": "UA-POWER"})
        assert "This day has passed already." in early.text
        done = client.send(
            f"{url}/{number}/renew",
            {**_day(60), "consent": "not_needed", "basis": "UA-POWER"},
            follow_redirects=True,
        )
        assert "The share goes on." in done.text
        assert "Ends within 14 days" not in done.text

    assert clock.local(one(Share, Share.mode == Mode.VIEW, Share.agenda_item_id == sitting.item.id).valid_until)


def _day(days: int) -> dict[str, str]:
    day = clock.today() + timedelta(days=days)
    return {"until-day": str(day.day), "until-month": str(day.month), "until-year": str(day.year)}


def test_the_next_reading_of_an_open_session_shows_it_no_more(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social], what=statement("Має рушницю в сараї"))
    reader, sender = client_for(world.social_worker), client_for(world.policewoman)
    table, url = f"/cases/{sitting.case.reference}/meeting", f"/cases/{sitting.case.reference}/shares"
    assert "Має рушницю в сараї" in reader.get(table).text

    sender.send(
        f"{url}/{_last(sender.get(url).text)}/withdraw", {"code": "withdrawn", "reason": "Сказано не тим, кому слід"}
    )

    assert "Має рушницю в сараї" not in reader.get(table).text
    assert "Має рушницю в сараї" in sender.get(table).text
    assert "Taken back" in reader.get(url).text


def _last(page: str, what: str = "withdraw") -> str:
    return str(max(int(number) for number in re.findall(rf"/shares/(\d+)/{what}", page)))


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


def test_the_page_that_ends_one_share_leads_to_the_consent_behind_it(client_for: Any, world: World) -> None:
    case = make_case(world, seats=seated(world))
    agree(world.advocate, case, to(world.health))
    share_on_consent(world.advocate, case, world.health)
    at = f"/cases/{case.reference}"
    client = client_for(world.advocate)

    page = client.get(f"{at}/shares/{_last(client.get(f'{at}/shares').text)}/withdraw").text
    assert "Here one share ends, and no other." in page
    assert f'href="{at}/consents/1/withdraw"' in page

    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social])
    at, client = f"/cases/{sitting.case.reference}", client_for(world.policewoman)
    page = client.get(f"{at}/shares/{_last(client.get(f'{at}/shares').text)}/withdraw").text
    assert "Here one share ends, and no other." in page
    assert "/consents/1" not in page
