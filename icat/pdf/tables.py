"""A table on paper: landscape, its heading repeated on every page, with who made it, when and what for."""

from dataclasses import dataclass
from datetime import datetime

from icat.i18n import Sayable, gettext, speaking
from icat.pdf.papers import drawn, printed


@dataclass(frozen=True, slots=True)
class TablePaper:
    """A report as paper. ``proof`` says where the log stood: its size and fingerprint, if there is a checkpoint."""

    language: str
    title: Sayable
    about: Sayable
    team: str
    asked: tuple[tuple[Sayable, Sayable], ...]
    use: Sayable
    columns: tuple[Sayable, ...]
    rows: tuple[tuple[Sayable, ...], ...]
    totals: tuple[tuple[Sayable, int], ...]
    notes: tuple[Sayable, ...]
    is_cut: bool
    maker: str
    agency: Sayable
    made_on: datetime
    proof: Sayable = ""


def table_pdf(paper: TablePaper) -> bytes:
    """The table as PDF, in the paper's language. Refuses as ``render`` does."""
    with speaking(paper.language):
        title = gettext("Report: %(title)s", title=paper.title)
        html = drawn("table.html", paper=paper)
    return printed(html, paper.language, title, paper.made_on, neutral=False)
