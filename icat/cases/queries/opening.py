"""What an act will open to whom: said on the page before the button, because afterwards it is told."""

from collections.abc import Collection
from dataclasses import dataclass

from icat import legal
from icat.i18n import Message, Words
from icat.legal import Category


@dataclass(frozen=True, slots=True)
class Opening:
    """One recipient, what it will read because of the act, and on which basis; or why it will not."""

    who: str | Words
    what: tuple[Words, ...]
    basis: Words | None
    why_not: Message | None = None


def opening(who: str | Words, what: Collection[Category], basis_code: str) -> Opening:
    """``who`` will read ``what`` on that basis."""
    return Opening(who, tuple(one.words for one in Category if one in what), legal.bases()[basis_code].label)
