"""The doorstep page: an alert with almost nothing, completed later on the same case; nothing is lost or comes twice."""

import re
from io import BytesIO
from uuid import uuid4

from flask.testing import FlaskClient

from tests.cases.referring import typed
from tests.client import hidden_fields
from tests.files.brought import picture
from tests.make import World

QUICK = "/referrals/quick"


def alert(client: FlaskClient, **said: str) -> str:
    """An urgent alert; gives the number of its receipt."""
    sent = client.send(QUICK, {"alert": "y", **said})  # type: ignore[attr-defined]
    assert sent.status_code == 302, re.findall(r"error-summary.*?</ul>", sent.get_data(as_text=True), re.DOTALL)
    return str(sent.headers["Location"]).rpartition("/")[2]


def completing(client: FlaskClient, reference: str) -> str:
    """The page that completes a referral."""
    begun = client.act(f"/referrals/{reference}/complete", seen_on=f"/referrals/{reference}")  # type: ignore[attr-defined]
    return str(begun.headers["Location"])


def test_an_alert_with_one_name_is_a_case_that_the_office_reads(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)
    page = client.get(QUICK).get_data(as_text=True)
    assert re.search(r'<option value="UA68040470000053519" selected', page), "the only hromada is chosen beforehand"
    assert re.search(r'value="UA-POWER"[^>]*checked', page), "and so is the basis on which police act"

    number = alert(client, surname="Ґалаґан", hromada="UA68040470000053519", basis_code="UA-POWER")

    receipt = client.get(f"/referrals/{number}").get_data(as_text=True)
    assert "how she can be reached safely" in receipt
    assert "Ґалаґан" in client_for(world.coordinator).get(f"/cases/{number}").get_data(as_text=True)
    assert "urgent, now" in client_for(world.coordinator).get("/queue").get_data(as_text=True)


def test_an_alert_about_nothing_is_asked_for_one_thing_and_keeps_its_place(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)
    chosen = {"hromada": "UA68040470000053519", "basis_code": "UA-POWER"}

    page = client.send(QUICK, {"alert": "y", **chosen}).get_data(as_text=True)

    assert "Say at least one thing" in page
    again = client.post(QUICK, data={**hidden_fields(page), "alert": "y", "reason_now": "Крик, діти", **chosen})
    assert again.status_code == 302


def test_a_number_is_not_sent_without_whether_it_is_safe(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    page = client_for(world.officer).send(QUICK, {**typed(safe_method=""), "send": "y"}).get_data(as_text=True)

    assert "Say whether it is safe to call this number." in page


def test_a_photo_of_the_form_with_its_level_is_a_whole_referral(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)
    least = {
        "urgency": "before_next_meeting",
        "hromada": "UA68040470000053519",
        "basis_code": "UA-POWER",
        "police_level": "high",
        "paper": (BytesIO(picture()), "form.jpg"),
        "send": "y",
    }

    sent = client.send(QUICK, least)

    number = sent.headers["Location"].rpartition("/")[2]
    coordinator = client_for(world.coordinator)
    assert f"/cases/{number}/forms/1" in coordinator.get(f"/cases/{number}").get_data(as_text=True)
    photo = coordinator.get(f"/cases/{number}/forms/1")
    assert (photo.status_code, photo.mimetype) == (200, "image/jpeg")
    assert client_for(world.doctor).get(f"/cases/{number}/forms/1").status_code == 404
    assert coordinator.get(f"/cases/{number}/forms/2").status_code == 404


def test_a_refused_page_keeps_the_photo_that_came_with_it(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)
    first = client.send(QUICK, {"paper": (BytesIO(picture()), "form.jpg"), "reason_now": "Б’є", "send": "y"})
    page = first.get_data(as_text=True)
    assert "Say how urgent it is." in page

    sent = client.post(QUICK, data={**hidden_fields(page), **typed(), "send": "y"})

    number = sent.headers["Location"].rpartition("/")[2]
    assert f"/cases/{number}/forms/1" in client.get(f"/cases/{number}").get_data(as_text=True)


def test_a_broken_photo_is_refused_beside_its_box_and_the_words_are_kept(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)

    page = client.send(QUICK, {**typed(), "paper": (BytesIO(b"MZ" * 900), "form.jpg"), "alert": "y"})

    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert "paper-error" in text
    assert "Погрожує вбити" in text


def test_what_completes_an_alert_is_added_to_its_case(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)
    number = alert(client, surname="Ґалаґан", hromada="UA68040470000053519", basis_code="UA-POWER")
    more = {
        "given_name": "Єва",
        "surname": "Ґалаган",
        "his_surname": "Ґалаґан",
        "his_given_name": "Сергій",
        "safe_number": "067 111 22 33",
        "safe_method": "text",
        "reason_now": "Душив, діти бачили",
        "child_count": "two",
        "send": "y",
    }

    sent = client.send(completing(client, number), more)

    assert sent.headers["Location"] == f"/referrals/{number}"
    page = client_for(world.coordinator).get(f"/cases/{number}").get_data(as_text=True)
    assert "Ґалаґан Єва" in page, "what was empty is filled in"
    assert re.search(r"Said later: Surname.*?Ґалаган", page, re.DOTALL), "what differs stands beside it"
    assert "Added to the referral" in page
    assert "Душив, діти бачили" in page
    assert page.count("+380 67 111 22 33") == 1
    receipt = client.get(f"/referrals/{number}").get_data(as_text=True)
    assert "how she can be reached safely" not in receipt
    assert len(re.findall("Completed ", receipt)) == 1
    assert client.get("/referrals").get_data(as_text=True).count(f"/referrals/{number}") == 1


def test_a_number_that_differs_is_a_warning_before_the_number(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)
    number = alert(client, **typed())

    client.send(completing(client, number), {"safe_number": "067 999 88 77", "safe_method": "none_safe", "send": "y"})

    page = client_for(world.coordinator).get(f"/cases/{number}").get_data(as_text=True)
    assert page.index("Said later, and different") < page.index("Safe contact")
    assert "+380679998877" in page


def test_the_same_page_sent_twice_is_one_case_and_a_later_part_completes_it(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)
    sent = {**hidden_fields(client.get(QUICK).get_data(as_text=True)), **typed(), "alert": "y"}

    first = client.post(QUICK, data=sent)
    second = client.post(QUICK, data=sent)
    fuller = client.post(QUICK, data={**sent, "his_whereabouts": "у брата", "send": "y"})

    assert first.headers["Location"] == second.headers["Location"] == fuller.headers["Location"]
    number = first.headers["Location"].rpartition("/")[2]
    page = client_for(world.coordinator).get(f"/cases/{number}").get_data(as_text=True)
    assert page.count("Погрожує вбити") == 1, "what was said already is not said again"
    assert "у брата" in page
    assert client_for(world.coordinator).get("/queue").get_data(as_text=True).count("/cases/KHM") == 1


def test_typing_is_kept_before_anything_was_sent_and_the_photo_is_not_sent_with_it(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)
    client_id = str(uuid4())

    for words in ("Б’є", "Б’є, кричить"):
        kept = client.act(f"{QUICK}/draft", {"client_id": client_id, "reason_now": words}, seen_on=QUICK)
        assert kept.status_code == 204

    listed = client.get("/referrals").get_data(as_text=True)
    (reference,) = set(re.findall(r"/referrals/(KHM-[^/\"]+)/edit", listed))
    assert "Б’є, кричить" in client.get(f"/referrals/{reference}/quick").get_data(as_text=True)


def test_what_stands_on_other_pages_of_a_draft_stays(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)
    draft = client.send("/referrals/new").headers["Location"]
    client.send(draft, {"judgement": "Вважаю небезпеку високою", "draft": "y"})

    client.send(draft.replace("/edit", "/quick"), {"surname": "Ґалаґан", "draft": "y"})

    page = client.get(draft).get_data(as_text=True)
    assert "Вважаю небезпеку високою" in page
    assert "Ґалаґан" in page


def test_what_was_typed_on_the_full_form_goes_with_what_is_sent_from_the_door(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)
    draft = client.send("/referrals/new").headers["Location"]
    client.send(draft, {"judgement": "Вважаю небезпеку високою", "lap11_x": "", "draft": "y"})

    sent = client.send(draft.replace("/edit", "/quick"), {**typed(urgency=""), "alert": "y"})

    page = client.get("/cases/" + sent.headers["Location"].rpartition("/")[2]).get_data(as_text=True)
    assert "Вважаю небезпеку високою" in page
    assert "Ґалаґан Єва" in page


def test_what_is_wrong_on_the_full_form_is_shown_there(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)
    draft = client.send("/referrals/new").headers["Location"]
    client.act(draft.replace("/edit", "/draft"), {"birth_on-day": "32"}, seen_on=draft)

    sent = client.send(draft.replace("/edit", "/quick"), {**typed(), "send": "y"})

    assert sent.headers["Location"] == draft
    page = client.get(draft).get_data(as_text=True)
    assert 'value="32"' in page
    assert "Погрожує вбити" in page


def test_nobody_completes_what_somebody_else_sent(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    number = alert(client_for(world.officer), **typed())

    for other in (world.policewoman, world.coordinator, world.stranger):
        assert client_for(other).act(f"/referrals/{number}/complete").status_code == 404


def test_no_session_no_case_and_the_token_is_asked_for(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)

    page = client.post(QUICK, data={**typed(), "alert": "y", "csrf_token": "nonsense"})

    assert page.status_code == 200
    assert client.get("/referrals").get_data(as_text=True).count("/referrals/KHM") == 0
