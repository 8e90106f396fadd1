"""What every answer carries, and which requests are refused before anything looks at them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from msgspec.structs import replace
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from icat.app import create_app
from icat.db import engine as db
from icat.web.headers import STATIC_AGE, is_from_here

# Written out a second time, as it was reviewed: who loosens it changes it here too.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; require-trusted-types-for 'script'; trusted-types icat"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}


@pytest.fixture
def engine_name() -> str:
    """Headers know no database."""
    return "sqlite"


@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        ("GET", "/sign-in", 200),
        ("GET", "/cases", 302),
        ("GET", "/no-such-page", 404),
        ("GET", "/static/no-such-file.css", 404),
        ("DELETE", "/sign-in", 405),
        ("POST", "/no-such-page", 404),
        ("POST", "/stay", 401),
        ("OPTIONS", "/sign-in", 200),
        ("HEAD", "/sign-in", 200),
    ],
)
def test_every_answer_carries_the_headers_also_an_error(app: Flask, method, url, status):
    headers = {"Sec-Fetch-Site": "same-origin", "X-Requested-With": "icat"}
    answer = app.test_client().open(url, method=method, headers=headers)

    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in answer.headers


def test_a_refused_request_carries_the_headers_too(app: Flask):
    answer = app.test_client().open("/sign-in", method="POST", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS


def test_no_answer_says_which_software_made_it(app: Flask):
    answer = app.test_client().get("/sign-in")

    assert not {"Server", "X-Powered-By"} & set(answer.headers.keys())


def test_static_files_are_kept_for_a_year_because_their_names_change_with_them(app: Flask):
    from pathlib import Path  # noqa: PLC0415 - only here

    names = [path.name for path in Path(app.static_folder or "").glob("*.css")]
    if not names:
        pytest.skip("icat assets did not run here")

    answer = app.test_client().get(f"/static/{names[0]}")

    assert answer.headers["Cache-Control"] == f"public, max-age={STATIC_AGE}, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()


def test_with_https_browsers_are_told_to_stay_with_it(config):
    made = create_app(replace(config, public_url="https://icat.example.org"))
    try:
        answer = made.test_client().get("/sign-in")

        assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    finally:
        db.end()
        db.database().dispose()


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://icat.example.org"}, False),
        ({"Origin": "http://icat.example.org"}, True),
        ({"Origin": "http://icat.example.org:81"}, False),
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://icat.example.org.evil.example"}, False),
        ({"Origin": "http://evil.example", "Referer": "http://icat.example.org/x"}, False),
        ({"Referer": "http://icat.example.org/cases"}, True),
        ({"Referer": "http://evil.example/icat.example.org"}, False),
        ({"Referer": "http://icat.example.org@evil.example/"}, False),
        ({"Origin": "http://["}, False),
        ({}, False),
    ],
)
def test_a_change_is_taken_from_our_own_pages_only(headers, ours):
    asked = Request(EnvironBuilder(method="POST", base_url="http://icat.example.org", headers=headers).get_environ())

    assert is_from_here(asked) is ours


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("headers", [{}, {"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_whatever_changes_something_is_refused_from_elsewhere(app: Flask, method, headers):
    app.test_client_class = FlaskClient  # which does not say that it is one of our pages

    assert app.test_client().open("/sign-out", method=method, headers=headers).status_code == 403


def test_reading_from_elsewhere_is_a_link_and_is_answered(app: Flask):
    assert app.test_client().get("/sign-in", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/teams/KHM/meetings/99999999999999999999", 404),
        ("/teams/KHM/meetings/4294967296", 404),
        ("/log/99999999999999999999", 404),
        ("/log?before=99999999999999999999", 200),
        ("/cases/KHM-2026-22222-2/shares/99999999999999999999/withdraw", 404),
        ("/cases/%00", 400),
        ("/cases?after=%00", 400),
        ("/log?case=%00", 400),
    ],
)
def test_what_no_column_holds_is_refused_before_a_database_is_asked(client_for, world, address, status):
    who = world.auditor if address.startswith("/log") else world.chair
    assert client_for(who).get(address).status_code == status
