"""A page: marked with its permission, drawn from its own template, and without a database object anywhere in it."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from icat.db import engine as db
from icat.members.models import Team
from icat.policy.permissions import Permission
from icat.web.page import (
    OPEN,
    DatabaseObjectInPage,
    _name,
    file_response,
    insist_on_permissions,
    kept_file_response,
    open_page,
    page,
    refuse_database_objects,
    takes_file,
)


@dataclass(frozen=True, slots=True)
class View:
    """What a query gives."""

    inner: Any
    name: str = "x"


ROW = Team(code="KHM", name="x", hromadas=[])


@pytest.mark.parametrize(
    "given",
    [
        {"team": ROW},
        {"teams": [ROW]},
        {"teams": (1, (ROW,))},
        {"teams": {"KHM": ROW}},
        {"view": View(ROW)},
        {"view": View((View({"rows": [View((ROW,))]}),))},
        {"rows": [{"cells": [[{"deep": [View([ROW])]}]]}]},
        {"teams": {ROW}},
        {"teams": (row for row in [ROW])},
        {"teams": map(str, [ROW])},
    ],
)
def test_a_database_object_is_refused_however_deep_it_lies(given):
    with pytest.raises(DatabaseObjectInPage):
        refuse_database_objects(given)


def test_a_result_that_was_not_fetched_yet_is_refused(world, database):
    for result in (db.session().scalars(select(Team)), db.session().execute(select(Team))):
        with pytest.raises(DatabaseObjectInPage):
            refuse_database_objects({"teams": result})
    with pytest.raises(DatabaseObjectInPage):
        refuse_database_objects({"teams": db.session().execute(select(Team)).all()})


def test_plain_values_pass_also_when_they_hold_themselves():
    ring: list[Any] = []
    ring.append(ring)

    refuse_database_objects({"a": 1, "b": "x", "c": [View((View(None),))], "d": {"e": b"f"}, "ring": ring, "t": View})


def test_a_view_that_hands_over_a_database_object_makes_no_page(config, world):
    app = made_with(config, "/tests/row", open_page(lambda: {"team": ROW, "rows": []}))

    try:
        with pytest.raises(DatabaseObjectInPage):
            app.test_client().get("/tests/row")
    finally:
        db.end()
        db.database().dispose()


def test_an_endpoint_that_names_no_permission_stops_the_start():
    app = Flask("bare")
    app.add_url_rule("/forgotten", "forgotten", lambda: "x")

    with pytest.raises(RuntimeError, match=r"without a permission: \['forgotten'\]"):
        insist_on_permissions(app)


def test_marked_endpoints_start():
    app = Flask("bare")
    app.add_url_rule("/one", "one", page(Permission.CASE_READ)(dict))
    app.add_url_rule("/two", "two", open_page(dict))

    insist_on_permissions(app)

    marks = {app.view_functions[name].icat_permission for name in ("one", "two")}  # type: ignore[attr-defined]
    assert marks == {Permission.CASE_READ, OPEN}


def test_every_page_of_the_application_is_marked_and_only_signing_in_is_open(app):
    marks = {
        rule.endpoint: getattr(app.view_functions[rule.endpoint], "icat_permission", None)
        for rule in app.url_map.iter_rules()
    }

    unmarked = {name for name, mark in marks.items() if mark not in {*Permission, OPEN}}
    assert unmarked == {"static"}
    assert {name for name, mark in marks.items() if mark == OPEN} == {
        "session.enter",
        "session.unlock",
        "session.stay",
        "session.leave",
        "session.language",
        "offline.worker",  # it names no case, and an address is what it may look after
        "offline.manifest",
        "parcel.receive",  # a parcel brings its own ticket
    }


@pytest.mark.parametrize(
    ("module", "view", "template"),
    [
        ("icat.cases.views.sharing", "new", "cases/sharing/new"),
        ("icat.members.views.session", "enter", "members/session/enter"),
        ("icat.reports.views.log", "index", "reports/log/index"),
    ],
)
def test_the_template_of_a_view_follows_from_where_the_view_is(module, view, template):
    assert _name(SimpleNamespace(__module__=module, __name__=view)) == template  # type: ignore[arg-type]


def test_a_file_is_kept_and_never_shown_inside_a_page(app):
    with app.test_request_context():
        response = file_response(b"%PDF", "plan.pdf", "application/pdf")

    assert response.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert (response.mimetype, response.data) == ("application/pdf", b"%PDF")


def made_with(config, url: str, view) -> Flask:  # type: ignore[no-untyped-def]
    """The application with one page more."""
    from icat.app import create_app  # noqa: PLC0415 - most of these tests need no application

    app = create_app(config)
    app.testing = True
    app.add_url_rule(url, "tests", view)
    return app


def test_a_file_that_somebody_brought_can_do_nothing_where_it_is_opened(app):
    app.add_url_rule(
        "/tests/kept", "tests-kept", open_page(lambda: kept_file_response(b"%PDF", "a.pdf", "application/pdf"))
    )

    answer = app.test_client().get("/tests/kept")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_mark_of_a_page_that_takes_a_file_is_kept_by_the_page():
    def view() -> dict[str, Any]:
        return {}

    assert page(Permission.WORK_READ)(takes_file(view)).icat_takes_file
    assert not hasattr(page(Permission.WORK_READ)(lambda: view()), "icat_takes_file")
