"""Which entries of the log go into a pack for a court.

Only those that the reader may see entirely; and where the pack is about one case, only those that speak of no other.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from icat.audit.checkpoint import SignedHead
from icat.audit.models import Checkpoint
from icat.audit.queries import log
from icat.cases.models import Share
from icat.db import engine as db
from icat.policy.actor import Actor
from icat.reports.queries.asking import case_of
from icat.reports.queries.log import Line, in_words, limits
from icat.reports.queries.names import Names

MOST = 2000  # entries of one pack
_RANGE = re.compile(r"([1-9][0-9]{0,11})(?:-([1-9][0-9]{0,11}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: entries by number, those of a share, or those of a case; a case bounds the others."""

    numbers: frozenset[int] = frozenset()
    share_id: UUID | None = None
    case_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What goes into the pack, oldest first, in words; how many entries stay out; of which cases it speaks."""

    lines: tuple[Line, ...]
    left_out: int = 0
    case_ids: tuple[UUID, ...] = ()
    references: tuple[str, ...] = ()
    is_cut: bool = False

    @property
    def seqs(self) -> tuple[int, ...]:
        """The numbers of the entries."""
        return tuple(line.seq for line in self.lines)

    @property
    def case_id(self) -> UUID | None:
        """The one case that it is about, if it is one."""
        return self.case_ids[0] if len(self.case_ids) == 1 else None


def chosen(actor: Actor, names: Names, wanted: Wanted) -> Chosen:
    """The entries that fit, within the limits of the reader. What tells of more than the reader may see stays out."""
    if not wanted.numbers and wanted.share_id is None and wanted.case_id is None:
        return Chosen(())
    asked = log.Asked(
        actor.team_id,
        case_id=wanted.case_id,
        numbers=wanted.numbers,
        shares=select(Share.id).where(Share.id == wanted.share_id) if wanted.share_id else None,
        is_narrow=wanted.case_id is not None,
        **limits(actor, wanted.case_id),
    )
    found = log.entries(asked, size=MOST + 1)
    whole = [entry for entry in found[:MOST] if entry.is_whole]
    lines = in_words(actor.team_id, reversed(whole), names)
    about = {seen.case_id: seen.reference for line in lines for seen in line.about}
    missing = len(wanted.numbers) - len(found) if wanted.numbers else 0
    return Chosen(
        lines,
        len(found[:MOST]) - len(whole) + max(0, missing),
        tuple(about),
        tuple(sorted(reference for reference in about.values() if reference)),
        len(found) > MOST,
    )


def named_case(actor: Actor, reference: str) -> UUID | None:
    """The case that a pack is to be about, as far as the reader may know of it."""
    return case_of(actor, reference)


def public_key(head: SignedHead) -> str:
    """The key that checks the signature of a checkpoint."""
    return db.session().scalar(select(Checkpoint.vkey).where(Checkpoint.id == head.id)) or ""


def as_ranges(numbers: Iterable[int]) -> str:
    """Numbers as they travel in one field: ``3-5,9``."""
    parts: list[list[int]] = []
    for number in sorted(set(numbers)):
        if parts and parts[-1][-1] == number - 1:
            parts[-1] = [parts[-1][0], number]
        else:
            parts.append([number])
    return ",".join("-".join(str(edge) for edge in part) for part in parts)


def of_ranges(text: str) -> frozenset[int]:
    """The numbers of such a field; nothing where it is not one, or holds more than a pack may."""
    numbers: set[int] = set()
    for part in text.split(",") if text else ():
        found = _RANGE.fullmatch(part)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
        if not first <= last < first + MOST or len(numbers) > MOST:
            return frozenset()
        numbers.update(range(first, last + 1))
    return frozenset(numbers) if len(numbers) <= MOST else frozenset()
