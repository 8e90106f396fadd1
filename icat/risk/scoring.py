"""What an instrument says to a set of answers, with its reasons and its gaps. It informs; people set the level."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from icat.risk.answer import Answer
from icat.risk.instrument import Band, Instrument, Kind, Rule

__all__ = ["Answer", "Fired", "Result", "failed_examples", "score"]


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that applied, and the present factors that made it apply."""

    rule: Rule
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What an instrument says, and what it cannot say. Facts only: the page puts them into words.

    Ids stand in the order of the form. There is no order among results: nobody is ranked by them.
    """

    count: int  # counted factors that are present
    out_of: int  # counted factors; 0 for a tool that gives no count
    lowest: int  # the count if no open factor were present
    highest: int  # the count if every open factor were present
    band: Band | None  # only for a tool that has bands and is not a draft
    fired: tuple[Fired, ...]
    present: tuple[str, ...]
    critical: tuple[str, ...]  # critical and present
    critical_open: tuple[str, ...]  # critical and not known
    open: tuple[str, ...]
    decisive: tuple[str, ...]  # open, and could change the band or lead to another outcome
    draft: bool


def score(instrument: Instrument, answers: Mapping[str, Answer]) -> Result:
    """What ``instrument`` says to ``answers``. A factor without an answer was not asked; not known is never no.

    A factor is decisive if, for some completion of the other open answers, it alone would change the band or lead to an
    outcome that is not reached otherwise; where a tool has neither bands nor rules, the open critical factors are.
    Refuses (ValueError) an external result, a factor the instrument does not have and an answer it does not offer.
    """
    given = completed(instrument, answers)
    present = tuple(f.id for f in instrument.factors if f.present(given[f.id]))
    unknown = tuple(f.id for f in instrument.factors if given[f.id].open)
    counted = {f.id for f in instrument.factors if f.section.counted}
    critical = {f.id for f in instrument.factors if f.critical}
    count = sum(id in counted for id in present)
    highest = count + sum(id in counted for id in unknown)
    critical_open = tuple(id for id in unknown if id in critical)
    if instrument.rules or instrument.bands:
        matters = set(_leading(instrument, set(present), set(unknown)))
        if _band(instrument, count) != _band(instrument, highest):
            matters |= counted
        decisive = tuple(id for id in unknown if id in matters)
    else:
        decisive = critical_open
    return Result(
        count=count,
        out_of=len(counted),
        lowest=count,
        highest=highest,
        band=_band(instrument, count),
        fired=_fired(instrument, present),
        present=present,
        critical=tuple(id for id in present if id in critical),
        critical_open=critical_open,
        open=unknown,
        decisive=decisive,
        draft=instrument.draft,
    )


def completed(instrument: Instrument, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """An answer to every factor, in the order of the form. Refuses what ``score`` refuses."""
    if instrument.kind is Kind.EXTERNAL:
        raise ValueError(f"{instrument.name} records a level stated elsewhere: it is never computed")
    strangers = sorted(set(answers) - {f.id for f in instrument.factors})
    if strangers:
        raise ValueError(f"{instrument.name} has no factor {', '.join(map(repr, strangers))}")
    for id, answer in answers.items():
        # The answer itself is not repeated: it may be a case's content, and messages end in logs.
        if answer not in instrument.answers:
            raise ValueError(f"{instrument.name} does not take that answer to {id!r}: {', '.join(instrument.answers)}")
    return {f.id: Answer(answers.get(f.id, Answer.NOT_ASKED)) for f in instrument.factors}


def failed_examples(instrument: Instrument) -> tuple[str, ...]:
    """What is wrong with the worked examples of ``instrument``: wrong results, rules or bands that none reaches.

    Empty for a sound file. An instrument that an installation adds is checked by this, as those that ship are.
    """
    return tuple(_failures(instrument))


def _failures(instrument: Instrument) -> Iterator[str]:
    reached: set[str | None] = set()
    for example in instrument.examples:
        result = score(instrument, example.answers)
        fired = tuple(one.rule.id for one in result.fired)
        band = result.band.id if result.band else None
        reached |= {band, *fired}
        for what, expected, got in (
            ("count", example.count, result.count),
            ("highest", example.highest, result.highest),
            ("fired", example.fired, fired),
            ("critical", example.critical, result.critical),
            ("decisive", example.decisive, result.decisive),
            ("band", example.band, band),
        ):
            if expected != got:
                yield f"{instrument.name}, example {example.name!r}: {what} is {got!r}, not {expected!r}"
    for id in (*(rule.id for rule in instrument.rules), *(band.id for band in instrument.bands)):
        if id not in reached:
            yield f"{instrument.name}: no example reaches {id!r}"
    if instrument.kind is Kind.FACTORS and not instrument.examples:
        yield f"{instrument.name}: there is no worked example"


def _fired(instrument: Instrument, present: tuple[str, ...]) -> tuple[Fired, ...]:
    reasons = ((rule, tuple(id for id in rule.of if id in present)) for rule in instrument.rules)
    return tuple(Fired(rule, because) for rule, because in reasons if len(because) >= rule.at_least)


def _band(instrument: Instrument, count: int) -> Band | None:
    # A draft has no bands by construction; asked again here because this is the line that must never fail.
    if instrument.draft:
        return None
    return next((band for band in reversed(instrument.bands) if band.at_least <= count), None)


def _leading(instrument: Instrument, present: set[str], unknown: set[str]) -> Iterator[str]:
    """Open factors of rules that still could apply and whose outcome is not reached yet.

    Exact because rules with the same outcome share no factor: filling one leaves the others as they are.
    """
    reached = {rule.outcome for rule in instrument.rules if len(present.intersection(rule.of)) >= rule.at_least}
    for rule in instrument.rules:
        could = len(present.intersection(rule.of)) + len(unknown.intersection(rule.of)) >= rule.at_least
        if could and rule.outcome not in reached:
            yield from unknown.intersection(rule.of)
