"""The cover of a pack of entries of the log: what it is, which entries in words, how to check them, what they prove."""

from dataclasses import dataclass
from datetime import datetime

from icat.i18n import Sayable, gettext, speaking
from icat.pdf.papers import drawn, printed


@dataclass(frozen=True, slots=True)
class CoverPaper:
    """A pack as a person reads it. ``rows`` are number, time, who, what, case, details."""

    language: str
    team: str
    recipient: str
    order: str
    purpose: str
    rows: tuple[tuple[Sayable, ...], ...]
    size: int
    fingerprint: str
    signed_at: datetime
    witnessed: Sayable
    public_key: str
    command: str
    maker: str
    agency: Sayable
    made_on: datetime


def cover_pdf(paper: CoverPaper) -> bytes:
    """The cover as PDF, in the paper's language. Refuses as ``render`` does."""
    with speaking(paper.language):
        title = gettext("Entries of the log, with their proofs")
        html = drawn("cover.html", paper=paper)
    return printed(html, paper.language, title, paper.made_on, neutral=False)
