"""What makes a well-shaped instrument file ambiguous all the same; each fault with the key where it stands."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from icat.risk.answer import Answer
from icat.risk.written import Both, Written

Fault = tuple[str, str]  # key, why

_NEEDED = (Answer.YES, Answer.NO, Answer.UNKNOWN, Answer.NOT_ASKED)


def faults(written: Written, file: str) -> Iterator[Fault]:
    """Every fault of ``written``, which came from the file named ``file``; none if it can be read in one way only."""
    yield from _standing(written, file)
    yield from _languages(written)
    yield from _ids(written)
    if written.kind == "external":
        yield from _external(written)
    else:
        yield from _factors(written)
        yield from _scales(written)
        yield from _rules(written)
        yield from _bands(written)
        yield from _examples(written)


def _standing(written: Written, file: str) -> Iterator[Fault]:
    if file != f"{written.code}-{written.version}.toml":
        yield "code", f"the file must be called {written.code}-{written.version}.toml"
    if written.checked_on:
        try:
            date.fromisoformat(written.checked_on)
        except ValueError:
            yield "checked_on", "is not a day of the calendar"
    checked = bool(written.checked_on and written.checked_by.strip())
    if written.status == "verified" and not checked:
        yield "status", "verified needs checked_on and checked_by: a day and a named person"
    if written.status == "draft" or not checked:  # a draft that was retired unchecked remains one
        if written.notice is None:
            yield "status", "a draft needs a notice that says what nobody has checked"
        if written.bands:
            yield "bands", "a draft cannot have bands: nobody has compared it with the official text"
        for i, rule in enumerate(written.rules):
            if rule.colour:
                yield f"rules[{i}].colour", "a draft cannot have colours"


def _texts(written: Written) -> Iterator[tuple[str, Both | None]]:
    yield "title", written.title
    yield "notice", written.notice
    yield "judgement", written.judgement
    for i, scale in enumerate(written.scales):
        for step in scale.steps:
            yield f"scales[{i}].steps", step.label
    for i, section in enumerate(written.sections):
        yield f"sections[{i}].title", section.title
    for i, group in enumerate(written.groups):
        yield f"groups[{i}].title", group.title
    for i, factor in enumerate(written.factors):
        yield f"factors[{i}].text", factor.text
        yield f"factors[{i}].prompt", factor.prompt
        yield f"factors[{i}].help", factor.help
    for i, rule in enumerate(written.rules):
        yield f"rules[{i}].wording", rule.wording
    for i, band in enumerate(written.bands):
        yield f"bands[{i}].label", band.label
    for i, level in enumerate(written.levels):
        yield f"levels[{i}].label", level.label


def _languages(written: Written) -> Iterator[Fault]:
    for key, both in _texts(written):
        if both and not re.search("[а-яіїєґ]", both.uk, re.IGNORECASE):
            yield key, "the Ukrainian text is missing (no Cyrillic letter in uk)"
        if both and re.search("[а-яіїєґ]", both.en, re.IGNORECASE):
            yield key, "the English text has Cyrillic letters"


def _repeated(ids: Sequence[object]) -> Iterator[tuple[int, object]]:
    seen: set[object] = set()
    for i, id in enumerate(ids):
        if id in seen:
            yield i, id
        seen.add(id)


def _ids(written: Written) -> Iterator[Fault]:
    for name in ("scales", "sections", "groups", "factors", "rules", "bands", "levels"):
        for i, id in _repeated([entry.id for entry in getattr(written, name)]):
            yield f"{name}[{i}].id", f"{id!r} is used twice"
    numbered = [(i, f.number) for i, f in enumerate(written.factors) if f.number is not None]
    for at, number in _repeated([number for _, number in numbered]):
        yield f"factors[{numbered[at][0]}].number", f"number {number} is used twice"


def _external(written: Written) -> Iterator[Fault]:
    computed = ("answers", "read_first", "judgement", "scales", "sections", "groups", "factors", "rules", "bands")
    for name in (*computed, "examples"):
        if getattr(written, name):
            yield name, "an external result is recorded as stated: it can have levels only"
    if len(written.levels) < 2:
        yield "levels", "an external result needs the levels that its form can state"


def _factors(written: Written) -> Iterator[Fault]:
    if written.levels:
        yield "levels", "only an external result has stated levels"
    if not written.factors:
        yield "factors", "there are none"
    for answer in _NEEDED:
        if answer not in written.answers:
            yield "answers", f"must offer {answer.value!r}: what is not known may never have to be recorded as no"
    for _, answer_twice in _repeated(written.answers):
        yield "answers", f"{answer_twice!s} is offered twice"
    sections = {section.id for section in written.sections}
    groups = {group.id for group in written.groups}
    for i, factor in enumerate(written.factors):
        if factor.section not in sections:
            yield f"factors[{i}].section", f"there is no section {factor.section!r}"
        if factor.group and factor.group not in groups:
            yield f"factors[{i}].group", f"there is no group {factor.group!r}"
        if not factor.ask:
            yield f"factors[{i}].ask", "name at least one sector that may know"
        for _, sector in _repeated(factor.ask):
            yield f"factors[{i}].ask", f"{sector} is named twice"
    for i, section in enumerate(written.sections):
        if section.id not in {factor.section for factor in written.factors}:
            yield f"sections[{i}]", "no factor belongs to it"
    for i, group in enumerate(written.groups):
        if group.id not in {factor.group for factor in written.factors}:
            yield f"groups[{i}]", "no factor belongs to it"
    critical = {factor.id for factor in written.factors if factor.critical}
    for id in written.read_first:
        if id not in critical:
            yield "read_first", f"{id!r} is not a critical factor"
    for _, twice in _repeated(written.read_first):
        yield "read_first", f"{twice!r} is named twice"


def _scales(written: Written) -> Iterator[Fault]:
    scales = {scale.id for scale in written.scales}
    for i, scale in enumerate(written.scales):
        if len(scale.steps) < 2 or scale.steps[0].points != 0:
            yield f"scales[{i}].steps", "needs a first step without points and at least one more"
        for before, after in pairwise(scale.steps):
            if after.points <= before.points:
                yield f"scales[{i}].steps", f"{after.id!r} must have more points than {before.id!r}"
        for _, twice in _repeated([step.id for step in scale.steps]):
            yield f"scales[{i}].steps", f"{twice!r} is used twice"
        for step in scale.steps:
            if step.id in set(Answer):
                yield f"scales[{i}].steps", f"{step.id!r} is one of the five answers"
        if scale.id not in {factor.scale for factor in written.factors}:
            yield f"scales[{i}]", "no factor uses it"
    for i, factor in enumerate(written.factors):
        if factor.scale and factor.scale not in scales:
            yield f"factors[{i}].scale", f"there is no scale {factor.scale!r}"
        if factor.scale and factor.weight:
            yield f"factors[{i}].weight", "the steps of its scale say already what it counts"
        if factor.scale and factor.reverse:
            yield f"factors[{i}].reverse", "a scale goes from the least to the most danger"
        counted = next((section.counted for section in written.sections if section.id == factor.section), True)
        if factor.weight and not counted:
            yield f"factors[{i}].weight", "its section is not counted"


def _rules(written: Written) -> Iterator[Fault]:
    known = {factor.id for factor in written.factors}
    doors: dict[str, set[str]] = {}
    for i, rule in enumerate(written.rules):
        for id in rule.of:
            if id not in known:
                yield f"rules[{i}].of", f"there is no factor {id!r}"
        for _, twice in _repeated(rule.of):
            yield f"rules[{i}].of", f"{twice!r} is named twice"
        if rule.kind == "any-of" and rule.at_least is not None:
            yield f"rules[{i}].at_least", "any-of means one; use at-least-of for more"
        if rule.kind == "at-least-of" and rule.at_least is None:
            yield f"rules[{i}].at_least", "is missing: at least how many?"
        if len(rule.of) < (rule.at_least or 1):
            yield f"rules[{i}].of", "has too few factors for the rule ever to apply"
        # Two doors to one outcome may not share a factor: which answers are decisive would stop being plain.
        taken = doors.setdefault(rule.outcome or rule.id, set())
        for id in sorted(taken & set(rule.of)):
            yield f"rules[{i}].of", f"{id!r} already stands in another rule with the same outcome"
        taken.update(rule.of)


def _bands(written: Written) -> Iterator[Fault]:
    if not written.bands:
        return
    out_of = most_points(written)
    if written.bands[0].at_least != 0:
        yield "bands[0].at_least", "the first band must start at 0"
    for i in range(1, len(written.bands)):
        if written.bands[i].at_least <= written.bands[i - 1].at_least:
            yield f"bands[{i}].at_least", "overlaps the band before it"
    for i, band in enumerate(written.bands):
        if band.at_least > out_of:
            yield f"bands[{i}].at_least", f"cannot be reached: all together give {out_of}"


def most_points(written: Written) -> int:
    """What all counted factors give together: one each, unless a weight or the last step of a scale says more."""
    counted = {section.id for section in written.sections if section.counted}
    tops = {scale.id: scale.steps[-1].points for scale in written.scales if scale.steps}
    return sum(tops.get(f.scale or "", f.weight or 1) for f in written.factors if f.section in counted)


def _examples(written: Written) -> Iterator[Fault]:
    factors = {factor.id for factor in written.factors}
    rules = {rule.id for rule in written.rules}
    bands = {band.id for band in written.bands}
    scales = {scale.id: {step.id for step in scale.steps} for scale in written.scales}
    steps = {factor.id: scales.get(factor.scale, set()) for factor in written.factors if factor.scale}
    for i, example in enumerate(written.examples):
        given = [(answer, id) for answer, ids in example.given().items() for id in ids]
        for answer, id in given:
            if id not in factors:
                yield f"examples[{i}].{answer.value}", f"there is no factor {id!r}"
            if answer not in written.answers:
                yield f"examples[{i}].{answer.value}", "the instrument does not offer this answer"
            if id in steps and not answer.open:
                yield f"examples[{i}].{answer.value}", f"{id!r} asks how often: name a step"
        for id, step in example.steps.items():
            if step not in steps.get(id, ()):
                yield f"examples[{i}].steps", f"{id!r} has no step {step!r}"
        if steps and not example.rest.open and not steps.keys() <= {*example.steps, *(id for _, id in given)}:
            yield f"examples[{i}].rest", "cannot answer a factor that asks how often"
        for _, twice in _repeated([*example.steps, *(id for _, id in given)]):
            yield f"examples[{i}]", f"{twice!r} is answered twice"
        if example.rest not in written.answers:
            yield f"examples[{i}].rest", "the instrument does not offer this answer"
        for id in example.fired:
            if id not in rules:
                yield f"examples[{i}].fired", f"there is no rule {id!r}"
        for name, ids in (("critical", example.critical), ("decisive", example.decisive)):
            for id in ids:
                if id not in factors:
                    yield f"examples[{i}].{name}", f"there is no factor {id!r}"
        if example.band and example.band not in bands:
            yield f"examples[{i}].band", f"there is no band {example.band!r}"
