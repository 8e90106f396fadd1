"""Somebody goes everywhere, and what is found is written down: on pages, in their headers, in papers, files and logs.

Between the application and the reader stands ``Watch``: a body that holds a word passes only if a leaf with the number
of its request is committed, is about the case, and says that this person was shown that category (T-I2).
"""

import io
import json
import logging
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from icat.audit.models import LedgerLeaf
from icat.audit.request import request_number
from icat.audit.signer import memory_file
from icat.cases.scope import categories_of
from icat.db import engine as db
from icat.legal import Category
from tests.canaries.places import Place, ready
from tests.canaries.story import Story
from tests.canaries.table import rows
from tests.canaries.words import TAG
from tests.client import ORIGIN, CheckedClient, hidden_fields
from tests.make import Person
from tests.pdf.reading import text as text_of_paper

_KINDS = {"text/html": "", "application/json": "", "application/pdf": ":paper"}


class Quick(CheckedClient):
    """The same browser without the look at each page: other tests look."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask."""
        kwargs["headers"] = {**ORIGIN, **(kwargs.get("headers") or {})}
        return FlaskClient.open(self, *args, **kwargs)


def signed_in(app: Flask, who: Person, language: str = "en") -> Quick:
    """Somebody's browser."""
    client = Quick(app, app.response_class)
    client.sign_in(who)
    client.set_cookie("icat-language", language)
    return client


@dataclass
class Found:
    """What somebody found: for each page the words on it, and the pages that name the case to who did not name it."""

    words: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    opened: set[str] = field(default_factory=set)
    naming: set[str] = field(default_factory=set)

    @property
    def all(self) -> set[str]:
        """Every word, wherever it stood."""
        return {word for words in self.words.values() for word in words}


def crawl(app: Flask, story: Story, who: Person, places: Iterable[Place], language: str = "en") -> Found:
    """Go to these places, and send what is sent there."""
    client, found = signed_in(app, who, language), Found()
    token = hidden_fields(client.get("/").get_data(as_text=True)).get("csrf_token", "")
    for place in places:
        if place.sent is None:
            answer = client.get(place.path)
        else:
            answer = client.post(place.path, data={"csrf_token": token} | ready(place.sent, story, who))
        text = readable(answer)
        is_page = answer.mimetype == "text/html"
        assert not is_page or f"{TAG}qz" not in text, f"what was typed is taken for a tag on {place.path}"
        page = place.endpoint + _KINDS.get(answer.mimetype, ":file")
        found.words[page] |= story.word.found_in(text)
        if answer.status_code == 200:
            found.opened.add(page)
        if story.reference not in place.path and story.reference in text:
            found.naming.add(page)
    return found


def readable(answer: TestResponse) -> str:
    """Body and headers of an answer as text; a paper as a reader of papers would read it."""
    return f"{said_in(answer.data)}\n{answer.status}\n{answer.headers}"


def said_in(body: bytes) -> str:
    """What somebody reads in a body: the text of a paper, the files of an archive."""
    if body.startswith(b"%PDF"):
        return re.sub(r"\s+", "", text_of_paper(body))
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as opened:
            return "\n".join(said_in(opened.read(name)) for name in opened.namelist())
    return body.decode(errors="replace")


# What belongs to no case: where the team meets, on which number somebody at work is reached, who asks it something, and
# what somebody typed who reads it again.
NO_CASES = {"place", "phone at work", "duty", "inquiry", "inquiry answer", "draft", "kept typing"}


class Watch:
    """Stands before the application, where its bytes leave."""

    def __init__(self, app: Flask, story: Story) -> None:
        self._inner, self._story = app.wsgi_app, story
        self._told_as = {row.group: row.told_as for row in rows()}
        self.held, self.untold = 0, list[str]()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        body = b"".join(self._inner(environ, start_response))
        text = said_in(body)
        words = self._story.word.found_in(text)
        if words:
            self.held += 1
            self._insist(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}", words)
        yield body

    def _insist(self, where: str, words: set[str]) -> None:
        told = self._told()
        for word in words:
            if self._story.word.groups[word] in NO_CASES:
                continue
            kinds = self._story.word.kinds[word]
            if as_other := self._told_as.get(self._story.word.groups[word]):
                kinds = {(case_id, Category(as_other)) for case_id, _category in kinds}
            if not any(category in told[case_id] for case_id, category in kinds):
                self.untold.append(f"{where}: {self._story.word.told([word])}")

    def _told(self) -> dict[UUID, set[Category]]:
        """What the committed leaves of this request say that was shown, by case; asked on a connection of its own."""
        number = request_number()
        shown: dict[UUID, set[Category]] = defaultdict(set)
        with db.database().open_reading() as session:
            newest = session.scalars(select(LedgerLeaf.payload).order_by(LedgerLeaf.seq.desc()).limit(20))
            leaves = [json.loads(leaf) for leaf in newest]
        for leaf in leaves:
            if leaf["q"] == number:
                for case_id, _share, bits in leaf["c"]:
                    shown[UUID(case_id)] |= set(categories_of(bits))
        return shown


@contextmanager
def watching(app: Flask, story: Story) -> Iterator[Watch]:
    """Watch what leaves the application meanwhile."""
    inner = app.wsgi_app
    watch = Watch(app, story)
    app.wsgi_app = watch  # type: ignore[method-assign]
    try:
        yield watch
    finally:
        app.wsgi_app = inner  # type: ignore[method-assign]


@contextmanager
def put_back(database: db.Database) -> Iterator[Callable[[], None]]:
    """Gives what brings the database back to how it is now; on PostgreSQL, where few go, nothing does."""
    if not database.is_sqlite:
        yield lambda: None
        return
    assert database.signing_key_file is not None
    file, memory = Path(str(database.engine.url.database)), memory_file(database.signing_key_file)
    _let_go(database)
    kept = file.read_bytes()

    def bring_back() -> None:
        _let_go(database)
        file.write_bytes(kept)
        memory.unlink(missing_ok=True)  # the signer would refuse a log that is smaller than the one it signed

    yield bring_back


def _let_go(database: db.Database) -> None:
    """Close every connection, the last of which brings the file up to date."""
    db.end()
    database.engine.dispose()
    assert not list(Path(str(database.engine.url.database)).parent.glob("*-wal")), "somebody still reads"


@contextmanager
def listening() -> Iterator[list[str]]:
    """Whatever is logged meanwhile, by us or by any library."""
    said: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    ear, root = Ear(), logging.getLogger()
    level = root.level
    root.addHandler(ear)
    root.setLevel(logging.DEBUG)
    try:
        with structlog.testing.capture_logs() as ours:
            yield said
    finally:
        root.removeHandler(ear)
        root.setLevel(level)
        said += [str(entry) for entry in ours]
