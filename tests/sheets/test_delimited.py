"""Text in every encoding and with every separator that is met here; and bytes that are no text."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icat.errors import RuleBroken
from icat.sheets.delimited import decoded, read_delimited, separator_of

TABLE = "№;Постраждала;Що сталося\n1;Їжак Ґвалія;«Уб’ю», сказав\n2;Єва;\n"
ENCODED = {
    "utf-8": TABLE.encode(),
    "utf-8 with a mark": TABLE.encode("utf-8-sig"),
    "utf-16": TABLE.encode("utf-16"),
    "utf-16 big": codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"),
    "utf-16 little, no mark": TABLE.encode("utf-16-le"),
    "utf-16 big, no mark": TABLE.encode("utf-16-be"),
    "windows-1251": TABLE.encode("cp1251"),
}


@pytest.mark.parametrize("name", ENCODED)
def test_ukrainian_is_read_in_every_encoding(name: str) -> None:
    assert decoded(ENCODED[name]) == TABLE


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_the_separator_is_found(sign: str) -> None:
    table = f'a{sign}b{sign}c\n1{sign}"x; y, z"{sign}3\n'

    assert separator_of(table) == sign
    assert list(read_delimited(table.encode()))[1] == (2, ["1", "x; y, z", "3"])


def test_what_excel_says_of_its_separator_is_believed() -> None:
    assert list(read_delimited(b"sep=|\na;a|b\n1|2\n")) == [(2, ["a;a", "b"]), (3, ["1", "2"])]


@pytest.mark.parametrize(
    "content",
    [bytes(range(256)) * 4, b"\xff\xfe\x00\xd8\x00\x00", "ąćęłńóśźż".encode("utf-16-be") + b"x", b"\0\0\0\0", b"  "],
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(RuleBroken, match="letters"):
        decoded(content)


def test_a_quotation_mark_that_never_ends_names_its_line() -> None:
    with pytest.raises(RuleBroken, match="quotation mark"):
        list(read_delimited(b'a;b\n1;"never\n'))


@given(st.binary(max_size=400))
def test_no_bytes_end_in_anything_but_lines_or_a_refusal(content: bytes) -> None:
    try:
        for number, cells in read_delimited(content):
            assert number > 0
            assert all(isinstance(cell, str) and "\0" not in cell for cell in cells)
    except RuleBroken:
        pass
