"""The answer to one question: plain frozen data, from which the page, the table and the paper are made.

An answer holds identifiers, codes and numbers in words, and never a text that somebody wrote or a name of anybody whom
a case is about. Each row names the entry of the log that it comes from.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from icat import clock
from icat.audit.queries import log
from icat.i18n import Message, Sayable
from icat.reports.queries.catalogue import ReportCode

MOST = 5000  # rows of one answer; who needs more asks for a shorter period
_STRETCH = 2000

ENTRY = Message("Entry")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the entry of the log, the moment that stands first in it, and the other cells."""

    seq: int | None
    at: datetime
    cells: tuple[Sayable, ...]

    @property
    def when(self) -> str:
        """The moment to the second, on the team's clock."""
        return f"{clock.local(self.at):%d.%m.%Y %H:%M:%S}"


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. ``is_cut``: more would fit than is in it."""

    code: ReportCode
    columns: tuple[Message, ...]  # the first is of the moment
    rows: tuple[Row, ...]
    totals: tuple[tuple[Sayable, int], ...] = ()
    notes: tuple[Message, ...] = ()
    is_cut: bool = False

    @property
    def seqs(self) -> tuple[int, ...]:
        """The entries of the log that it rests on."""
        return tuple(dict.fromkeys(row.seq for row in self.rows if row.seq is not None))


def found(asked: log.Asked) -> tuple[list[log.Entry], bool]:
    """The entries that fit, newest first, at most ``MOST``; and whether there are more."""
    entries: list[log.Entry] = []
    while len(entries) <= MOST:
        size = min(_STRETCH, MOST + 1 - len(entries))
        more = log.entries(asked, before=entries[-1].seq if entries else None, size=size)
        entries += more
        if len(more) < size or not size:
            break
    return entries[:MOST], len(entries) > MOST


def counted(things: Iterable[Sayable]) -> tuple[tuple[Sayable, int], ...]:
    """How often each stands there, the most frequent first."""
    counts: dict[Sayable, int] = {}
    for thing in things:
        counts[thing] = counts.get(thing, 0) + 1
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0]))))
