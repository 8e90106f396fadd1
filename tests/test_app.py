"""The application as a whole: how it starts, how it refuses, and what its error pages and its log do not say."""

import json
import re
from collections.abc import Callable

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from msgspec.structs import replace
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from icat.app import MAX_BODY, MAX_UPLOAD, create_app
from icat.audit.events import Event
from icat.audit.models import LedgerEntry
from icat.cases.models import Case
from icat.cases.queries.door import open_case
from icat.crypto.keyring import create_key_file
from icat.db import engine as db
from icat.db.gate import CannotWrite
from icat.errors import Busy, ConfigError, NotAllowed, NotFound, Refusal, RuleBroken, Stale
from icat.i18n import Message
from icat.members.models import Team
from icat.policy.permissions import Permission
from icat.web.page import open_page, page, takes_file
from tests.client import hidden_fields
from tests.make import World, make_case
from tests.members.signing import words

CANARY = "Канарейко-7719"


@pytest.fixture
def served(app: Flask) -> Flask:
    """As people get it: a fault is an error page and no traceback."""
    app.testing = False
    return app


def with_view(app: Flask, view: Callable[..., object], url: str = "/tests/view", **more: object) -> FlaskClient:
    app.add_url_rule(url, f"tests{url}", open_page(view), **more)  # type: ignore[arg-type]
    client = app.test_client()
    client.set_cookie("icat-language", "en")
    return client


# starting


def test_the_key_of_another_installation_stops_the_start(config, tmp_path):
    create_key_file(tmp_path / "other.key")

    with pytest.raises(ConfigError, match="does not belong to this database"):
        create_app(replace(config, key_file=tmp_path / "other.key"))
    db.database().dispose()


def test_a_missing_key_stops_the_start(config, tmp_path):
    with pytest.raises(ConfigError, match="There is no key file"):
        create_app(replace(config, key_file=tmp_path / "none.key"))


def test_starting_leaves_no_reading_open(app: Flask):
    assert db._session.get() is None


# refusing


REFUSALS = [
    (NotFound(), 404, "Page not found"),
    (NotAllowed(), 403, "Your role at this team does not include this step."),
    (NotAllowed(Message("Only a chair may do this.")), 403, "Only a chair may do this."),
    (RuleBroken(Message("A plan needs an owner for each action.")), 400, "A plan needs an owner for each action."),
    (Stale(), 409, "Somebody else changed this while you were working."),
    (Busy(), 503, "The system is busy. Nothing was saved."),
    (CannotWrite(), 503, "disk is full or read-only"),
    (ConfigError(Message("No database is connected.")), 400, "No database is connected."),
    (Refusal(Message("<b>%(x)s</b>", x="<script>")), 400, "&lt;b&gt;&lt;script&gt;"),
]


def test_a_refusal_becomes_a_page_that_says_why(app: Flask):
    def view() -> object:
        raise REFUSALS[int(request.args["number"])][0]

    client = with_view(app, view)
    for number, (_error, status, said) in enumerate(REFUSALS):
        answer = client.get(f"/tests/view?number={number}")

        assert answer.status_code == status
        assert said in (answer.get_data(as_text=True) if "&lt;" in said else words(answer))


def test_an_unknown_address_gets_the_page_that_a_hidden_case_gets(client_for, world):
    case, none = make_case(world), "KHM-2026-22222-2"
    client = client_for(world.doctor)

    for language in ("uk", "en"):
        client.set_cookie("icat-language", language)
        hidden, unknown = client.get(f"/cases/{case.reference}"), client.get(f"/cases/{none}")
        nowhere = client.get("/no-such-page")

        assert {answer.status_code for answer in (hidden, unknown, nowhere)} == {404}
        assert bare(hidden).replace(case.reference, none) == bare(unknown)
        assert words(hidden) == words(unknown) == words(nowhere)


def bare(page: TestResponse) -> str:
    """A page without its tokens, which change from second to second."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page.get_data(as_text=True))


def test_a_page_for_another_role_is_refused(client_for, world):
    assert client_for(world.doctor).get("/queue").status_code == 403
    assert client_for(world.auditor).get("/cases").status_code == 403


def test_a_script_without_a_session_gets_a_status_and_no_page(app: Flask):
    assert app.test_client().get("/cases", headers={"Accept": "application/json"}).status_code == 401


def test_a_body_that_is_too_large_is_refused(client_for, world):
    client = client_for(world.coordinator)
    url = "/teams/KHM/meetings/new"
    token = hidden_fields(client.get(url).get_data(as_text=True))["csrf_token"]

    answer = client.post(url, data={"csrf_token": token, "place": "x" * (MAX_BODY + 1)})

    assert answer.status_code == 413
    assert client.post("/stay", data={"x": "x" * (MAX_BODY + 1)}).status_code in (400, 413)


@pytest.mark.parametrize(
    ("size", "takes", "status"), [(MAX_BODY + 1, False, 413), (MAX_BODY + 1, True, 200), (MAX_UPLOAD + 1, True, 413)]
)
def test_only_a_page_that_takes_a_file_takes_a_large_one_and_never_onto_the_disk(app: Flask, size, takes, status):
    def view() -> object:
        stream = request.files["file"].stream
        return app.response_class(f"{type(stream).__name__} {len(stream.read())}", mimetype="text/plain")

    client = with_view(app, takes_file(view) if takes else view, methods=["POST"])  # type: ignore[arg-type]

    part = b'--cut\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    answer = client.post(
        "/tests/view",
        data=part + b"x" * size + b"\r\n--cut--\r\n",
        content_type="multipart/form-data; boundary=cut",
        headers={"X-Requested-With": "icat"},
    )

    assert answer.status_code == status
    assert status != 200 or answer.get_data(as_text=True) == f"BytesIO {size}"


def test_a_form_without_its_token_changes_nothing_and_keeps_the_typing(client_for, world):
    client = client_for(world.coordinator)

    for token in ("", "forged"):
        answer = client.post("/teams/KHM/meetings/new", data={"csrf_token": token, "place": CANARY})

        assert answer.status_code == 200
        assert "Your typing is kept: please send it again." in words(answer)
        assert CANARY in answer.get_data(as_text=True)


def test_the_token_of_another_browser_is_worth_nothing(client_for, app, world):
    url = "/teams/KHM/meetings/new"
    theirs = hidden_fields(client_for(world.chair).get(url).get_data(as_text=True))["csrf_token"]
    mine = client_for(world.coordinator)
    mine.get(url)

    assert "please send it again" in words(mine.post(url, data={"csrf_token": theirs}))


def test_a_button_without_its_token_is_refused(client_for, world):
    client = client_for(world.chair)

    for url in ("/sign-out", "/language?next=/", "/stay", "/teams/KHM/meetings/1/open"):
        answer = client.post(url, data={"csrf_token": "forged", "language": "uk"})

        assert answer.status_code == 400, url
        assert "open too long" in words(answer)
    assert '<html lang="en"' in client.get("/who-may").get_data(as_text=True)


# faults


def test_a_fault_of_ours_is_a_page_without_details_and_a_line_without_values(served: Flask, capsys):
    def view() -> object:
        surname = CANARY
        raise ValueError(f"cannot do anything with {surname}")

    answer = with_view(served, view).get(f"/tests/view?q={CANARY}")
    said = capsys.readouterr()

    assert answer.status_code == 500
    for text in (answer.get_data(as_text=True), said.out, said.err):
        assert CANARY not in text
        assert "7719" not in text
    line = json.loads(said.out.splitlines()[-1])
    assert (line["event"], line["kind"], line["endpoint"]) == ("request failed", "ValueError", "tests/tests/view")
    assert any("test_app.py" in place for place in line["where"])


def test_a_fault_of_the_database_shows_no_values_either(served: Flask, capsys, world):
    def view() -> object:
        with db.writing() as session:
            session.add(Team(code="KHM", name=CANARY, hromadas=[]))
            session.flush()
        return {}

    answer = with_view(served, view).get("/tests/view")
    said = capsys.readouterr()

    assert answer.status_code == 500
    assert json.loads(said.out.splitlines()[-1])["kind"] == "IntegrityError"
    assert CANARY not in said.out + said.err + answer.get_data(as_text=True)


def test_with_the_database_gone_there_is_still_a_page(served: Flask, client_for, world, capsys):
    client = client_for(world.chair)
    working, broken = db.database(), db.Database("postgresql+psycopg://nobody@127.0.0.1:1/none", db.database().keyring)
    db.connect(broken)
    try:
        answer = client.get("/who-may")
    finally:
        db.connect(working)

    assert answer.status_code == 500
    assert "102" in words(answer)
    assert "request failed" in capsys.readouterr().out


def test_one_request_leaves_nothing_open_for_the_next(app: Flask, client_for, world):
    client_for(world.chair).get("/who-may")

    assert db._session.get() is None


# letting an answer go


def test_a_page_is_cut_again_when_who_may_see_what_moved_meanwhile(app: Flask, client_for, world: World):
    case = make_case(world)
    moves, client = [1], case_page(app, client_for, world, case.reference, lambda: moves.pop() if moves else 0)
    before = readings()

    answer = client.get("/tests/case")

    assert (answer.status_code, answer.data) == (200, b"made 2")
    assert readings() == before + 1


def test_a_page_that_can_never_be_cut_in_peace_is_not_sent(app: Flask, client_for, world: World):
    case = make_case(world)
    client = case_page(app, client_for, world, case.reference, lambda: 1)
    before = readings()

    assert client.get("/tests/case").status_code == 503
    assert readings() == before


def case_page(app: Flask, client_for, world: World, reference: str, moves: Callable[[], int]) -> FlaskClient:  # type: ignore[no-untyped-def]
    """A page of a case during whose making somebody else moves who may see what."""
    made = []

    def view() -> object:
        made.append(1)
        open_case(world.chair.actor, Permission.CASE_READ, reference)
        by = moves()
        with db.database().open_writing() as session:
            session.execute(update(Case).values(access_version=Case.access_version + by))
            session.commit()
        return app.response_class(f"made {len(made)}", mimetype="text/plain")

    app.add_url_rule("/tests/case", "tests-case", page(Permission.CASE_READ, at_door=True)(view))  # type: ignore[arg-type]
    return client_for(world.chair)  # type: ignore[no-any-return]


def readings() -> int:
    db.end()
    wanted = select(func.count()).select_from(LedgerEntry).where(LedgerEntry.event == Event.CASE_READ)
    return db.session().scalar(wanted) or 0


# proxies


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "10.0.0.9"), (2, "10.0.0.8")])
def test_only_as_many_proxies_are_believed_as_there_are(config, world, proxies, address):
    app = create_app(replace(config, trusted_proxies=proxies))
    try:
        client = with_view(app, lambda: app.response_class(request.remote_addr or ""))
        answer = client.get("/tests/view", headers={"X-Forwarded-For": "1.2.3.4, 10.0.0.8, 10.0.0.9"})
    finally:
        db.end()
        db.database().dispose()

    assert answer.get_data(as_text=True) == address
