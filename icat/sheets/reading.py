"""A spreadsheet as plain text in rows, whatever it was: XLSX or CSV, in any encoding that is met here.

Nothing is computed: of a formula counts what stood in the cell when the file was saved. Which rows and columns are read
is bounded before anything is unpacked, and everything else about the file is refused rather than guessed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from icat.errors import RuleBroken
from icat.files.checking import Brought
from icat.i18n import Message
from icat.sheets.delimited import read_delimited
from icat.sheets.limits import (
    FIELD,
    MOST_BYTES,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_IN_ALL,
    MOST_IN_NAME,
    MOST_ROWS,
    insist_on_columns,
)
from icat.sheets.workbook import read_workbook

_OLD = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """One row below the heading, by its number in the file."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """What was read: the sheet's name, where it has one, its heading and its rows."""

    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_sheet(brought: Brought) -> Sheet:
    """The first sheet of a file.

    Refuses what is empty or too large, what is not what its name says, the old and the protected formats of Excel,
    files with macros, headings of merged cells, a heading without names or with the same name twice, and more rows,
    columns or text than a team's register has.
    """
    content = brought.content
    if not content:
        raise RuleBroken(Message("This file is empty. Choose another one."), field=FIELD)
    if len(content) > MOST_BYTES:
        raise RuleBroken(
            Message("This file is too large: at most %(most)s MB.", most=MOST_BYTES // 1024 // 1024), field=FIELD
        )
    suffix = PurePath(brought.name).suffix.lower()
    if content.startswith(_OLD):
        raise RuleBroken(
            Message(
                "This file is in the old Excel format or protected by a password. Open it, take the password away, "
                "save it as .xlsx, and try again."
            ),
            field=FIELD,
        )
    if suffix in (".xlsm", ".xltm", ".xlsb"):
        raise RuleBroken(
            Message("This file may hold macros. Save it as .xlsx, without them, and try again."), field=FIELD
        )
    if suffix not in (".xlsx", ".csv", ".txt", ".tsv"):
        raise RuleBroken(Message("Only .xlsx and .csv files can be read. Save the table as one of these."), field=FIELD)
    if content.startswith(_ZIP) is not (suffix == ".xlsx"):
        raise RuleBroken(
            Message("This file is not what its name says. Open it, save it anew as .xlsx or .csv, and try again."),
            field=FIELD,
        )
    name, lines = read_workbook(content) if suffix == ".xlsx" else ("", read_delimited(content))
    return _sheet(name, lines)


def _sheet(name: str, lines: Iterable[tuple[int, list[str]]]) -> Sheet:
    """The heading is the first line with anything in it; lines without anything are passed over."""
    header: tuple[str, ...] = ()
    rows: list[Row] = []
    total = 0
    for number, line in lines:
        filled = max((place for place, cell in enumerate(line, 1) if cell.strip()), default=0)
        if not filled:
            continue
        cells = tuple(cell.strip() if header else " ".join(cell.split()) for cell in line[:filled])
        if not header:
            header = cells
            _insist_on_header(header)
            continue
        insist_on_columns(number, len(cells), len(header))
        if len(rows) == MOST_ROWS:
            raise RuleBroken(
                Message("There are more than %(most)s rows. Divide the table and bring it in parts.", most=MOST_ROWS),
                field=FIELD,
            )
        if any(len(cell) > MOST_CHARACTERS for cell in cells):
            raise RuleBroken(
                Message("Row %(row)s: a cell holds more than %(most)s characters.", row=number, most=MOST_CHARACTERS),
                field=FIELD,
            )
        total += sum(map(len, cells))
        if total > MOST_IN_ALL:
            raise RuleBroken(Message("The table holds too much text. Divide it and bring it in parts."), field=FIELD)
        rows.append(Row(number, cells + ("",) * (len(header) - len(cells))))
    if not rows:
        raise RuleBroken(
            Message("There is nothing to read: one row with the names of the columns is needed, and rows below it."),
            field=FIELD,
        )
    return Sheet(name, header, tuple(rows))


def _insist_on_header(header: tuple[str, ...]) -> None:
    if len(header) > MOST_COLUMNS:
        raise RuleBroken(
            Message("There are more than %(most)s columns. Delete those that are not needed.", most=MOST_COLUMNS),
            field=FIELD,
        )
    if len(header) < 2:  # noqa: PLR2004
        raise RuleBroken(
            Message(
                "Only one column was found. The first row must hold the names of the columns; in a .csv file they are "
                "divided by semicolons, commas or tabs."
            ),
            field=FIELD,
        )
    longest = max(header, key=len)
    if len(longest) > MOST_IN_NAME:
        raise RuleBroken(
            Message("«%(name)s…» is no name of a column. The first row must hold the names.", name=longest[:60]),
            field=FIELD,
        )
    empty = [place for place, name in enumerate(header, 1) if not name]
    if empty:
        raise RuleBroken(
            Message("Column %(n)s has no name. Name each column in the first row, or delete it.", n=empty[0]),
            field=FIELD,
        )
    small = [name.casefold() for name in header]
    twice = next((name for name in header if small.count(name.casefold()) > 1), None)
    if twice is not None:
        raise RuleBroken(
            Message("Two columns are called «%(name)s». Rename one of them.", name=twice[:60]), field=FIELD
        )
