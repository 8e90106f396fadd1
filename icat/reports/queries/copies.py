"""The log as a file for a spreadsheet: RFC 4180, marked as UTF-8, with nothing that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Iterator

from icat import clock
from icat.audit.checkpoint import SignedHead
from icat.audit.queries import log
from icat.i18n import Message
from icat.reports.queries.log import Line, in_words
from icat.reports.queries.names import Names

MOST = 100_000
_STRETCH = 2000
_RUN = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\0",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)  # the last four are full-width

COLUMNS = (
    Message("Number"),
    Message("Time"),
    Message("Person"),
    Message("Agency"),
    Message("Kind"),
    Message("What"),
    Message("Cases"),
    Message("Details"),
)


def lines(asked: log.Asked, names: Names) -> Iterator[Line]:
    """Every entry that fits, newest first, fetched a stretch at a time, at most ``MOST``."""
    before: int | None = None
    for _stretch in range(MOST // _STRETCH):
        found = log.entries(asked, before=before, size=_STRETCH)
        yield from in_words(asked.team_id, found, names)
        if len(found) < _STRETCH:
            return
        before = found[-1].seq


def as_csv(written: Iterable[Line], head: SignedHead | None = None) -> tuple[bytes, int]:
    """The file, and how many entries it holds. Its last row is the checkpoint by which the log can be held to it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(str(column)) for column in COLUMNS])
    count = 0
    for line in written:
        writer.writerow([harmless(cell) for cell in _cells(line)])
        count += 1
    if head is not None:
        writer.writerow([harmless(cell) for cell in _checkpoint(head)])
    return out.getvalue().encode("utf-8-sig"), count


def _checkpoint(head: SignedHead) -> list[str]:
    at = clock.local(head.made_at).isoformat(timespec="seconds")
    said = Message("Entries: %(n)s. Fingerprint: %(fingerprint)s", n=head.size, fingerprint=head.fingerprint)
    return ["", at, "", "", "", str(Message("Checkpoint of the log")), "", str(said)]


def _cells(line: Line) -> list[str]:
    cases = [reference or str(Message("no such case")) for reference in line.references]
    return [
        str(line.seq),
        clock.local(line.at).isoformat(timespec="seconds"),
        str(line.who),
        str(line.agency),
        str(line.group.label),
        str(line.what),
        "; ".join(cases),
        "; ".join(f"{detail.label}: {detail.text}" for detail in line.details),
    ]


def harmless(cell: str) -> str:
    """A cell that a spreadsheet takes for text, whatever it begins with (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_RUN) else cell
