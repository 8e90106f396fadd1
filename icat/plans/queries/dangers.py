"""The dangers that an action may reduce: the factors of the risk instrument, by their own text."""

from dataclasses import dataclass

from icat.cases.queries.door import CaseView
from icat.cases.queries.factors import FACTORS, knowledge
from icat.i18n import Words
from icat.risk import instrument
from icat.risk.instrument import Instrument


@dataclass(frozen=True, slots=True)
class Danger:
    """One factor as a danger that an action reduces; ``is_draft`` when nobody has attested its wording."""

    code: str
    words: Words
    instrument: Words
    is_draft: bool
    is_critical: bool


def danger(code: str | None) -> Danger | None:
    """The factor called ``code``, also where only an edition that is no longer in use knows it."""
    if not code:
        return None
    editions: list[Instrument] = [one for one in instrument.library().values() if one.code == FACTORS]
    for edition in (instrument.current(FACTORS), *editions):
        for factor in edition.factors:
            if factor.id == code:
                return Danger(code, factor.text, edition.title, edition.draft, factor.critical)
    return None


def offered_dangers(case: CaseView) -> tuple[Danger, ...]:
    """The factors in the order in which they matter here: present ones, then those nobody knows, then the others."""
    sections = knowledge(case).picture.sections
    lines = [
        line
        for kind in ("present", "not_known", "absent")
        for section in sections
        for line in sorted(getattr(section, kind), key=lambda line: not line.critical)
    ]
    current = instrument.current(FACTORS)
    return tuple(
        Danger(line.factor.id, line.factor.text, current.title, current.draft, line.factor.critical) for line in lines
    )
