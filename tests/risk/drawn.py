"""Instruments drawn at random, and answers to them: what the properties of the arithmetic are tried on."""

from datetime import date

from hypothesis import settings
from hypothesis import strategies as st

from icat.i18n import Words
from icat.risk.answer import Answer, Step
from icat.risk.instrument import Band, Factor, Instrument, Kind, Rule, Section, Sector, Status

WORDS = Words(uk="слово", en="word")
patient = settings(deadline=None)  # a busy machine is no fault of the arithmetic
KNOWN = (Answer.YES, Answer.NO)
OFTEN = (Step("never", WORDS, 0), Step("monthly", WORDS, 1), Step("weekly", WORDS, 3))


def known_of(factor: Factor) -> list[str]:
    """The codes of the answers to ``factor`` that are knowledge."""
    return [str(step) for step in factor.steps] or list(KNOWN)


def answers_to(factor: Factor) -> st.SearchStrategy[str]:
    """Any answer to ``factor``, as its code."""
    return st.sampled_from([*known_of(factor), *(answer for answer in Answer if answer.open)])


@st.composite
def instruments(draw: st.DrawFn, most: int = 7) -> Instrument:
    """A small instrument: reverse and uncounted factors, several doors to an outcome, bands if it is not a draft.

    Half of them count one for each factor; the others have weights, and factors that ask how often.
    """
    counted, beside = Section("counted", WORDS, True), Section("beside", WORDS, False)
    often = draw(st.lists(st.booleans(), min_size=most, max_size=most)) if draw(st.booleans()) else [False] * most
    weighted = draw(st.booleans())
    factors = tuple(
        Factor(
            id=f"f{i}",
            number=i + 1,
            section=draw(st.sampled_from([counted, counted, beside])),
            text=WORDS,
            prompt=WORDS,
            help=None,
            critical=draw(st.booleans()),
            reverse=not often[i] and draw(st.booleans()),
            group=None,
            ask=tuple(draw(st.sets(st.sampled_from(list(Sector)), min_size=1))),
            weight=draw(st.integers(1, 4)) if weighted else 1,
            steps=OFTEN if often[i] else (),
        )
        for i in range(draw(st.integers(1, most)))
    )
    out_of = sum(factor.most for factor in factors if factor.section.counted)
    status = draw(st.sampled_from([Status.DRAFT, Status.VERIFIED]))
    steps = draw(st.sets(st.integers(1, max(1, out_of)), max_size=3)) if status is Status.VERIFIED and out_of else None
    return Instrument(
        code="drawn",
        version=1,
        kind=Kind.FACTORS,
        title=WORDS,
        jurisdiction="nowhere",
        licence=Words(uk="вигадано", en="invented"),
        source=Words(uk="вигадано", en="invented"),
        status=status,
        checked_on=date(2025, 1, 2),
        checked_by="Somebody",
        notice=WORDS,
        answers=tuple(Answer),
        read_first=(),
        sections=(counted, beside),
        groups=(),
        factors=factors,
        rules=draw(rules(tuple(factor.id for factor in factors))),
        bands=tuple(Band(f"b{step}", WORDS, step, None) for step in sorted({0} | steps)) if steps is not None else (),
        levels=(),
        examples=(),
        digest="",
    )


@st.composite
def rules(draw: st.DrawFn, ids: tuple[str, ...]) -> tuple[Rule, ...]:
    """Rules of two outcomes; within one outcome they share no factor, as the loader demands."""
    drawn = []
    for outcome in ("one", "two"):
        doors = draw(st.lists(st.integers(0, 2), min_size=len(ids), max_size=len(ids)))
        for door in (1, 2):
            of = tuple(id for id, place in zip(ids, doors, strict=True) if place == door)
            if of:
                at_least = draw(st.integers(1, len(of)))
                drawn.append(Rule(f"{outcome}-{door}", of, at_least, outcome, WORDS, None))
    return tuple(drawn)


@st.composite
def answered(draw: st.DrawFn, most: int = 7) -> tuple[Instrument, dict[str, str]]:
    """An instrument and answers to some of its factors."""
    instrument = draw(instruments(most))
    answered = {factor.id: draw(answers_to(factor)) for factor in instrument.factors}
    return instrument, {id: answer for id, answer in answered.items() if draw(st.booleans())}
