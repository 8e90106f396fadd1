"""A workbook of Excel: looked at as an archive first, then its first visible sheet, cell by cell.

Only values are read: no formula is worked out, no link is followed, no macro is opened.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import openpyxl

from icat.errors import RuleBroken
from icat.i18n import Message
from icat.sheets.limits import FIELD, LOOKED_AT, MOST_COLUMNS, MOST_PARTS, MOST_UNPACKED

_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})\"")
_DAMAGED = Message("This workbook is damaged and cannot be read. Open it, save it anew as .xlsx, and try again.")
# A workbook has neither; whoever writes one into it means to unfold a small file into a large one, or to fetch another.
_DECLARES = (b"<!DOCTYPE", b"<!ENTITY")
_READ_AT_ONCE = 1 << 16


def read_workbook(content: bytes) -> tuple[str, Iterator[tuple[int, list[str]]]]:
    """The name of the first visible sheet and its lines. Refuses an archive that is not a plain workbook."""
    _insist_on_harmless(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that are not read
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = [one for one in book.worksheets if one.sheet_state == "visible"]
        sheet = sheets[0]
        merged = _merged(content, sheet._worksheet_path)
    except RuleBroken:
        raise
    except Exception as fault:  # whatever the reader trips over, the file is what is wrong
        raise RuleBroken(_DAMAGED, field=FIELD) from fault
    if merged:
        raise RuleBroken(
            Message(
                "Cells are merged here: %(places)s. Divide them, so that each column has its name in one row and each "
                "case its own row; then try again.",
                places=", ".join(merged[:3]),
            ),
            field=FIELD,
        )
    return str(sheet.title)[:100], _lines(sheet)


def _lines(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    try:
        # One more of each than may be, so that too many are noticed; what a file claims of its size counts for nothing.
        rows = sheet.iter_rows(max_row=LOOKED_AT + 1, max_col=MOST_COLUMNS + 1, values_only=True)
        for number, cells in enumerate(rows, 1):
            if number > LOOKED_AT:
                raise RuleBroken(Message("This file has too many lines. Divide the table."), field=FIELD)
            found = [_text(cell) for cell in cells]
            while found and not found[-1]:
                found.pop()
            yield number, found
    except RuleBroken:
        raise
    except Exception as fault:
        raise RuleBroken(_DAMAGED, field=FIELD) from fault


def _text(value: Any) -> str:
    """A cell as it would be typed: a day as 2026-11-05, a whole number without its point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "так" if value else "ні"
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return str(value)


def _insist_on_harmless(content: bytes) -> None:
    """What the archive holds, and how much, is known before anything of it is unpacked for good."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename.lower() for part in parts}
            if any("vbaproject" in name or name.endswith(".bin") and "macro" in name for name in names):
                raise RuleBroken(
                    Message("This file may hold macros. Save it as .xlsx, without them, and try again."), field=FIELD
                )
            if "xl/workbook.xml" not in names:
                raise RuleBroken(_DAMAGED, field=FIELD)
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise RuleBroken(
                    Message("This workbook unfolds into too much. Copy the table into a new one."), field=FIELD
                )
            for part in parts:
                _insist_on_part(archive, part)
    except RuleBroken:
        raise
    except Exception as fault:
        raise RuleBroken(_DAMAGED, field=FIELD) from fault


def _insist_on_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack it once, counting: what an archive says of a part's size may be a lie."""
    found, tail = 0, b""
    with archive.open(part) as opened:
        while piece := opened.read(_READ_AT_ONCE):
            found += len(piece)
            if found > part.file_size or found > MOST_UNPACKED:
                raise RuleBroken(_DAMAGED, field=FIELD)
            if part.filename.lower().endswith((".xml", ".rels")) and any(
                word in (tail + piece).upper() for word in _DECLARES
            ):
                raise RuleBroken(_DAMAGED, field=FIELD)
            tail = piece[-16:]


def _merged(content: bytes, path: str) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(path.lstrip("/")) as opened:
        return [found[1].decode() for found in _MERGED.finditer(opened.read())]
