"""The floor of a page: a bare Flask application that runs the statements of the page and draws its template, no more.

It asks the real application for each page once and keeps what it asked the database, what it wrote into the log, and
what it gave to the template. From then on it runs those statements through the driver, writes rows of the same columns
and draws the same template: nobody is signed in, nothing is opened, cut, hashed or chained.
"""

import json
import os
import sqlite3
import threading
import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import jinja2
import psycopg
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import make_url

from icat import templating
from icat.app import create_app
from icat.audit import reading
from icat.audit.ledger import _CASE, _ENTRY, Leaf, _cases, _entry, _hex, append, payload
from icat.config import TEMPLATES, Config, load
from icat.db import engine as db
from icat.db.engine import _PRAGMAS
from icat.i18n import set_language
from icat.members.views.current import PLAIN_COOKIE
from icat.web import component

PATHS, TOKEN = "ICAT_BENCH_PATHS", "ICAT_BENCH_TOKEN"
_LEAF = "insert into ledger (team_id, seq, payload, leaf_hash, chain) values (?, ?, ?, ?, ?)"


@dataclass
class Kept:
    """One page, as the real application made it once."""

    statements: list[tuple[str, Any]]
    leaves: list[Leaf]
    template: str
    context: dict[str, Any]


def served() -> Flask:
    """The bare application over the pages that the environment names."""
    config = load()
    real = create_app(config)
    kept = [keep(real, path, os.environ[TOKEN]) for path in json.loads(os.environ[PATHS])]
    db.database().dispose()
    drawn = templating.environment(TEMPLATES)
    component.install(drawn)
    plain = Flask("plain")
    here = threading.local()

    @plain.route("/<int:number>")
    def page(number: int) -> str:
        if not hasattr(here, "raw"):
            here.raw = Raw(config)
        wanted = kept[number]
        set_language("uk")
        here.raw.read(wanted.statements)
        html = drawn.get_template(wanted.template).render(wanted.context)
        here.raw.write(wanted.leaves)
        return html

    return plain


def keep(real: Flask, path: str, token: str) -> Kept:
    """Ask the real application for a page, and keep what it took."""
    kept = Kept([], [], "", {})

    def noted(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if statement.lower().startswith("select"):
            kept.statements.append((statement, parameters))

    def drawn(template: jinja2.Template, *args: Any, **kwargs: Any) -> str:
        if not kept.template:
            kept.template, kept.context = str(template.name), dict(*args, **kwargs)
        return render(template, *args, **kwargs)

    def appended(session: Any, team_id: Any, leaves: Any, now: int) -> list[int]:
        kept.leaves.extend(leaves)
        return append(session, team_id, leaves, now)

    client = real.test_client()
    client.set_cookie(PLAIN_COOKIE, token)
    client.set_cookie("icat-language", "uk")
    render, jinja2.Template.render = jinja2.Template.render, drawn  # type: ignore[method-assign]
    reading.append = appended  # type: ignore[attr-defined]
    event.listen(db.engine(), "before_cursor_execute", noted)
    try:
        response = client.get(path)
    finally:
        jinja2.Template.render = render  # type: ignore[method-assign]
        reading.append = append  # type: ignore[attr-defined]
        event.remove(db.engine(), "before_cursor_execute", noted)
    if response.status_code != 200:
        raise RuntimeError(f"{path}: {response.status_code}")
    # What needs the real application to be drawn is drawn beforehand.
    kept.context |= {"csrf_token": lambda: "x" * 91, "url_for": lambda *_args, **_more: "/"}
    return kept


class Raw:
    """A connection of the driver's own, set up as the product sets up its own."""

    def __init__(self, config: Config) -> None:
        url = make_url(config.database_url)
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self.team_id = uuid4()  # rows of a log of its own
        if self.is_sqlite:
            self.connection: Any = sqlite3.connect(url.database or "", isolation_level=None)
            for pragma in _PRAGMAS:
                self.connection.execute(f"pragma {pragma}")
        else:
            told = url.set(drivername="postgresql").render_as_string(False)
            self.connection = psycopg.connect(told, autocommit=True)

    def read(self, statements: list[tuple[str, Any]]) -> None:
        """Run these and fetch what they give."""
        execute = self.connection.execute
        execute("begin")
        for statement, parameters in statements:
            execute(statement, parameters).fetchall()
        execute("rollback")

    def write(self, leaves: list[Leaf]) -> None:
        """Rows of the same columns as the log's, of the same durability."""
        if leaves:
            self.connection.execute("begin immediate" if self.is_sqlite else "begin")
            insert_plainly(self.connection, self.is_sqlite, self.team_id, leaves)
            self.connection.execute("commit")


_HASH = bytes(32)


def insert_plainly(raw: Any, is_sqlite: bool, team_id: Any, leaves: list[Leaf]) -> None:
    """The rows of these leaves and of their index without hash, chain and head, in the caller's transaction."""
    cursor = raw if is_sqlite else raw.cursor()
    spelled = _for_sqlite if is_sqlite else tuple
    mark = "?" if is_sqlite else "%s"
    for leaf in leaves:
        seq = time.time_ns()
        at = seq // 1000
        cursor.execute(_LEAF.replace("?", mark), spelled((team_id, seq, payload(leaf, at), _HASH, _HASH)))
        cursor.execute(_ENTRY.replace("?", mark), spelled(_entry(team_id, seq, at, leaf)))
        cases = [spelled(case) for case in _cases(team_id, seq, leaf)]
        if cases:
            cursor.executemany(_CASE.replace("?", mark), cases)


def _for_sqlite(values: tuple[Any, ...]) -> list[Any]:
    return [_hex(value) for value in values]
