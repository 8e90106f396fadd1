"""Whoever must not learn of the case cannot tell it from a case that there is not: on every address under a case."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from icat.audit.models import LedgerLeaf
from icat.cases import scope
from icat.cases.models import Case
from icat.cases.scope import Standing
from icat.db import engine as db
from icat.references import new_reference
from tests.canaries.crawl import Quick, crawl, signed_in
from tests.canaries.places import case_routes, pages
from tests.canaries.story import BARRED, Story
from tests.client import hidden_fields
from tests.make import Person, World

NAMED_IN_THE_LOG = ("auditor", "dpo")  # they read that there is a case, never what is in it
THE_LOG = {"log.index", "log.entry", "pack.new", "report.show", "report.index", "retention.index"}
OUTSIDE = ("unseated", "another officer", "stranger", "strange chair", "analyst", "agency administrator", *BARRED)


@pytest.fixture
def story(app: Flask, world: World) -> Story:
    """The story at its fullest."""
    told = Story(world)
    told.share()
    return told


def test_nobody_outside_is_told_the_number_of_the_case(app: Flask, story: Story, engine_name: str) -> None:
    for name, who in story.readers().items():
        if name in (*OUTSIDE, *NAMED_IN_THE_LOG) and (engine_name == "sqlite" or name == "barred chair"):
            naming = crawl(app, story, who, pages(app, story)).naming
            assert naming <= (THE_LOG if name in NAMED_IN_THE_LOG else set()), name


def test_a_barred_member_gets_for_every_address_what_a_wrong_reference_gets(
    app: Flask, story: Story, engine_name: str
) -> None:
    wrong = new_reference("KHM", 2026)
    asked = BARRED if engine_name == "sqlite" else ("barred chair", "barred auditor")
    tried = 0
    for name in (*asked, "unseated", "stranger"):
        reader = story.readers()[name]
        for method, path in addresses(app, story):
            real = asked_for(app, reader, method, path.format(reference=story.reference))
            nothing = asked_for(app, reader, method, path.format(reference=wrong))
            assert real.told(story.reference) == nothing.told(wrong), (name, method, path)
            assert real.response.status_code in (403, 404), (name, method, path)
            tried += 1
    assert tried > 100 or engine_name != "sqlite"


def test_an_answer_that_costs_one_statement_more_is_found(
    app: Flask, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: the door asks something else about a real case before it refuses."""
    kept = scope._standing

    def curious(session: Session, case_id: UUID, case: Case | None) -> Standing:
        if case is not None:
            session.execute(select(func.count()))
        return kept(session, case_id, case)

    monkeypatch.setattr(scope, "_standing", curious)
    reader, wrong = story.readers()["barred chair"], new_reference("KHM", 2026)
    real = asked_for(app, reader, "GET", f"/cases/{story.reference}")
    nothing = asked_for(app, reader, "GET", f"/cases/{wrong}")

    assert real.told(story.reference) != nothing.told(wrong)


def addresses(app: Flask, story: Story) -> list[tuple[str, str]]:
    """Every address under a case with each method it takes; the numbers after it fit the real case."""
    db.end()
    found = []
    actions = [place.path for place in pages(app, story) if "/actions/" in place.path]
    code = re.search("/actions/([0-9a-f]{8})/", " ".join(actions))
    for rule, method in case_routes(app):
        path = rule.rule.replace("<reference>", "{reference}")
        path = re.sub(r"<code>", code.group(1) if code else "", path)
        found.append((method, re.sub(r"<int:[a-z]+>", "1", re.sub(r"<[a-z_]+>", "1", path))))
    return found


@dataclass(frozen=True)
class Asked:
    """One answer, what the database was asked for it, and the leaves that it left."""

    response: TestResponse
    statements: tuple[str, ...]
    leaves: tuple[int, ...]

    def told(self, reference: str) -> tuple[Any, ...]:
        """The answer without what differs between any two: its own address, its token."""
        body = re.sub(r'name="csrf_token"[^>]*value="[^"]*"', "", self.response.get_data(as_text=True))
        headers = {name: value for name, value in self.response.headers if name not in ("Date", "Set-Cookie")}
        bare = (body, str(headers))
        return self.response.status_code, *(text.replace(reference, "") for text in bare), self.statements, self.leaves


def asked_for(app: Flask, who: Person, method: str, path: str) -> Asked:
    """Ask as a browser that has just looked at a page and holds a token."""
    client = browser(app, who)
    before = newest(who)
    with statements() as made:
        response = client.open(path, method=method, data={"csrf_token": client.token} if method != "GET" else None)
    return Asked(response, tuple(made), leaves_since(who, before))


_BROWSERS: dict[tuple[int, Any], Any] = {}


class Holding(Quick):
    """A browser that holds a token."""

    token = ""


def browser(app: Flask, who: Person) -> Any:
    """The browser of somebody, signed in once for each application."""
    key = (id(app), who.account_id)
    if key not in _BROWSERS:
        client = signed_in(app, who)
        client.token = hidden_fields(client.get("/").get_data(as_text=True)).get("csrf_token", "")  # type: ignore[attr-defined]
        _BROWSERS[key] = client
    return _BROWSERS[key]


@contextmanager
def statements() -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    made: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        made.append(re.sub(r"\s+", " ", statement))

    event.listen(db.engine(), "before_cursor_execute", note)
    try:
        yield made
    finally:
        event.remove(db.engine(), "before_cursor_execute", note)


def newest(who: Person) -> int:
    """The number of the newest leaf in the log of somebody's team."""
    with db.database().open_reading() as session:
        return session.scalar(select(func.max(LedgerLeaf.seq)).where(LedgerLeaf.team_id == who.actor.team_id)) or 0


def leaves_since(who: Person, seq: int) -> tuple[int, ...]:
    """The sizes of the leaves since then."""
    with db.database().open_reading() as session:
        found = session.scalars(
            select(func.length(LedgerLeaf.payload))
            .where(LedgerLeaf.team_id == who.actor.team_id, LedgerLeaf.seq > seq)
            .order_by(LedgerLeaf.seq)
        )
        return tuple(found)
