"""How large a table may be. A team's register of twelve months is far below all of it."""

from icat.errors import RuleBroken
from icat.i18n import Message

FIELD = "file"  # beside which box a refusal belongs
MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 15 * 1024 * 1024
MOST_PARTS = 300
MOST_ROWS = 150  # a second of work for the database while others wait to write
MOST_COLUMNS = 60
MOST_CHARACTERS = 4000  # of a cell
MOST_IN_NAME = 200  # of the name of a column
MOST_IN_ALL = 500_000
LOOKED_AT = 5_000  # lines of a file, empty ones among them


def insist_on_columns(number: int, found: int, named: int) -> None:
    """Refuse a row that is longer than the heading: what belongs where cannot be told."""
    if found > named:
        raise RuleBroken(
            Message(
                "Row %(row)s has %(found)s cells, and only %(named)s columns have a name.",
                row=number,
                found=found,
                named=named,
            ),
            field=FIELD,
        )
