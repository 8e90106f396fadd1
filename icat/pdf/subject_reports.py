"""The paper of a report to the person whose data they are: what is kept, who received it, which rights there are."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from jinja2 import Environment

from icat.config import TEMPLATES
from icat.i18n import gettext, speaking
from icat.pdf.papers import Trace
from icat.pdf.render import render
from icat.templating import environment


@dataclass(frozen=True, slots=True)
class Part:
    """One block that was kept: its title, and label and text line by line."""

    code: str
    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SubjectPaper:
    """The report. Equal reports are equal files, to the byte: the second person looks at what will leave."""

    language: str
    team: str
    number: str  # of the inquiry that it answers
    person: str
    parts: tuple[Part, ...]
    bases: tuple[str, ...]
    trace: Trace


def subject_pdf(paper: SubjectPaper) -> bytes:
    """The report as PDF, in its language. Refuses as ``render`` does."""
    with speaking(paper.language):
        html = _environment().get_template("print/subject_report.html").render(paper=paper)
        title = gettext("Data about a person, inquiry %(number)s", number=paper.number)
    return render(
        html,
        stylesheet=_stylesheet(),
        language=paper.language,
        title=title,
        identifier=sha256(html.encode()).digest()[:16],
        made_on=paper.trace.made_on,
        neutral=False,
    )


@cache
def _environment() -> Environment:
    return environment(TEMPLATES)


@cache
def _stylesheet() -> str:
    return (TEMPLATES / "print" / "print.css").read_text(encoding="utf-8")
