"""Workbooks of Excel: values only, and nothing that unfolds, runs or reaches out."""

import io
import zipfile
from datetime import datetime

import pytest

from icat.errors import RuleBroken
from icat.sheets.workbook import read_workbook
from tests.sheets.books import changed, workbook

TABLE = [["№", "Постраждала"], [1, "Єва"]]
SHEET = "xl/worksheets/sheet1.xml"


def lines(content: bytes) -> list[list[str]]:
    return [cells for _number, cells in read_workbook(content)[1]]


def refusal(content: bytes) -> str:
    with pytest.raises(RuleBroken) as refused:
        lines(content)
    return str(refused.value.message)


def test_values_are_read_as_they_would_be_typed() -> None:
    found = lines(workbook([["a", "b", "c"], [380671112233.0, True, datetime(2026, 11, 5, 14, 30)], [1.5, False, "x"]]))  # noqa: DTZ001 - a workbook knows no zones

    assert found[1:] == [["380671112233", "так", "2026-11-05 14:30"], ["1.5", "ні", "x"]]


def test_a_formula_is_never_worked_out() -> None:
    """What Excel last showed counts; where nothing was kept, nothing does."""
    content = workbook([["a", "b"], ['=HYPERLINK("http://x.invalid/"&A1)', "=1+1"], ["x", "y"]])
    shown = changed(content, SHEET, lambda body: body.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>"))

    assert lines(content)[1] == []
    assert lines(shown)[1] == ["", "2"]
    assert not any("=" in cell for line in lines(shown) for cell in line)


@pytest.mark.parametrize("where", ["A1:B1", "A2:A3"])
def test_merged_cells_are_refused_and_named(where: str) -> None:
    assert where in refusal(workbook([["Реєстр", "x"], ["№", "y"], [1, "z"]], merge=where))


def test_the_first_visible_sheet_is_read_and_named() -> None:
    name, found = read_workbook(workbook(TABLE, name="Живі", also=2))

    assert name == "Живі"
    assert len(list(found)) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04nothing", "damaged"),
        (workbook(TABLE)[:-300], "damaged"),
        (changed(workbook(TABLE), SHEET, lambda body: body[:200]), "damaged"),
        (changed(workbook(TABLE), SHEET, lambda body: b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>" + body), "damaged"),
        (changed(workbook(TABLE), "", lambda body: body, **{"xl__vbaProject.bin": b"x"}), "macros"),
        (changed(workbook(TABLE), "", lambda body: body, **{"xl__media__a.xml": b" " * 16_000_000}), "unfolds"),
        (changed(workbook(TABLE), "", lambda body: body, **{f"x__{n}.xml": b"" for n in range(301)}), "unfolds"),
    ],
    ids=["no archive", "cut", "half a sheet", "entities", "macros", "bomb", "parts"],
)
def test_what_is_no_plain_workbook_is_refused(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_what_a_sheet_claims_of_its_size_counts_for_nothing() -> None:
    content = changed(
        workbook(TABLE),
        SHEET,
        lambda body: body.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"').replace(b'r="B2"', b'r="XFD2"'),
    )

    assert all(len(line) <= 61 for line in lines(content))


def test_no_row_is_lost_where_a_sheet_claims_to_be_smaller_than_it_is() -> None:
    content = workbook([["a", "b"], ["1", "2"], ["3", "4"]])

    for claim in (b'ref="A1:A1"', b'ref="B9:A1"'):
        assert lines(changed(content, SHEET, lambda body, claim=claim: body.replace(b'ref="A1:B3"', claim))) == [
            ["a", "b"],
            ["1", "2"],
            ["3", "4"],
        ]


def test_an_archive_that_lies_about_a_size_is_refused() -> None:
    kept = io.BytesIO(workbook(TABLE))
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.xml", b" " * 5000)
    lying = kept.getvalue().replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little"))

    assert "damaged" in refusal(lying)
