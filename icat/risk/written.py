"""How an instrument file is written: strict shapes, and the place in the file where something is wrong."""

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from icat.errors import ConfigError
from icat.risk.answer import Answer

Text = Annotated[str, Meta(pattern=r"\S")]
Code = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Count = Annotated[int, Meta(ge=0)]
Number = Annotated[int, Meta(ge=1)]
Colour = Literal["grey", "yellow", "orange", "red"]  # no green: nothing here may read as "no risk"


class InstrumentRefused(ConfigError):
    """An instrument file that could be read in two ways, or in none."""

    def __init__(self, file: str, key: str, line: int | None, why: str) -> None:
        """``file`` is the file's name, ``key`` the place in it, ``line`` where that place begins, if it was found."""
        where = f"{file}, line {line}" if line else file
        super().__init__(f"{where}: {key}: {why}" if key else f"{where}: {why}")
        self.file, self.key, self.line, self.why = file, key, line, why


class _Strict(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Unknown keys are refused: a misspelt ``critcal`` must not pass for a factor that is not critical."""


class Both(_Strict):
    """One text in the two languages; neither may be missing."""

    uk: Text
    en: Text


class SectionEntry(_Strict):
    """``counted = false`` keeps a section out of the count: local additions, the officer's own belief."""

    id: Code
    title: Both
    counted: bool = True


class GroupEntry(_Strict):
    id: Code
    title: Both


class StepEntry(_Strict):
    """A step of a scale with its points; the first says that the thing does not happen, and has none."""

    id: Code
    label: Both
    points: Count


class ScaleEntry(_Strict):
    """How often, or how much: the steps that stand in place of yes and no, from the least to the most."""

    id: Code
    steps: list[StepEntry]


class FactorEntry(_Strict):
    """``weight`` is what a yes counts, ``scale`` asks how often instead; a factor has one of the two."""

    id: Code
    section: Code
    text: Both
    prompt: Both
    ask: list[Literal["police", "social", "health", "child", "ngo", "probation", "education"]]
    number: Number | None = None
    help: Both | None = None
    critical: bool = False
    reverse: bool = False
    group: Code | None = None
    weight: Number | None = None
    scale: Code | None = None


class RuleEntry(_Strict):
    """``outcome`` is what the rule leads to; rules that share one are several doors to the same thing."""

    id: Code
    kind: Literal["any-of", "at-least-of"]
    of: list[Code]
    wording: Both
    at_least: Number | None = None
    outcome: Code | None = None
    colour: Colour | None = None


class BandEntry(_Strict):
    id: Code
    label: Both
    at_least: Count
    colour: Colour | None = None


class LevelEntry(_Strict):
    """A level as a form outside ICAT states it; it has no threshold, because it is never computed here."""

    id: Code
    label: Both


class ExampleEntry(_Strict):
    """A worked example: answers, and what the instrument must then say."""

    name: Text
    count: Count
    highest: Count
    fired: list[Code]
    critical: list[Code]
    decisive: list[Code]
    yes: list[Code] = []
    no: list[Code] = []
    unknown: list[Code] = []
    refused: list[Code] = []
    not_asked: list[Code] = []
    steps: dict[Code, Code] = {}
    rest: Answer = Answer.NOT_ASKED
    band: Code | None = None

    def given(self) -> dict[Answer, list[str]]:
        """The factors named under each answer."""
        return {
            Answer.YES: self.yes,
            Answer.NO: self.no,
            Answer.UNKNOWN: self.unknown,
            Answer.REFUSED: self.refused,
            Answer.NOT_ASKED: self.not_asked,
        }


class Written(_Strict):
    """A whole file. ``licence`` is compulsory: several published instruments may not be reproduced.

    ``judgement`` is the door beside the count: what a professional may do whose concern the count does not reach.
    """

    code: Code
    version: Number
    kind: Literal["factors", "external"]
    title: Both
    jurisdiction: Text
    licence: Both
    source: Both
    status: Literal["draft", "verified", "retired"]
    checked_on: Annotated[str, Meta(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
    checked_by: str = ""
    notice: Both | None = None
    answers: list[Answer] = []
    read_first: list[Code] = []
    judgement: Both | None = None
    scales: list[ScaleEntry] = []
    sections: list[SectionEntry] = []
    groups: list[GroupEntry] = []
    factors: list[FactorEntry] = []
    rules: list[RuleEntry] = []
    bands: list[BandEntry] = []
    levels: list[LevelEntry] = []
    examples: list[ExampleEntry] = []


class Source:
    """The text of one file, to say where something in it stands."""

    def __init__(self, path: Path) -> None:
        """Reads ``path``. Refuses a file that is not there or is not UTF-8."""
        self.name = path.name
        try:
            self.text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InstrumentRefused(self.name, "", None, f"cannot be read: {error}") from error

    def line_of(self, key: str) -> int | None:
        """The line on which ``key`` (``factors[3].text``) begins: the entry's, if the key itself was not written."""
        lines = self.text.splitlines()
        parts = re.fullmatch(r"(\w+)(?:\[(\d+)\])?(?:\.(\w+))?.*", key)
        if not parts:
            return None
        name, index, inner = parts.groups()
        if index is None:
            return next((n for n, line in enumerate(lines, 1) if re.match(rf"(\[+)?{name}\b", line)), None)
        heads = [n for n, line in enumerate(lines, 1) if re.match(rf"\[\[{name}\]\]", line)]
        if int(index) >= len(heads):
            return self.line_of(name)
        start = heads[int(index)]
        for n, line in enumerate(lines[start:], start + 1):
            if line.startswith("["):
                break
            if inner and re.match(rf"{inner}\b", line):
                return n
        return start

    def refusal(self, key: str, why: str) -> InstrumentRefused:
        """What to raise when ``key`` is wrong because of ``why``."""
        return InstrumentRefused(self.name, key, self.line_of(key), why)

    def decode(self) -> tuple[dict[str, Any], Written]:
        """The file as plain data and as checked shapes. Refuses bad TOML, unknown keys, wrong types, missing texts."""
        try:
            raw = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"line (\d+)", str(error))
            raise InstrumentRefused(self.name, "", int(line[1]) if line else None, str(error)) from error
        if "checked_on" in raw:
            raw["checked_on"] = str(raw["checked_on"])  # a bare TOML date says the same as one in quotes
        try:
            return raw, msgspec.convert(raw, Written)
        except msgspec.ValidationError as error:
            why, _, path = str(error).partition(" - at `$.")
            unknown = re.search(r"unknown field `(\w+)`", why)
            key = path.rstrip("`")
            if unknown:
                key = f"{key}.{unknown[1]}" if key else unknown[1]
            raise self.refusal(key, why) from error
