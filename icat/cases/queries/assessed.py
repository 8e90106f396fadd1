"""Two assessments held against each other, and what several assessors of one case say, factor by factor."""

from collections.abc import Iterable
from dataclasses import dataclass

from icat.cases.queries.door import CaseView
from icat.cases.queries.factors import AssessmentView, Known, assessments
from icat.i18n import Message
from icat.risk.agreement import FactorAgreement, agreement
from icat.risk.change import compare
from icat.risk.instrument import Factor, Instrument


@dataclass(frozen=True, slots=True)
class Numbered:
    """One assessment with the reader's number of it: the oldest that the reader may see is the first."""

    number: int
    view: AssessmentView


@dataclass(frozen=True, slots=True)
class Turn:
    """One factor, before and now; none where it was not answered."""

    factor: Factor
    before: Known | None
    now: Known | None


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed, sorted out: every factor in one of the kinds, those that changed nothing only counted."""

    before: Numbered
    after: Numbered
    is_other_edition: bool
    kinds: tuple[tuple[Message, tuple[Turn, ...]], ...]
    unchanged: int


@dataclass(frozen=True, slots=True)
class Said:
    """What the assessors say of one factor."""

    factor: Factor
    yes: tuple[str, ...]
    no: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessors:
    """Everybody's newest answers to one instrument: where they differ comes first."""

    instrument: Instrument
    who: tuple[str, ...]
    kinds: tuple[tuple[Message, tuple[Said, ...]], ...]


def numbered(case: CaseView) -> tuple[Numbered, ...]:
    """The assessments that the reader may see, oldest first."""
    return tuple(Numbered(number, one) for number, one in enumerate(reversed(assessments(case)), 1))


def changed(case: CaseView, before: int, after: int) -> Changed | None:
    """What changed from one of the reader's assessments to another; none where they cannot be compared.

    The answers to different instruments cannot: their questions are not the same. Of another edition of the same one,
    what both editions ask is compared.
    """
    known = {one.number: one for one in numbered(case)}
    old, new = known.get(before), known.get(after)
    if old is None or new is None or old is new or old.view.instrument.code != new.view.instrument.code:
        return None
    edition = new.view.instrument
    was, now = _kept(old.view, edition), _kept(new.view, edition)
    found = compare(edition, _codes(was), _codes(now))

    def turns(ids: Iterable[str]) -> tuple[Turn, ...]:
        return tuple(Turn(edition.factor(id), was.get(id), now.get(id)) for id in ids)

    return Changed(
        before=old,
        after=new,
        is_other_edition=old.view.instrument.digest != edition.digest,
        kinds=(
            (Message("New: was known to be absent, is present now"), turns(found.new)),
            (Message("Worse: more often or more severe"), turns(found.worse)),
            (Message("Newly known: nobody knew before"), turns(found.newly_known)),
            (Message("Better: less often or less severe"), turns(found.better)),
            (Message("Gone: was present, is known to be absent now"), turns(found.gone)),
            (Message("No longer known: that is not the same as gone"), turns(found.no_longer_known)),
        ),
        unchanged=len(found.unchanged),
    )


def assessors(case: CaseView, code: str) -> Assessors | None:
    """The newest answers of each assessor to the newest edition used of one instrument; none with fewer than two."""
    rows = [one for one in assessments(case) if one.instrument.code == code]
    if not rows:
        return None
    edition = max((one.instrument for one in rows), key=lambda one: one.version)
    newest: dict[str, AssessmentView] = {}
    for one in rows:  # newest first
        newest.setdefault(f"{one.by}, {one.agency}", one)
    if len(newest) < 2:
        return None
    found = agreement(edition, {who: _codes(_kept(one, edition)) for who, one in newest.items()})
    by_id = {line.factor: line for line in found.factors}

    def said(ids: Iterable[str]) -> tuple[Said, ...]:
        return tuple(_said(edition, by_id[id]) for id in ids)

    return Assessors(
        instrument=edition,
        who=tuple(newest),
        kinds=(
            (Message("They differ: talk about it"), said(found.split)),
            (Message("Some know, others do not"), said(found.partly_known)),
            (Message("They agree"), said(found.agreed)),
            (Message("Nobody knows"), said(found.nobody_knows)),
        ),
    )


def _said(edition: Instrument, line: FactorAgreement) -> Said:
    return Said(edition.factor(line.factor), line.present, line.absent, line.open)


def _kept(view: AssessmentView, edition: Instrument) -> dict[str, Known]:
    """The answers that ``edition`` could have been given too."""
    factors = {factor.id: factor for factor in edition.factors}
    return {
        id: known
        for id, known in view.answers.items()
        if id in factors and known.answer in edition.offered(factors[id])
    }


def _codes(answers: dict[str, Known]) -> dict[str, str]:
    return {id: str(known.answer) for id, known in answers.items()}
