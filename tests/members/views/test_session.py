"""The pages of signing in: cookies that are hard to steal, a lock that loses no typing, an end that is one."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from msgspec.structs import replace
from sqlalchemy import select, update

from icat import clock
from icat.app import create_app
from icat.db import engine as db
from icat.members.models import Account, AuthSession, KeptForm, Member
from icat.members.models.session import ABSOLUTE, IDLE, SessionState
from icat.members.queries.signed_in import signed_in
from icat.members.views.session import inside
from tests.client import ORIGIN, CheckedClient
from tests.members.signing import Somebody, sign_in, somebody, words

NOW = datetime(2026, 5, 4, 9, 0, 0, tzinfo=UTC)
FORM = "/teams/KHM/meetings/new"


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody who has not signed in, with an English browser."""
    made = app.test_client()
    made.set_cookie("icat-language", "en")
    return made


@pytest.fixture
def who(world) -> Somebody:  # type: ignore[no-untyped-def]
    """Somebody who can sign in."""
    with clock.pretending(NOW):
        return somebody(world)


@pytest.fixture
def at() -> Iterator[object]:
    """Lets time pass: ``at(minutes=20)`` after nine."""
    entered = []

    def go(**passed: float) -> None:
        while entered:
            entered.pop().__exit__(None, None, None)
        entered.append(clock.pretending(NOW + timedelta(**passed)))
        entered[-1].__enter__()

    go()
    yield go
    while entered:
        entered.pop().__exit__(None, None, None)


def test_a_page_sends_whoever_comes_to_sign_in_and_back(client, who, at):
    turned_away = client.get("/cases?stage=active")
    assert turned_away.headers["Location"] == "/sign-in?next=/cases?stage%3Dactive"

    page = client.get(turned_away.headers["Location"])
    assert "/cases?stage=active" in page.get_data(as_text=True)
    entered = sign_in(client, who, next="/cases?stage=active")

    assert (entered.status_code, entered.headers["Location"]) == (302, "/cases?stage=active")
    assert client.get("/cases").status_code == 200


def test_what_is_wrong_is_said_on_the_page_and_the_password_is_not_sent_back(client, who, at):
    page = sign_in(client, who, password="wrong-7719")

    assert page.status_code == 200
    assert "The name, the password or the code is not right" in words(page)
    assert "wrong-7719" not in page.get_data(as_text=True)
    assert "icat=" not in str(page.headers)


def test_what_is_missing_is_asked_for(client, who, at):
    page = client.send("/sign-in", {"login": who.login})

    assert "Enter your password." in words(page)
    assert "Enter the six digits" in words(page)


def test_the_cookie_cannot_be_read_by_a_script_or_sent_by_another_site(client, who, at):
    cookies = sign_in(client, who).headers.getlist("Set-Cookie")

    session = next(cookie for cookie in cookies if cookie.startswith("icat="))
    assert "; HttpOnly" in session
    assert "; SameSite=Strict" in session
    assert "; Path=/" in session
    assert all("HttpOnly" in cookie and "SameSite=Strict" in cookie for cookie in cookies)


def test_with_https_each_cookie_is_bound_to_it(config, world, at):
    who = somebody(world)
    made = create_app(replace(config, public_url="https://icat.example.org"))
    made.testing, made.test_client_class = True, CheckedClient
    client = made.test_client()
    page = client.get("/sign-in", base_url="https://icat.example.org")
    token = page.get_data(as_text=True).split('name="csrf_token"')[1].split('value="')[1].split('"')[0]

    answer = client.post(
        "/sign-in",
        data={"csrf_token": token, "login": who.login, "password": who.password, "code": who.code()},
        base_url="https://icat.example.org",
    )

    cookies = answer.headers.getlist("Set-Cookie") + page.headers.getlist("Set-Cookie")
    assert answer.status_code == 302
    assert {cookie.split("=")[0] for cookie in cookies} == {"__Host-icat", "__Host-icat-form", "icat-device"}
    assert all("; Secure" in cookie for cookie in cookies)
    assert not any("Domain=" in cookie for cookie in cookies)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    db.end()
    db.database().dispose()


def test_each_sign_in_gets_a_new_token_whatever_the_browser_brought(client, who, at):
    client.set_cookie("icat", "a-token-that-somebody-put-here")
    sign_in(client, who)
    first = client.get_cookie("icat").value
    at(minutes=1)
    sign_in(client, who)

    assert first not in ("a-token-that-somebody-put-here", client.get_cookie("icat").value)


def test_fifteen_idle_minutes_lock_the_session_and_the_password_opens_it_again(client, who, at):
    sign_in(client, who)
    at(minutes=14)
    assert client.get("/cases").status_code == 200
    at(minutes=28)
    assert client.get("/cases").status_code == 200
    at(minutes=44)

    assert client.get("/cases?stage=active").headers["Location"] == "/unlock?next=/cases?stage%3Dactive"
    assert "Галина Їжак" in words(client.get("/unlock?next=/cases"))
    wrong = client.send("/unlock", {"password": "wrong"})
    assert "The password is not right." in words(wrong)
    assert client.get("/cases").status_code == 302
    opened = client.send("/unlock?next=/cases", {"password": who.password})

    assert opened.headers["Location"] == "/cases"
    assert client.get("/cases").status_code == 200


def test_a_page_that_only_asks_whether_something_changed_keeps_nobody_signed_in(client, who, at):
    sign_in(client, who)
    at(minutes=10)
    assert client.get("/cases", headers={"X-ICAT-Poll": "1"}).status_code == 200
    at(minutes=16)

    assert client.get("/cases").status_code == 302


def test_saying_that_one_is_still_there_starts_the_clock_again(client, who, at):
    sign_in(client, who)
    at(minutes=14)
    assert client.post("/stay", headers={"X-Requested-With": "icat"}).status_code == 204
    at(minutes=28)

    assert client.get("/cases").status_code == 200
    at(minutes=60)
    assert client.post("/stay", headers={"X-Requested-With": "icat"}).status_code == 401


@pytest.mark.parametrize(("pause", "way"), [(IDLE, "/unlock"), (ABSOLUTE, "/sign-in")])
def test_what_was_typed_when_the_session_had_ended_is_there_after_coming_back(client, who, at, pause, way):
    sign_in(client, who)
    token = hidden(client, FORM)
    at(seconds=pause.total_seconds() + 1)

    turned_away = client.post(FORM, data={"csrf_token": token, "place": "Кабінет 7719", "held_at-day": "32"})
    assert turned_away.headers["Location"] == f"{way}?next={FORM}"
    back = client.send(turned_away.headers["Location"], {"password": who.password}) if way == "/unlock" else None
    if back is None:
        back = sign_in(client, who, next=FORM)
    assert back.headers["Location"] == FORM
    page = client.get(FORM)

    assert "What you typed was kept" in words(page)
    assert "Кабінет 7719" in page.get_data(as_text=True)
    assert 'value="32"' in page.get_data(as_text=True)
    assert "Кабінет 7719" in client.get(FORM).get_data(as_text=True), "still there when the page is opened again"


def test_what_was_kept_is_forgotten_once_it_has_arrived(client, who, at):
    kept(client, who, at)
    back = client.send(FORM, {"place": "Кабінет 7719"} | day(2026, 6, 1))
    assert back.status_code == 302, words(back)

    assert "Кабінет 7719" not in client.get(FORM).get_data(as_text=True)
    assert not db.session().scalars(select(KeptForm.id)).all()


def test_what_was_kept_is_not_shown_to_anybody_else_and_not_after_a_day(client, app, who, world, at):
    kept(client, who, at)
    other = app.test_client()
    other.sign_in(world.coordinator)
    assert "Кабінет 7719" not in other.get(FORM).get_data(as_text=True)
    at(hours=41)
    sign_in(client, who)

    assert "Кабінет 7719" not in client.get(FORM).get_data(as_text=True)


def test_an_address_of_any_length_is_answered_when_the_session_has_ended(client, who, at):
    sign_in(client, who)
    token = hidden(client, FORM)
    at(minutes=16)

    answer = client.post(f"/referrals/{'x' * 600}/withdraw", data={"csrf_token": token, "why": "x"})

    assert answer.status_code == 302


def test_a_button_pressed_after_the_session_ended_leads_to_a_page_that_exists(client, who, at):
    sign_in(client, who)
    token = hidden(client, FORM)
    at(minutes=16)

    answer = client.post("/teams/KHM/meetings/1/open", data={"csrf_token": token})

    assert answer.headers["Location"] == "/unlock?next=/"


def test_twelve_hours_end_the_session_however_busy_it_is(client, who, at):
    sign_in(client, who)
    with db.writing() as session:
        session.execute(update(AuthSession).values(seen_at=NOW + timedelta(hours=11, minutes=59)))
        session.commit()
    at(hours=12)
    assert client.get("/who-may").status_code == 200
    at(hours=12, seconds=1)

    assert client.get("/who-may").headers["Location"] == "/sign-in?next=/who-may"
    assert client.get("/unlock").headers["Location"].startswith("/sign-in")


def test_the_cookie_outlives_the_session_so_that_typing_can_be_kept_for_its_owner(client, who, at):
    cookies = sign_in(client, who).headers.getlist("Set-Cookie")

    age = next(
        part for cookie in cookies if cookie.startswith("icat=") for part in cookie.split("; ") if "Max-Age" in part
    )
    assert int(age.partition("=")[2]) > ABSOLUTE.total_seconds()


def test_five_wrong_passwords_end_a_locked_session(client, who, at):
    sign_in(client, who)
    at(minutes=16)
    for _ in range(4):
        assert "The password is not right." in words(client.send("/unlock", {"password": "wrong"}))
    ended = client.send("/unlock?next=/cases", {"password": "wrong"})

    assert ended.headers["Location"] == "/sign-in?next=/cases"
    assert state_of(client) is SessionState.ENDED
    assert "Too many wrong passwords" in words(client.get("/sign-in"))


@pytest.mark.parametrize("minutes", [1, 16])
def test_signing_out_ends_the_session_on_the_server_also_a_locked_one(client, who, at, minutes):
    sign_in(client, who)
    token = client.get_cookie("icat").value
    at(minutes=minutes)

    answer = client.act("/sign-out", seen_on="/sign-in")

    assert answer.headers["Location"] == "/sign-in"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert client.get_cookie("icat") is None
    client.set_cookie("icat", token)
    assert client.get("/who-may").headers["Location"].startswith("/sign-in")
    assert signed_in(token, clock.now()).state is SessionState.ENDED  # type: ignore[union-attr]


def test_signing_out_works_for_somebody_whose_membership_ran_out_meanwhile(client, who, at):
    sign_in(client, who)
    with db.writing() as session:
        session.execute(
            update(Member).where(Member.account_id == who.account_id).values(until_on=(NOW - timedelta(days=1)).date())
        )
        session.commit()
    token = client.get_cookie("icat").value

    assert client.act("/sign-out", seen_on="/sign-in").status_code == 302

    client.set_cookie("icat", token)
    assert state_of(client) is SessionState.ENDED


def test_another_device_goes_on_when_one_signs_out(client, app, who, at):
    sign_in(client, who)
    at(minutes=1)
    phone = app.test_client()
    sign_in(phone, who)

    client.act("/sign-out", seen_on="/sign-in")

    assert phone.get("/who-may").status_code == 200


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n//evil.example",
        "javascript:alert(1)",
        " //evil.example",
        "http:evil.example",
        "evil.example",
        "//[",
        "",
    ],
)
def test_the_way_on_cannot_lead_outside(target):
    assert inside(target) == "/"


@pytest.mark.parametrize("target", ["/", "/cases?stage=active", "/cases/KHM-2026-7F3K9-C/plan#x", "/a//b"])
def test_the_way_on_leads_to_our_pages(target):
    assert inside(target) == target


def test_signing_in_with_a_way_outside_leads_to_the_first_page(client, who, at):
    assert sign_in(client, who, next="https://evil.example/").headers["Location"] == "/"


def test_the_language_changes_at_once_and_stays(client, who, at):
    sign_in(client, who)

    answer = client.act("/language?next=/who-may", {"language": "uk"}, seen_on="/who-may")

    assert answer.headers["Location"] == "/who-may"
    assert '<html lang="uk"' in client.get("/who-may").get_data(as_text=True)
    client.act("/language", {"language": "xx"}, seen_on="/who-may")
    assert '<html lang="uk"' in client.get("/who-may").get_data(as_text=True)


def test_what_somebody_chose_is_spoken_on_another_device_and_in_letters(client, who, at, app):
    sign_in(client, who)
    client.act("/language", {"language": "en"}, seen_on="/who-may")
    at(minutes=1)
    elsewhere = app.test_client()
    sign_in(elsewhere, who)

    page = elsewhere.get("/who-may", headers={"Accept-Language": "uk"}).get_data(as_text=True)

    assert '<html lang="en"' in page
    db.end()
    assert db.session().get_one(Account, who.account_id).language == "en"


def test_the_language_is_that_of_the_browser_until_somebody_chooses(app):
    client = app.test_client()

    for wanted, spoken in (("en-GB,en;q=0.8", "en"), ("uk", "uk"), ("fr", "uk"), ("", "uk")):
        assert f'<html lang="{spoken}"' in client.get("/sign-in", headers={"Accept-Language": wanted}).get_data(
            as_text=True
        )


def test_the_address_of_a_guesser_cannot_be_made_up(client, who, at):
    token = hidden(client, "/sign-in")
    for number in range(30):
        typed = {"csrf_token": token, "login": f"x{number}", "password": "x", "code": "1"}
        client.post("/sign-in", data=typed, headers=forwarded(number))

    assert "Too many tries" in words(sign_in(client, who))


def test_buttons_for_everybody_exist_in_a_demonstration_only(client):
    assert client.get("/demo/sign-in").status_code == 404
    assert client.post("/demo/sign-in/khm-1", headers={"X-Requested-With": "icat"}).status_code == 404


def kept(client: FlaskClient, who: Somebody, at) -> None:  # type: ignore[no-untyped-def]
    sign_in(client, who)
    token = hidden(client, FORM)
    at(minutes=16)
    client.post(FORM, data={"csrf_token": token, "place": "Кабінет 7719"})
    client.send(f"/unlock?next={FORM}", {"password": who.password})
    assert "Кабінет 7719" in client.get(FORM).get_data(as_text=True)


def hidden(client: FlaskClient, url: str) -> str:
    page = client.get(url)
    assert page.status_code == 200, words(page)
    return page.get_data(as_text=True).split('name="csrf_token"')[1].split('value="')[1].split('"')[0]


def day(year: int, month: int, number: int) -> dict[str, str]:
    return {
        "held_at-day": str(number),
        "held_at-month": str(month),
        "held_at-year": str(year),
        "held_at-hour": "10",
        "held_at-minute": "00",
        "held_at-time": "10:00",
    }


def forwarded(number: int) -> dict[str, str]:
    return ORIGIN | {"X-Forwarded-For": f"10.9.8.{number}"}


def state_of(client: FlaskClient) -> SessionState:
    db.end()
    row = db.session().scalars(select(AuthSession).order_by(AuthSession.begun_at.desc())).first()
    assert row
    return row.state(clock.now())


def test_what_a_page_had_to_say_to_one_is_not_said_to_the_next_at_the_same_browser(client, who, at):
    sign_in(client, who)
    with client.session_transaction() as kept:
        kept["_flashes"] = [("message", "Сказано поліції")]

    client.post("/sign-out", headers={"X-Requested-With": "icat"})

    with client.session_transaction() as kept:
        assert "Сказано поліції" not in str(dict(kept))
