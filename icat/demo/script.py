"""What a story of the demonstration says, as its data file writes it. A misspelt key is refused by name."""

import re
import tomllib
from datetime import date, timedelta
from enum import StrEnum, auto
from typing import Any

import msgspec

from icat.cases.models import LevelCode, Proposal, StepKind, Whose
from icat.config import DATA
from icat.legal import Category, ConsentState
from icat.meetings.models import ConsensusState, FactKind, Known
from icat.plans.models import ActionStatus, Domain


class Reaches(StrEnum):
    """How far a story goes."""

    DRAFT = auto()
    SUBMITTED = auto()
    QUESTIONED = auto()
    PROPOSED = auto()
    DECLINED = auto()
    RESEARCH = auto()
    LISTED = auto()
    MEETING = auto()
    DECIDED = auto()
    ACTIVE = auto()

    def covers(self, other: "Reaches") -> bool:
        """Whether a story that goes so far passes through ``other``; declining and questions are ends of their own."""
        ends = {Reaches.QUESTIONED, Reaches.PROPOSED, Reaches.DECLINED}
        order: list[Reaches] = [reaches for reaches in Reaches if reaches not in ends]
        return self in order and order.index(self) >= order.index(other)


class FactLine(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One fact or opinion of a return."""

    text: str
    kind: FactKind
    category: Category
    source: str


class ReturnLine(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One agency's return, filed ``by`` one of its members."""

    by: str
    survivor: Known
    perpetrator: Known
    children: Known
    facts: list[FactLine]
    offer: str = ""
    consent: bool = False


class ActionLine(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One action of the plan."""

    domain: Domain
    text: str
    agency: str
    due: int
    danger: str = ""
    danger_text: str = ""
    person: str = ""
    status: ActionStatus = ActionStatus.OPEN
    result: str = ""


class DevelopmentLine(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One critical development, raised so many hours before now; set aside with ``reason``, else it waits."""

    by: str
    kind: str
    hours_ago: int
    text: str = ""
    basis: str = ""
    reason: str = ""


class StepLine(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What was done in the days of an order, so many hours before now; a hearing is so many hours ``ahead`` of now."""

    by: str
    kind: StepKind
    hours_ago: int
    outcome: str = ""
    ahead: int = 0


class OrderLine(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One order, made so many hours before now and recorded an hour later, for so many days."""

    by: str
    kind: str
    hours_ago: int
    days: int
    number: str = ""
    measures: list[str] = []
    conditions: str = ""
    basis: str = "UA-POWER"
    told: list[str] = []  # agencies
    steps: list[StepLine] = []


class AssessedLine(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Answers to an instrument, so many hours before now."""

    by: str
    hours_ago: int
    instrument: str = "bc-19"
    yes: list[str] = []
    no: list[str] = []
    unknown: list[str] = []
    changed: list[str] = []
    source: str = "own_record"


class ResultLine(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What came out of a tool that is scored elsewhere."""

    by: str
    hours_ago: int
    tool: str
    stated: str
    scored_by: str
    edition: str = ""
    note: str = ""


class ViewLine(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """How the danger is seen: by a professional, or by her."""

    by: str
    hours_ago: int
    whose: Whose
    words: str
    asked_by: str = ""


class AskedLine(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One factor put to one agency; answered an hour later where somebody did."""

    by: str
    hours_ago: int
    agency: str
    factor: str
    answered_by: str = ""
    answer: str = ""
    note: str = ""
    basis: str = ""
    consent: ConsentState = ConsentState.NOT_NEEDED


class Safety(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Her safety plan."""

    made_with: str
    held_by: str
    sections: dict[str, str]
    kept_at: str = ""
    if_found: str = ""
    paper: bool = False


class Split(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What is settled at once where the table does not agree."""

    missing: str
    protection: str
    days: int


class Script(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One story."""

    key: str
    team: str
    officer: str
    reaches: Reaches
    days_ago: int
    survivor: dict[str, Any]
    reason_now: str
    same_as: str = ""  # the story of the same two people, where the coordinator finds that it is one
    hour: int = 12
    hours_ago: int = 0
    alert: str = ""  # what the officer sent at once; all the rest followed nine minutes later
    emergent: bool = False
    urgency: str = "routine"
    taken_by: str = ""  # who acknowledged it, where it was urgent
    taken_after: int = 6  # minutes
    hromada: int = 0
    perpetrator: dict[str, Any] = {}
    children: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    barred: list[dict[str, str]] = []
    tried_so_far: str = ""
    own_view: str = ""
    own_rating: str = ""
    wants: list[str] = []
    told: str = "told"
    agrees: str = "agrees"
    why_without: str = ""
    basis_code: str = "UA-POWER"
    sex_preference: str = ""
    police_level: str = ""
    judgement: str = ""
    yes: list[str] = []
    no: list[str] = []
    unknown: list[str] = []
    read_by: str = "координаторка, телефоном, у безпечну годину"
    read: list[str] = []  # agencies that she was read, where that is half done
    named: list[str] = []  # members whom she named
    question: str = ""
    hold: str = ""  # who demands that the case be kept
    proposal: Proposal | None = None
    decline: str = ""
    research: list[ReturnLine] = []
    voice: str = ""
    level: LevelCode | None = None
    consensus: ConsensusState | None = None
    reason: str = ""
    factors: list[str] = []
    dissent: str = ""
    dissenting: list[str] = []
    not_agreed: Split | None = None
    inform: dict[str, str] = {}
    actions: list[ActionLine] = []
    safety: Safety | None = None
    developments: list[DevelopmentLine] = []
    orders: list[OrderLine] = []
    assessed: list[AssessedLine] = []
    results: list[ResultLine] = []
    views: list[ViewLine] = []
    asked: list[AskedLine] = []


class Names(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What invented people are called."""

    women: list[str]
    women_patronymics: list[str]
    men: list[str]
    men_patronymics: list[str]
    surnames: list[str]
    children: list[str]


class _File(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    names: Names
    stories: list[Script]


def dated(script: Script, start: date) -> Script:
    """The story with real days where its texts say ``{-3}``: three days before it starts."""

    def day(found: re.Match[str]) -> str:
        return (start + timedelta(days=int(found[1]))).strftime("%d.%m")

    def filled(value: Any) -> Any:
        if isinstance(value, str):
            return re.sub(r"\{([+-]\d+)\}", day, value)
        if isinstance(value, dict):
            return {name: filled(part) for name, part in value.items()}
        return [filled(part) for part in value] if isinstance(value, list) else value

    return msgspec.convert(filled(msgspec.to_builtins(script, builtin_types=(date,))), Script)


def read_scripts() -> tuple[list[Script], Names]:
    """The told stories, and the names for those that are made up from them."""
    content = tomllib.loads((DATA / "demo" / "stories.toml").read_text(encoding="utf-8"))
    file = msgspec.convert(content, _File)
    return file.stories, file.names
