"""Tables as people bring them, and as somebody who means harm would."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl

from icat.files.checking import Brought

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(rows: Sequence[Sequence[Any]], *, name: str = "Випадки", merge: str = "", also: int = 0) -> bytes:
    """An honest workbook; ``also`` adds that many empty sheets behind the first."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    for number in range(also):
        book.create_sheet(f"Аркуш {number}")
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def changed(content: bytes, part: str, change: Callable[[bytes], bytes], **more: bytes) -> bytes:
    """The same workbook with one part changed, and with more parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, change(body) if name == part else body)
        for name, body in more.items():
            new.writestr(name.replace("__", "/"), body)
    return kept.getvalue()


def brought(content: bytes, name: str = "cases.xlsx") -> Brought:
    return Brought(name, XLSX if name.endswith("xlsx") else "text/csv", content)
