"""What her consents on record let an agency say at the table, row by row; what nobody agreed to is left out."""

from collections import defaultdict
from uuid import UUID

from icat.cases.queries.covering import Covered, Pair, not_covered
from icat.i18n import Message
from icat.legal import Allowed, Category, LeftOut, RecipientKind, Remedy, RemedyKind, Row, Split


def part_by(now: Covered, split: Split[UUID]) -> tuple[list[tuple[Row[UUID], UUID | None]], tuple[LeftOut[UUID], ...]]:
    """Each row in parts that rest on one consent each, and what is left out, with the way out."""
    rows: list[tuple[Row[UUID], UUID | None]] = []
    left_out = list(split.left_out)
    for row in split.rows:
        pairs = pairs_of_row(row)
        lacking = now.lacking(pairs)
        parts: dict[UUID, set[Category]] = defaultdict(set)
        whole = now.by([pair for pair in pairs if pair not in lacking])
        for pair in pairs:
            if pair not in lacking:
                parts[whole or now.agreed[pair][0]].add(pair.category)
        rows += [(Row(row.key, row.recipient, frozenset(some)), consent_id) for consent_id, some in parts.items()]
        if lacking:
            left_out.append(_unasked(row, frozenset(pair.category for pair in lacking)))
    return rows, tuple(left_out)


def pairs_of_row(row: Row[UUID]) -> list[Pair]:
    """Of what and to whom her consent has to speak."""
    is_office = row.recipient.kind is RecipientKind.OFFICE
    kind, id = (RecipientKind.OFFICE, None) if is_office else (RecipientKind.AGENCY, row.key)
    return [Pair(category, kind, id) for category in Category if category in row.categories]


def _unasked(row: Row[UUID], categories: frozenset[Category]) -> LeftOut[UUID]:
    pairs = [Pair(category, RecipientKind.AGENCY, row.key) for category in categories]
    ask = Message("Ask her now, by phone if that is safe, and say below that she agreed.")
    refusal = Allowed(False, not_covered(pairs), categories, (Remedy(RemedyKind.ASK_CONSENT, ask, "", categories),))
    return LeftOut(row.key, row.recipient, categories, refusal)
