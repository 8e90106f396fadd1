"""What is read of a table, and which files are refused with a sentence that says what to do."""

import time
from datetime import date

import pytest

from icat.errors import RuleBroken
from icat.sheets.limits import MOST_BYTES, MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS
from icat.sheets.reading import read_sheet
from tests.sheets.books import brought, workbook

HEADER = ["№", "Постраждала", "Дата"]
ROW = [7, "Ґалаґан Єва", date(2026, 11, 5)]


def said(content: bytes, name: str = "cases.xlsx") -> str:
    with pytest.raises(RuleBroken) as refused:
        read_sheet(brought(content, name))
    assert refused.value.field == "file"
    return str(refused.value.message)


def test_a_workbook_is_read_as_it_looks() -> None:
    sheet = read_sheet(brought(workbook([[None, None], HEADER, ROW, [], [8.0, "  Єва ", None]])))

    assert (sheet.name, sheet.header) == ("Випадки", ("№", "Постраждала", "Дата"))
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (3, ("7", "Ґалаґан Єва", "2026-11-05")),
        (5, ("8", "Єва", "")),
    ]


def test_the_same_table_as_text_is_the_same() -> None:
    sheet = read_sheet(brought("№;Постраждала;Дата\n7;Ґалаґан Єва;05.11.2026\n".encode(), "cases.csv"))

    assert sheet.header == tuple(HEADER)
    assert sheet.rows[0].cells == ("7", "Ґалаґан Єва", "05.11.2026")


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.xlsx", "empty"),
        (b"x" * (MOST_BYTES + 1), "a.csv", "too large"),
        (b"\xd0\xcf\x11\xe0old", "a.xls", "protected by a password"),
        (b"\xd0\xcf\x11\xe0locked", "a.xlsx", "protected by a password"),
        (b"PK\x03\x04", "a.xlsm", "macros"),
        (b"PK\x03\x04", "a.ods", "Only .xlsx and .csv"),
        (b"PK\x03\x04", "a.csv", "not what its name says"),
        (b"a;b\n1;2", "a.xlsx", "not what its name says"),
        (b"a;b\n", "a.csv", "nothing to read"),
        (b";" * 4_000_000, "a.csv", "nothing to read"),
        (b"a;b" + b";" * 4_000_000 + b"\n1;2" + b";" * 60, "a.csv", None),
        (b"a;" + b"b" * 201 + b"\n1;2", "a.csv", "no name of a column"),
        (b"one\n1\n", "a.csv", "Only one column"),
        (b"a;;c\n1;2;3\n", "a.csv", "Column 2 has no name"),
        ("ПІБ;піб\n1;2\n".encode(), "a.csv", "Two columns are called «ПІБ»"),
        (b"a;b\n1;2;3\n", "a.csv", "Row 2 has 3 cells"),
        (b"a;b\n" + b"1;2\n" * (MOST_ROWS + 1), "a.csv", "more than 150 rows"),
        (b";".join(b"c%d" % n for n in range(MOST_COLUMNS + 1)) + b"\n1;2\n", "a.csv", "more than 60 columns"),
        (b"a;b\n1;" + b"x" * (MOST_CHARACTERS + 1), "a.csv", "more than 4000 characters"),
        (b"a;b\n" + (b"1;" + b"x" * MOST_CHARACTERS + b"\n") * 130, "a.csv", "too much text"),
    ],
)
def test_what_cannot_be_a_register_is_refused_in_words(content: bytes, name: str, words: str | None) -> None:
    began = time.monotonic()

    if words is None:
        assert read_sheet(brought(content, name)).header == ("a", "b")
    else:
        assert words in said(content, name)

    assert time.monotonic() - began < 10, "whatever is in a file, it is read in one pass"
