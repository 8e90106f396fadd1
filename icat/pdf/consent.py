"""The one-page form on which she says to whom what may be told: large type, short sentences, boxes to tick.

It is the agency's paper. Nothing on it says which system it is for, and its title in the file is neutral: a copy
may be seen by somebody else, and whether she takes one is hers to decide.
"""

from dataclasses import dataclass
from datetime import date, datetime

from icat.i18n import Message, Sayable, speaking
from icat.pdf.papers import drawn, printed

# What may be told, in words that need no explanation; a kind of information without such words keeps its own.
EASY: dict[str, Message] = {
    "identity": Message("who I am"),
    "contact": Message("my phone and my address"),
    "safe_address": Message("where I am hiding now"),
    "risk": Message("how dangerous he is to me"),
    "incident": Message("what he did"),
    "children": Message("about my children"),
    "health": Message("about my health and my injuries"),
    "orders": Message("when the police came, and orders against him"),
    "services": Message("what help I need and get"),
    "safety_plan": Message("my safety plan"),
}


@dataclass(frozen=True, slots=True)
class Box:
    """One thing to tick."""

    words: Sayable


@dataclass(frozen=True, slots=True)
class ConsentSheet:
    """The form, prefilled as far as it is known: who asks, whom it could be told, what; the rest is a line to fill."""

    language: str
    made_on: datetime
    agency: Sayable = ""
    asked_by: str = ""
    recipients: tuple[Box, ...] = ()
    categories: tuple[Box, ...] = ()
    until_on: date | None = None
    reference: str = ""


def consent_pdf(sheet: ConsentSheet) -> bytes:
    """The form as PDF, in its language. Refuses as ``render`` does what does not fit on one page."""
    with speaking(sheet.language):
        html = drawn("consent.html", sheet=sheet)
    return printed(html, sheet.language, "", sheet.made_on, neutral=True, most_pages=1)
