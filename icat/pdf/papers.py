"""What stands on each printed paper, as plain values, and the PDF of it.

A paper never holds a name where initials do: the plan knows the survivor by initials and year of birth only, and
neither file name nor metadata of any paper says more than the case reference. The survivor's own papers say nothing
at all: no product, no agency, no footer.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from hashlib import sha256
from typing import Any

from jinja2 import Environment

from icat.clock import local
from icat.config import TEMPLATES
from icat.errors import RuleBroken
from icat.i18n import Message, Sayable, gettext, speaking
from icat.pdf.qr import Code, square_code
from icat.pdf.render import TooManyPages, render
from icat.templating import environment

# A safety plan that she did not confirm for longer than this is shown as old (practice: it is never refused to her).
FRESH = timedelta(days=30)

# The five blocks of a risk-management plan, in the order in which a team goes through them (ICAT practice).
DOMAINS: dict[str, Message] = {
    "survivor": Message("A. Safety and support of the survivor"),
    "perpetrator": Message("B. Monitoring and accountability of the perpetrator"),
    "children": Message("C. Children"),
    "others": Message("D. Others at risk"),
    "staff": Message("E. Safety of the staff"),
}

# The sections that the safety-plan templates of the field have in common, in the order of her day.
SAFETY_SECTIONS: dict[str, Message] = {
    "cover": Message("About this plan"),
    "incident": Message("When it is happening"),
    "leaving": Message("Getting ready to leave"),
    "after": Message("After leaving, in my own home"),
    "orders": Message("Orders and police"),
    "children": Message("Children"),
    "public": Message("Work, study, street"),
    "technology": Message("Phone and internet"),
    "bag": Message("Documents and bag"),
    "contacts": Message("People I can turn to"),
    "wellbeing": Message("What helps me"),
    "staying": Message("If I stay"),
    "war": Message("Air raid, curfew, power cut"),
}
TICKED_SECTIONS = frozenset({"bag"})


class Level(StrEnum):
    """What the team decided, as printed on a plan."""

    HIGHEST = "highest_risk"
    NOT_HIGHEST = "not_highest_risk"
    NOT_AGREED = "not_agreed"


class SafetyFormat(StrEnum):
    """The three ways in which a safety plan leaves: hers in full, hers as a card, an agency's numbered copy."""

    FULL = "full"
    CARD = "card"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Held:
    """A checkpoint of the log on a paper: whoever keeps the paper can hold the log to it."""

    size: int
    fingerprint: str

    @property
    def code(self) -> Code:
        """The same for a reader of square codes, in the letters that such a code holds best."""
        return square_code(f"ICAT {self.size} {self.fingerprint.replace(' ', '')}")


@dataclass(frozen=True, slots=True)
class Trace:
    """Who took this copy: printed at the foot of every page."""

    reader: str
    agency: Sayable
    made_on: datetime
    copy: int
    share: str
    ledger: str
    copies: int | None = None
    held: Held | None = None


@dataclass(frozen=True, slots=True)
class Initials:
    """The survivor on paper: initials and year of birth. Refuses what looks like a name."""

    letters: str
    birth_year: int | None

    def __post_init__(self) -> None:
        if re.search(r"\w[\w'ʼ’-]", self.letters):
            raise ValueError("initials only: no name goes on a plan")


@dataclass(frozen=True, slots=True)
class OfficialLevel:
    """The level that the police set on their official form."""

    words: Sayable
    set_on: date | None = None
    set_by: Sayable = ""


@dataclass(frozen=True, slots=True)
class AgencyPlan:
    """What one agency does on its own where there is no team plan."""

    agency: Sayable
    owner: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Dissent:
    """A separate opinion: whose (an agency, never a person) and why."""

    agency: Sayable
    words: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The level in words: who decided it, when, and whether all agreed."""

    level: Level
    decided_on: date
    decided_by: Sayable
    consensus: Sayable
    official: OfficialLevel | None
    dissents: tuple[Dissent, ...] = ()
    agency_plans: tuple[AgencyPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class Factor:
    """One fact relied on: attributed, with the answer as it was given."""

    text: Sayable
    answer: Sayable
    source: Sayable
    known_on: date | None = None
    critical: bool = False


@dataclass(frozen=True, slots=True)
class FactorTable:
    """The facts that one instrument asked for. ``draft`` makes the paper say that the instrument is one."""

    title: Sayable
    rows: tuple[Factor, ...]
    draft: bool
    tally: Sayable = ""
    attested: Sayable = ""  # who says that it matches the official form, and by which document


@dataclass(frozen=True, slots=True)
class Action:
    """One action: what, against which danger, who answers for it, until when, and how it stands."""

    domain: str
    text: Sayable
    reduces: Sayable
    agency: Sayable
    person: str
    due: date | None
    status: Sayable
    result: Sayable = ""
    overdue: bool = False

    def __post_init__(self) -> None:
        if self.domain not in DOMAINS:
            raise ValueError(f"no such domain of a plan: {self.domain}")


@dataclass(frozen=True, slots=True)
class Telling:
    """Who tells her what the team decided, how, until when; and, once done, that it was."""

    person: str
    agency: Sayable
    way: Sayable = ""
    due: date | None = None
    done: Sayable = ""


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """A risk-management plan as one agency's numbered copy.

    ``is_part``: only the actions that the agency may know of stand on it, so it never says that there are no others.
    """

    language: str
    team: str
    reference: str
    survivor: Initials
    decision: Decision
    factors: tuple[FactorTable, ...]
    actions: tuple[Action, ...]
    next_review: date | None
    telling: Telling | None
    trace: Trace
    is_part: bool = False

    def in_domains(self) -> list[tuple[Message, list[tuple[int, Action]]]]:
        """The five domains in order, each with its actions, numbered; of a part only those it holds."""
        number = 0
        blocks: list[tuple[Message, list[tuple[int, Action]]]] = []
        for code, title in DOMAINS.items():
            rows: list[tuple[int, Action]] = []
            for action in (one for one in self.actions if one.domain == code):
                number += 1
                rows.append((number, action))
            if rows or not self.is_part:
                blocks.append((title, rows))
        return blocks


@dataclass(frozen=True, slots=True)
class SafetySection:
    """One section of her plan, in her words, line by line."""

    code: str
    lines: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.code not in SAFETY_SECTIONS:
            raise ValueError(f"no such section of a safety plan: {self.code}")

    @property
    def title(self) -> Message:
        """The heading of the section."""
        return SAFETY_SECTIONS[self.code]

    @property
    def ticked(self) -> bool:
        """Whether its lines are things to tick off."""
        return self.code in TICKED_SECTIONS


@dataclass(frozen=True, slots=True)
class Number:
    """Somebody to call. The card lists it under ``alias``, an innocent name; without one it stays off the card."""

    name: Sayable
    number: str
    note: Sayable = ""
    alias: Sayable = ""


@dataclass(frozen=True, slots=True)
class SafetyPaper:
    """Her safety plan. ``confirmed_on``: when she last went through it; ``card``: the lines she wants on a card."""

    language: str
    made_on: datetime
    confirmed_on: date | None
    sections: tuple[SafetySection, ...]
    hotlines: tuple[Number, ...]
    contacts: tuple[Number, ...] = ()
    card: tuple[str, ...] = ()
    next_review: date | None = None
    made_with: str = ""
    kept: str = ""
    copies: str = ""
    if_found: str = ""
    reference: str = ""
    trace: Trace | None = None

    @property
    def old(self) -> bool:
        """Whether she did not confirm it for more than thirty days."""
        return self.confirmed_on is not None and local(self.made_on).date() - self.confirmed_on > FRESH

    @property
    def card_numbers(self) -> tuple[Number, ...]:
        """The numbers that have an innocent name."""
        return tuple(one for one in self.contacts + self.hotlines if str(one.alias))


def plan_name(paper: PlanPaper) -> str:
    """The file name of a plan: the reference and the copy, no names."""
    return f"{paper.reference}-plan-{paper.trace.copy}.pdf"


def safety_name(paper: SafetyPaper, form: SafetyFormat) -> str:
    """The file name of a safety plan: neutral, unless it is an agency's copy."""
    if form is SafetyFormat.AGENCY and paper.trace is not None:
        return f"{paper.reference}-safety-{paper.trace.copy}.pdf"
    return "notes.pdf"


def plan_pdf(paper: PlanPaper) -> bytes:
    """The risk-management plan as PDF, in the paper's language. Refuses as ``render`` does."""
    with speaking(paper.language):
        title = gettext("Plan %(reference)s, copy %(copy)s", reference=paper.reference, copy=paper.trace.copy)
        html = drawn("plan.html", paper=paper)
    return printed(html, paper.language, title, paper.trace.made_on, neutral=False)


def safety_pdf(paper: SafetyPaper, form: SafetyFormat) -> bytes:
    """A safety plan as PDF: hers in full, hers as a one-page card, or an agency's copy with its trace.

    The card is set smaller, in steps, until it fits on a quarter of one sheet, then on the whole sheet; what does not
    fit even then is refused (``RuleBroken``): a second page would give it away. An agency's copy without a trace is
    an error.
    """
    form = SafetyFormat(form)
    if form is SafetyFormat.CARD:
        return _card_pdf(paper)
    if form is SafetyFormat.AGENCY and (paper.trace is None or not paper.reference):
        raise ValueError("an agency's copy carries its reference and trace")
    trace = paper.trace if form is SafetyFormat.AGENCY else None
    title = ""
    with speaking(paper.language):
        if trace is not None:
            title = gettext("Safety plan %(reference)s, copy %(copy)s", reference=paper.reference, copy=trace.copy)
        html = drawn("safety_plan.html", paper=paper, trace=trace)
    return printed(html, paper.language, title, paper.made_on, neutral=trace is None)


def _card_pdf(paper: SafetyPaper) -> bytes:
    if not paper.card and not paper.card_numbers:
        raise RuleBroken(Message("There is nothing to put on the card: choose lines or disguise a number."))
    for size in ("large", "medium", "small", "whole"):
        with speaking(paper.language):
            html = drawn("safety_card.html", paper=paper, size=size)
        try:
            return printed(html, paper.language, "", paper.made_on, neutral=True, most_pages=1)
        except TooManyPages:
            continue
    raise RuleBroken(Message("The card does not fit on one page. Choose fewer lines, or shorter ones."))


@cache
def _environment() -> Environment:
    return environment(TEMPLATES)


@cache
def _stylesheet() -> str:
    return (TEMPLATES / "print" / "print.css").read_text(encoding="utf-8")


def drawn(template: str, **values: Any) -> str:
    """A paper as HTML, from a template of ``print``."""
    return _environment().get_template(f"print/{template}").render(**values)


def printed(
    html: str, language: str, title: str, made_on: datetime, *, neutral: bool, most_pages: int | None = None
) -> bytes:
    """That HTML as PDF, with the style sheet of all papers; equal papers are equal files."""
    return render(
        html,
        stylesheet=_stylesheet(),
        language=language,
        title=title,
        identifier=sha256(html.encode()).digest()[:16],
        made_on=made_on,
        neutral=neutral,
        most_pages=most_pages,
    )
