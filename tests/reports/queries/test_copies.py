"""A file for a spreadsheet holds text and nothing that runs."""

import csv
import io
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icat import clock
from icat.audit.checkpoint import SignedHead
from icat.audit.events import Event, Group
from icat.audit.models import Occasion
from icat.i18n import Message, speaking
from icat.reports.queries.copies import as_csv, harmless
from icat.reports.queries.facts import Detail
from icat.reports.queries.log import Line


def line(**changed: object) -> Line:
    given: dict[str, object] = {
        "seq": 7,
        "at": datetime(2026, 2, 3, 10, 20, 30, tzinfo=UTC),
        "event": Event.CASE_READ,
        "what": Message("Case read"),
        "group": Group.READING,
        "who": "Гнат",
        "agency": "Поліція",
        "about": (),
        "details": (),
    }
    return Line(**{**given, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless(f"1{start}1") == f"1{start}1"


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_what_goes_in_comes_out_whatever_it_holds(names: list[str]) -> None:
    content, count = as_csv(line(who=name) for name in names)

    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert count == len(names) == len(table) - 1
    assert [row[2] for row in table[1:]] == [harmless(name) for name in names]
    assert all(len(row) == 8 for row in table)


def test_the_file_is_in_the_readers_language_and_on_the_teams_clock() -> None:
    with speaking("en"):
        content, _count = as_csv([line(details=(Detail(Message("From"), "Поліція"),))])

    text = content.decode("utf-8-sig")
    assert text.startswith("Number,Time,Person")
    assert "2026-02-03T12:20:30+02:00" in text
    assert "From: Поліція" in text
    assert text.endswith("\r\n")


def test_an_empty_file_still_has_its_heading() -> None:
    content, count = as_csv([])

    assert count == 0
    assert content.decode("utf-8-sig").count("\r\n") == 1


def test_its_last_row_is_the_checkpoint_that_holds_the_log():
    head = SignedHead(uuid4(), uuid4(), 1, 215, b"\1" * 32, "note", Occasion.SCHEDULE, clock.now())

    content, count = as_csv([], head)

    last = content.decode("utf-8-sig").splitlines()[-1]
    assert count == 0
    assert "Checkpoint of the log" in last
    assert f"Entries: 215. Fingerprint: {head.fingerprint}" in last
