"""Instruments drawn at random, and answers to them: what the properties of the arithmetic are tried on."""

from datetime import date

from hypothesis import settings
from hypothesis import strategies as st

from icat.i18n import Words
from icat.risk.answer import Answer
from icat.risk.instrument import Band, Factor, Instrument, Kind, Rule, Section, Sector, Status

WORDS = Words(uk="слово", en="word")
ANSWERS = st.sampled_from(list(Answer))
patient = settings(deadline=None)  # a busy machine is no fault of the arithmetic
KNOWN = (Answer.YES, Answer.NO)


@st.composite
def instruments(draw: st.DrawFn, most: int = 7) -> Instrument:
    """A small instrument: reverse and uncounted factors, several doors to an outcome, bands if it is not a draft."""
    counted, beside = Section("counted", WORDS, True), Section("beside", WORDS, False)
    factors = tuple(
        Factor(
            id=f"f{i}",
            number=i + 1,
            section=draw(st.sampled_from([counted, counted, beside])),
            text=WORDS,
            prompt=WORDS,
            help=None,
            critical=draw(st.booleans()),
            reverse=draw(st.booleans()),
            group=None,
            ask=tuple(draw(st.sets(st.sampled_from(list(Sector)), min_size=1))),
        )
        for i in range(draw(st.integers(1, most)))
    )
    out_of = sum(factor.section.counted for factor in factors)
    status = draw(st.sampled_from([Status.DRAFT, Status.VERIFIED]))
    steps = draw(st.sets(st.integers(1, max(1, out_of)), max_size=3)) if status is Status.VERIFIED and out_of else None
    return Instrument(
        code="drawn",
        version=1,
        kind=Kind.FACTORS,
        title=WORDS,
        jurisdiction="nowhere",
        licence="invented",
        source="invented",
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
def answered(draw: st.DrawFn, most: int = 7) -> tuple[Instrument, dict[str, Answer]]:
    """An instrument and answers to some of its factors."""
    instrument = draw(instruments(most))
    ids = [factor.id for factor in instrument.factors]
    return instrument, draw(st.dictionaries(st.sampled_from(ids), ANSWERS))
