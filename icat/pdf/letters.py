"""A letter of one page to somebody who asked: its number, whom it answers, what it says, who signs it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256

from jinja2 import Environment

from icat.config import TEMPLATES
from icat.errors import RuleBroken
from icat.i18n import Message, Sayable, gettext, speaking
from icat.pdf.render import TooManyPages, render
from icat.templating import environment


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands on it. Equal letters are equal files, to the byte."""

    language: str
    team: str
    number: str  # the outgoing number
    made_on: datetime
    addressee: tuple[str, ...]  # who, in which capacity, where to
    answers: Sayable  # number and day of the paper that is answered, or the day of the call
    paragraphs: tuple[Sayable, ...]
    signed_by: str
    signed_as: Sayable


def letter_pdf(letter: Letter) -> bytes:
    """The letter as PDF, in its language. Refuses one that does not fit on a page."""
    with speaking(letter.language):
        html = _environment().get_template("print/letter.html").render(letter=letter)
        title = gettext("Letter %(number)s", number=letter.number)
    try:
        return render(
            html,
            stylesheet=_stylesheet(),
            language=letter.language,
            title=title,
            identifier=sha256(html.encode()).digest()[:16],
            made_on=letter.made_on,
            neutral=False,
            most_pages=1,
        )
    except TooManyPages:
        raise RuleBroken(Message("The letter does not fit on one page. Write less."), field="words") from None


@cache
def _environment() -> Environment:
    return environment(TEMPLATES)


@cache
def _stylesheet() -> str:
    return (TEMPLATES / "print" / "print.css").read_text(encoding="utf-8")
