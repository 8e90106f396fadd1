"""What an instrument says to a set of answers, with its reasons and its gaps. It informs; people set the level."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from icat.risk.answer import Answer, Reply
from icat.risk.instrument import Band, Factor, Instrument, Kind, Rule

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

    count: int  # what the counted factors give: one for each that is present, or its points
    out_of: int  # what all of them give together; 0 for a tool that gives no count
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


def score(instrument: Instrument, answers: Mapping[str, str]) -> Result:
    """What ``instrument`` says to ``answers``. A factor without an answer was not asked; not known is never no.

    ``answers`` are codes: of the five answers, or of a step where the tool asks how often. A factor is decisive if, for
    some completion of the other open answers, it alone would change the band or lead to an outcome that is not reached
    otherwise; where a tool has neither bands nor rules, the open critical factors are.
    Refuses (ValueError) an external result, a factor the instrument does not have and an answer it does not offer.
    """
    given = completed(instrument, answers)
    present, unknown, critical, critical_open = [], [], [], []
    count = rest = out_of = 0
    for factor in instrument.factors:
        id, reply = factor.id, given[factor.id]
        if reply.open:
            unknown.append(factor)
            if factor.critical:
                critical_open.append(id)
        elif factor.present(reply):
            present.append(id)
            if factor.critical:
                critical.append(id)
        if factor.section.counted:
            out_of += factor.most
            count += factor.points(reply)
            rest += factor.most if reply.open else 0
    highest = count + rest
    band = _band(instrument, count)
    if instrument.rules or instrument.bands:
        matters = set(_leading(instrument, set(present), {factor.id for factor in unknown}))
        if band != _band(instrument, highest):
            matters.update(_crossing(instrument, count, [factor for factor in unknown if factor.section.counted]))
        decisive = tuple(factor.id for factor in unknown if factor.id in matters)
    else:
        decisive = tuple(critical_open)
    return Result(
        count=count,
        out_of=out_of,
        lowest=count,
        highest=highest,
        band=band,
        fired=_fired(instrument, present),
        present=tuple(present),
        critical=tuple(critical),
        critical_open=tuple(critical_open),
        open=tuple(factor.id for factor in unknown),
        decisive=decisive,
        draft=instrument.draft,
    )


def completed(instrument: Instrument, answers: Mapping[str, str]) -> dict[str, Reply]:
    """An answer to every factor, in the order of the form. Refuses what ``score`` refuses."""
    if instrument.kind is Kind.EXTERNAL:
        raise ValueError(f"{instrument.name} records a level stated elsewhere: it is never computed")
    found = {
        factor.id: instrument.reply(factor, answers[factor.id]) if factor.id in answers else Answer.NOT_ASKED
        for factor in instrument.factors
    }
    strangers = sorted(answers.keys() - found.keys())
    if strangers:
        raise ValueError(f"{instrument.name} has no factor {', '.join(map(repr, strangers))}")
    return found


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


def _fired(instrument: Instrument, present: list[str]) -> tuple[Fired, ...]:
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


def _crossing(instrument: Instrument, count: int, unknown: list[Factor]) -> Iterator[str]:
    """Open counted factors of which one answer alone can carry the count over the threshold of a band.

    Where every factor counts one, each can: the others may bring the count to just below. With points that need not be
    so, and every sum that the others can give is tried: a bit for each sum.
    """
    if not instrument.is_weighted:
        yield from (factor.id for factor in unknown)
        return
    can: dict[tuple[int, ...], bool] = {}
    for factor in unknown:
        own = _possible(factor)
        if own not in can:
            sums = 1 << count
            for other in unknown:
                if other is not factor:
                    sums = _sum_of(sums << points for points in _possible(other))
            can[own] = any(
                sums & ((1 << band.at_least) - (1 << max(band.at_least - own[-1], 0))) for band in instrument.bands[1:]
            )
        if can[own]:
            yield factor.id


def _possible(factor: Factor) -> tuple[int, ...]:
    return tuple(step.points for step in factor.steps) or (0, factor.weight)


def _sum_of(sets: Iterator[int]) -> int:
    found = 0
    for one in sets:
        found |= one
    return found
