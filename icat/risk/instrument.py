"""A published risk tool as data: its factors, rules and words, read from a file that can be read in one way only.

A draft, whose text nobody has compared with the official form, cannot hold a band or a colour: no such object exists.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from icat.i18n import Words
from icat.risk.answer import KNOWN, Answer, Reply, Step
from icat.risk.checking import faults
from icat.risk.written import Both, ExampleEntry, Source, Written

FOLDER = Path(__file__).resolve().parent.parent / "data" / "instruments"

# What is said about a file, as against what it asks and how it counts: attesting a text must not change its digest.
_STANDING = frozenset({"status", "checked_on", "checked_by", "notice", "licence", "source"})

_ANSWERS = {answer.value: answer for answer in Answer}
_added: Mapping[tuple[str, int], "Instrument"] | None = None  # what ships, and what the installation added


class Kind(StrEnum):
    """Factors answered here, or a level that another authority fixed on its own form."""

    FACTORS = "factors"
    EXTERNAL = "external"


class Status(StrEnum):
    """Whether a named person has compared the file with the official text."""

    DRAFT = "draft"
    VERIFIED = "verified"
    RETIRED = "retired"


class Sector(StrEnum):
    """A kind of agency that may know the answer to a factor."""

    POLICE = "police"
    SOCIAL = "social"
    HEALTH = "health"
    CHILD = "child"
    NGO = "ngo"
    PROBATION = "probation"
    EDUCATION = "education"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form. Factors of a section that is not counted are facts beside the count."""

    id: str
    title: Words
    counted: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Factors of one theme inside the sections."""

    id: str
    title: Words


@dataclass(frozen=True, slots=True)
class Factor:
    """One line of an instrument."""

    id: str
    number: int | None
    section: Section
    text: Words
    prompt: Words
    help: Words | None
    critical: bool
    reverse: bool  # a protective line: its absence is the risk
    group: Group | None
    ask: tuple[Sector, ...]
    weight: int = 1
    steps: tuple[Step, ...] = ()  # a factor that asks how often: what stands in place of yes and no

    def present(self, reply: Reply) -> bool:
        """Whether ``reply`` says that the risk this factor stands for is there."""
        if isinstance(reply, Step):
            return reply.points > 0
        return reply is (Answer.NO if self.reverse else Answer.YES)

    def points(self, reply: Reply) -> int:
        """What ``reply`` counts in a section that is counted."""
        if isinstance(reply, Step):
            return reply.points
        return self.weight if self.present(reply) else 0

    @property
    def most(self) -> int:
        """What it counts at most."""
        return self.steps[-1].points if self.steps else self.weight


@dataclass(frozen=True, slots=True)
class Rule:
    """Applies when at least ``at_least`` of the factors ``of`` are present, and then leads to ``outcome``."""

    id: str
    of: tuple[str, ...]
    at_least: int
    outcome: str
    wording: Words
    colour: str | None


@dataclass(frozen=True, slots=True)
class Band:
    """A step of the count, from ``at_least`` up to the next band."""

    id: str
    label: Words
    at_least: int
    colour: str | None


@dataclass(frozen=True, slots=True)
class Level:
    """A level as stated on somebody else's form; recorded, never computed."""

    id: str
    label: Words


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example that travels with the file: answers, and what the instrument must say to them."""

    name: str
    answers: Mapping[str, str] = field(hash=False)  # by factor, the code of the answer
    count: int
    highest: int
    fired: tuple[str, ...]
    critical: tuple[str, ...]
    decisive: tuple[str, ...]
    band: str | None


@dataclass(frozen=True, slots=True)
class Instrument:
    """One edition of one tool. Assessments cite ``code``, ``version`` and ``digest``."""

    code: str
    version: int
    kind: Kind
    title: Words
    jurisdiction: str
    licence: Words
    source: Words
    status: Status
    checked_on: date | None
    checked_by: str
    notice: Words | None
    answers: tuple[Answer, ...]
    read_first: tuple[str, ...]
    sections: tuple[Section, ...]
    groups: tuple[Group, ...]
    factors: tuple[Factor, ...]
    rules: tuple[Rule, ...]
    bands: tuple[Band, ...]
    levels: tuple[Level, ...]
    examples: tuple[Example, ...]
    digest: str
    judgement: Words | None = None  # the door beside the count

    def __post_init__(self) -> None:
        if self.draft and (self.bands or any(rule.colour for rule in self.rules)):
            raise ValueError(f"{self.name} is a draft: it can have neither bands nor colours")

    @property
    def name(self) -> str:
        """Code and version, as in the file's name: ``lap-11-1``."""
        return f"{self.code}-{self.version}"

    @property
    def draft(self) -> bool:
        """Nobody has compared it with the official text, whether it is still in use or was retired as it was."""
        return self.status is Status.DRAFT or not (self.checked_on and self.checked_by)

    @property
    def out_of(self) -> int:
        """What all counted factors give together; 0 for a tool that gives no count."""
        return sum(factor.most for factor in self.factors if factor.section.counted)

    @property
    def is_weighted(self) -> bool:
        """It gives points: not every factor counts one."""
        return any(factor.steps or factor.weight != 1 for factor in self.factors)

    def offered(self, factor: Factor) -> tuple[Reply, ...]:
        """What may be answered to ``factor``: the tool's answers, where it asks how often with steps for yes and no."""
        if factor.steps:
            return (*factor.steps, *(answer for answer in self.answers if answer.open))
        return self.answers

    def reply(self, factor: Factor, code: str) -> Reply:
        """The answer to ``factor`` that was kept as ``code``. Refuses what the instrument does not offer."""
        answer = _ANSWERS.get(code)
        if answer is not None and answer in self.answers and not (factor.steps and answer in KNOWN):
            return answer
        for step in factor.steps:
            if step.id == code:
                return step
        # The answer itself is not repeated: it may be a case's content, and messages end in logs.
        offered = ", ".join(map(str, self.offered(factor)))
        raise ValueError(f"{self.name} does not take that answer to {factor.id!r}: {offered}")

    def factor(self, id: str) -> Factor:
        """The factor called ``id``. Refuses one that the instrument does not have."""
        for factor in self.factors:
            if factor.id == id:
                return factor
        raise ValueError(f"{self.name} has no factor {id!r}")

    def level(self, id: str) -> Level:
        """The stated level called ``id``. Refuses one that the form does not have."""
        for level in self.levels:
            if level.id == id:
                return level
        raise ValueError(f"{self.name} has no level {id!r}")


def load(path: Path) -> Instrument:
    """The instrument written in ``path``.

    Refuses (``InstrumentRefused``, naming file, line and key) whatever could be read in two ways: unknown keys, ids
    used twice, rules about factors that do not exist, a missing language, bands that overlap or do not start at 0, and
    bands or colours on a draft.
    """
    source = Source(path)
    raw, written = source.decode()
    for key, why in faults(written, source.name):
        raise source.refusal(key, why)
    return _built(raw, written)


def library(folder: Path | None = None) -> Mapping[tuple[str, int], Instrument]:
    """Every instrument of ``folder``, by code and version; without one, those that ship and the installation's own."""
    return _library(folder) if folder else _added or _library(FOLDER)


def add(own: Mapping[tuple[str, int], Instrument]) -> None:
    """From now on the library has ``own`` beside what ships; nothing else of an earlier call stays."""
    global _added  # noqa: PLW0603 - one process, one library, as there is one database
    _added = MappingProxyType(dict(sorted({**_library(FOLDER), **own}.items()))) if own else None


def current(code: str, folder: Path | None = None) -> Instrument:
    """The edition of ``code`` to begin a new assessment with: the newest verified one, else the newest draft.

    A new draft never displaces a verified edition. Refuses a code of which only retired editions exist, or none.
    """
    editions = [one for one in library(folder).values() if one.code == code and one.status is not Status.RETIRED]
    if not editions:
        raise LookupError(f"no instrument {code} is in use")
    return max(editions, key=lambda one: (not one.draft, one.version))


def in_use() -> tuple[Instrument, ...]:
    """What can be answered today: of each code the edition to begin with, forms of others left out."""
    codes = dict.fromkeys(one.code for one in library().values() if one.status is not Status.RETIRED)
    return tuple(one for one in map(current, codes) if one.kind is Kind.FACTORS)


def read_folder(folder: Path) -> Mapping[tuple[str, int], Instrument]:
    """The instruments that lie in ``folder`` now, by code and version. Refuses what ``load`` refuses."""
    loaded = sorted((load(path) for path in folder.glob("*.toml")), key=lambda one: (one.code, one.version))
    return MappingProxyType({(one.code, one.version): one for one in loaded})


_library = cache(read_folder)


def _built(raw: dict[str, Any], written: Written) -> Instrument:
    sections = {s.id: Section(s.id, _words(s.title), s.counted) for s in written.sections}
    groups = {g.id: Group(g.id, _words(g.title)) for g in written.groups}
    scales = {
        scale.id: tuple(Step(step.id, _words(step.label), step.points) for step in scale.steps)
        for scale in written.scales
    }
    factors = tuple(
        Factor(
            id=f.id,
            number=f.number,
            section=sections[f.section],
            text=_words(f.text),
            prompt=_words(f.prompt),
            help=_words(f.help) if f.help else None,
            critical=f.critical,
            reverse=f.reverse,
            group=groups[f.group] if f.group else None,
            ask=tuple(Sector(one) for one in f.ask),
            weight=f.weight or 1,
            steps=scales.get(f.scale or "", ()),
        )
        for f in written.factors
    )
    rules = tuple(
        Rule(r.id, tuple(r.of), r.at_least or 1, r.outcome or r.id, _words(r.wording), r.colour) for r in written.rules
    )
    return Instrument(
        code=written.code,
        version=written.version,
        kind=Kind(written.kind),
        title=_words(written.title),
        jurisdiction=written.jurisdiction,
        licence=_words(written.licence),
        source=_words(written.source),
        status=Status(written.status),
        checked_on=date.fromisoformat(written.checked_on) if written.checked_on else None,
        checked_by=written.checked_by,
        notice=_words(written.notice) if written.notice else None,
        answers=tuple(written.answers),
        read_first=tuple(written.read_first),
        sections=tuple(sections.values()),
        groups=tuple(groups.values()),
        factors=factors,
        rules=rules,
        bands=tuple(Band(b.id, _words(b.label), b.at_least, b.colour) for b in written.bands),
        levels=tuple(Level(one.id, _words(one.label)) for one in written.levels),
        examples=tuple(_example(one, factors) for one in written.examples),
        digest=_digest(raw),
        judgement=_words(written.judgement) if written.judgement else None,
    )


def _example(entry: ExampleEntry, factors: tuple[Factor, ...]) -> Example:
    given: dict[str, str] = {id: answer for answer, ids in entry.given().items() for id in ids} | entry.steps
    return Example(
        name=entry.name,
        answers=MappingProxyType({f.id: given.get(f.id, entry.rest) for f in factors}),
        count=entry.count,
        highest=entry.highest,
        fired=tuple(entry.fired),
        critical=tuple(entry.critical),
        decisive=tuple(entry.decisive),
        band=entry.band,
    )


def _words(both: Both) -> Words:
    return Words(uk=both.uk, en=both.en)


def _digest(raw: dict[str, Any]) -> str:
    content = {key: value for key, value in raw.items() if key not in _STANDING}
    return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()
