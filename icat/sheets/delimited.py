"""A table as text: which encoding, which separator, and its lines."""

import codecs
import csv
import io
from collections.abc import Iterator

from icat.errors import RuleBroken
from icat.i18n import Message
from icat.sheets.limits import FIELD, LOOKED_AT, MOST_COLUMNS

SEPARATORS = ";,\t|"
_SAYS = "sep="  # how Excel writes the separator into the first line
_TRIED = 20  # lines by which the separator is found
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What is common in Ukrainian text and in hardly any other reading of the same bytes.
_UKRAINIAN = frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ")


def read_delimited(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The lines of a table with their numbers. Refuses what is no text, and quotation marks that never end."""
    text = decoded(content)
    separator = ""
    first, _, rest = text.partition("\n")
    said = first.strip().casefold()
    skipped = 0
    if said.startswith(_SAYS) and said.removeprefix(_SAYS) in tuple(SEPARATORS):
        separator, text, skipped = said.removeprefix(_SAYS), rest, 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator or separator_of(text), strict=True)
    try:
        for count, cells in enumerate(reader):
            if count == LOOKED_AT:
                raise RuleBroken(Message("This file has too many lines. Divide the table."), field=FIELD)
            yield reader.line_num + skipped, cells
    except csv.Error as error:
        raise RuleBroken(
            Message(
                "Line %(n)s cannot be read: a quotation mark is missing, or a cell is too long. Save the table anew.",
                n=reader.line_num + skipped,
            ),
            field=FIELD,
        ) from error


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8 and UTF-16 with or without a mark, windows-1251. Refuses what is none of them."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _insist_on_text(_as(content, encoding))
    text = _as(content, "utf-8") or _as(content, _sixteen(content)) or _as(content, "cp1251")
    return _insist_on_text(text)


def separator_of(text: str) -> str:
    """The sign that divides the first lines into the most columns, the same number in most of them."""
    best, most = ";", (0, 0)
    for sign in SEPARATORS:
        try:
            lines = [row for row, _ in zip(csv.reader(io.StringIO(text, newline=""), delimiter=sign), range(_TRIED),
                                           strict=False) if row]  # fmt: skip
        except csv.Error:
            continue
        widths = [len(row) for row in lines]
        width = max(set(widths), key=lambda one: (widths.count(one), one)) if widths else 0
        found = (widths.count(width), width) if 1 < width <= MOST_COLUMNS else (0, 0)
        if found[1] > 1 and (found[0] * found[1], found[1]) > most:
            best, most = sign, (found[0] * found[1], found[1])
    return best


def _sixteen(content: bytes) -> str:
    """Which UTF-16 it is without a mark: in a table signs and digits have a nought on one side. None: none."""
    sample = content[:2000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(content) % 2 or max(even, odd) * 20 < len(sample):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _as(content: bytes, encoding: str) -> str:
    if not encoding:
        return ""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return ""
    return "" if "\0" in text else text


def _insist_on_text(text: str) -> str:
    letters = [sign for sign in text[:20_000] if sign.isalpha() and not sign.isascii()]
    ours = sum(sign in _UKRAINIAN for sign in letters)
    strange = any(ord(sign) < 32 and sign not in "\t\r\n\x0b\x0c" for sign in text[:20_000])  # noqa: PLR2004
    if not text.strip() or strange or (letters and ours * 2 < len(letters)):
        raise RuleBroken(
            Message("The letters of this file cannot be read. Save it anew as «CSV UTF-8» or as .xlsx."), field=FIELD
        )
    return text
