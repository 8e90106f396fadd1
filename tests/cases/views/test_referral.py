"""The referral through the browser: nothing typed is lost, nothing is sent twice, and the receipt is a number."""

import re
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import update

from icat import clock
from icat.audit.recording import upkeep
from icat.members.models import AuthSession
from tests.cases.referring import typed
from tests.make import World


def begin(client: FlaskClient) -> str:
    """A fresh draft; gives its address."""
    return client.send("/referrals/new").headers["Location"]  # type: ignore[attr-defined,no-any-return]


def test_an_officer_submits_the_least_there_can_be_and_gets_a_number(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)
    draft = begin(client)

    sent = client.send(draft, typed())

    assert sent.status_code == 302, re.findall(r"error-summary.*?</ul>", sent.get_data(as_text=True), re.DOTALL)
    page = client.get(sent.headers["Location"]).get_data(as_text=True)
    reference = draft.split("/")[2]
    assert reference in page
    assert client.get(f"/cases/{reference}").status_code == 200
    assert "Ґалаґан Єва" in client_for(world.coordinator).get(f"/cases/{reference}").get_data(as_text=True)


def test_sending_the_same_referral_twice_gives_the_same_receipt(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)
    draft = begin(client)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', client.get(draft).get_data(as_text=True))
    assert token
    sent = {**typed(), "csrf_token": token[1], "version": "0"}

    first, second = client.post(draft, data=sent), client.post(draft, data=sent)

    assert first.headers["Location"] == second.headers["Location"]


def test_impossible_typing_is_refused_beside_its_box_and_kept(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)
    hostile = '"><script>alert(1)</script>'
    wrong = {"birth_on-day": "31", "birth_on-month": "2", "birth_on-year": "1987", "given_name": hostile}

    page = client.send(begin(client), typed(**wrong)).get_data(as_text=True)

    assert "Give a real date, such as 27 3 1987." in page
    assert 'value="31"' in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "Погрожує вбити" in page


def test_over_long_words_are_refused_with_a_count(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)

    page = client.send(begin(client), typed(reason_now="а" * 4001)).get_data(as_text=True)

    assert "Use at most 4000 characters; you have 4001." in page


def test_what_is_missing_is_named_all_at_once(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)

    page = client.send(begin(client), {}).get_data(as_text=True)

    for words in ("Say how urgent it is.", "Choose the legal basis."):
        assert words in page


def test_a_draft_is_kept_as_it_was_typed_however_wrong(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)
    draft = begin(client)
    data = {"birth_on-day": "32", "safe_number": "нуль шість", "children-0-given_name": "Аліна"}

    kept = client.act(draft.replace("/edit", "/draft"), data, seen_on=draft)
    page = client.get(draft).get_data(as_text=True)

    assert kept.status_code == 204
    assert 'value="32"' in page
    assert "нуль шість" in page
    assert "Аліна" in page
    assert "Give a real date" not in page


def test_a_draft_is_its_authors_only(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    draft = begin(client_for(world.officer))

    for other in (world.policewoman, world.coordinator, world.stranger):
        assert client_for(other).get(draft).status_code == 404


def test_a_submitted_referral_takes_no_more_typing(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)
    draft = begin(client)
    client.send(draft, typed())

    late = client.act(draft.replace("/edit", "/draft"), {"surname": "Інша"}, seen_on="/referrals")

    assert late.status_code == 409


def test_the_second_of_two_windows_keeps_its_typing_and_is_told(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)
    draft = begin(client)
    client.send(draft, {"surname": "Перша", "draft": "y"})

    page = client.send(draft, typed(surname="Друга", version="0")).get_data(as_text=True)

    assert "Somebody else changed this" in page
    assert "Друга" in page
    assert 'name="version" type="hidden" value="1"' in page, "told once, a second press counts"


def test_typing_sent_after_the_session_ended_is_there_after_signing_in(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)
    draft = begin(client)
    with upkeep() as session:
        session.execute(update(AuthSession).values(seen_at=clock.now() - timedelta(hours=1)))
    turned_away = client.act(draft, typed(surname="Збережена", **{"birth_on-day": "32"}), seen_on="/sign-in")

    client.sign_in(world.officer)
    page = client.get(draft).get_data(as_text=True)

    assert turned_away.status_code == 302
    assert "Збережена" in page
    assert 'value="32"' in page
    assert "Give a real date" not in page
    assert "What you typed was kept" in page


def test_a_draft_can_be_thrown_away(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)
    draft = begin(client)

    gone = client.send(draft.replace("/edit", "/withdraw"))

    assert gone.headers["Location"] == "/referrals"
    assert client.get(draft).status_code == 404


def test_the_list_shows_drafts_and_what_was_submitted(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)
    submitted, draft = begin(client), begin(client)
    client.send(submitted, typed())
    client.send(draft, {"surname": "Чернетка", "draft": "y"})

    page = client.get("/referrals").get_data(as_text=True)

    assert "Чернетка" in page
    assert submitted.split("/")[2] in page


def test_a_box_more_for_a_child_keeps_the_typing(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    client = client_for(world.officer)
    draft = begin(client)

    page = client.send(draft, {"children-0-given_name": "Аліна", "_add": "children"}).get_data(as_text=True)

    assert "Аліна" in page
    assert 'name="children-1-given_name"' in page
