"""A client that looks at every page it touches, as an impatient reader would."""

import re
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from icat.db import engine as db
from icat.members.commands.signing_in import begin_demo_session
from icat.members.views.current import PLAIN_COOKIE

ORIGIN = {"Sec-Fetch-Site": "same-origin"}


class CheckedClient(FlaskClient):
    """Sends what a browser sends, and refuses a page that no reader should get."""

    def sign_in(self, member: Any) -> None:
        """Sign in as a member of the world, without the form."""
        token = begin_demo_session(member.account_id, device="test")
        db.end()
        self.set_cookie(PLAIN_COOKIE, token)
        self.set_cookie("icat-language", "en")

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask, then look at what came."""
        if kwargs.get("method", "GET") != "GET":
            kwargs["headers"] = {**ORIGIN, **(kwargs.get("headers") or {})}
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.data and response.status_code not in (301, 302, 303):
            check_page(response.get_data(as_text=True))
        return response

    def send(self, url: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Fill in the form of the page at ``url`` as a person would, with its token, and send it."""
        page = self.get(url)
        assert page.status_code == 200, (page.status_code, page.get_data(as_text=True)[:2000])
        typed = {**hidden_fields(page.get_data(as_text=True)), **(data or {})}
        return self.post(url, data=typed, **more)

    def act(self, url: str, data: dict[str, Any] | None = None, *, seen_on: str = "/") -> TestResponse:
        """Press a button that is a form of its own, with the token of a page that was seen."""
        token = hidden_fields(self.get(seen_on).get_data(as_text=True))["csrf_token"]
        return self.post(url, data={"csrf_token": token, **(data or {})})


def hidden_fields(html: str) -> dict[str, str]:
    """The hidden fields of a page, by name."""
    found = {}
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", html):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name:
            found[name.group(1)] = value.group(1) if value else ""
    return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.boxes: list[str] = []
        self.title = ""
        self.exit = False
        self._in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._in = tag if tag in ("h1", "title") else self._in
        if tag == "h1":
            self.headings.append("")
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "label":
            self.labelled.add(str(given.get("for")))
        if "data-exit" in given:
            self.exit = True
        visible = tag in ("select", "textarea") or (tag == "input" and given.get("type") not in ("hidden", "submit"))
        if visible and not (given.get("aria-label") or given.get("aria-labelledby")):
            self.boxes.append(str(given.get("id")))

    def handle_endtag(self, tag: str) -> None:
        self._in = "" if tag == self._in else self._in

    def handle_data(self, data: str) -> None:
        if self._in == "h1":
            self.headings[-1] += data
        elif self._in == "title":
            self.title += data


def check_page(html: str) -> None:
    """One h1, a title, labels for all boxes, no id twice, a way to leave quickly."""
    reader = _Reader()
    reader.feed(re.sub(r"<template>.*?</template>", "", html, flags=re.DOTALL))
    assert len(reader.headings) == 1, f"{len(reader.headings)} h1 on {reader.title}"
    assert reader.title.strip(), "a page without a title"
    assert len(reader.ids) == len(set(reader.ids)), [i for i in reader.ids if reader.ids.count(i) > 1]
    assert not set(reader.boxes) - reader.labelled, set(reader.boxes) - reader.labelled
    assert reader.exit, "no way to leave quickly"
