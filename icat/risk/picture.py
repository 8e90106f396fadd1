"""What the screening page and the case banner show of one assessment: present, critical, not known, and whom to ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from icat.risk.answer import Reply
from icat.risk.instrument import Factor, Instrument, Section, Sector
from icat.risk.scoring import Result, completed, score

PINNED_UNKNOWN = 3  # a banner that is always full says nothing


@dataclass(frozen=True, slots=True)
class Line:
    """One factor with its answer."""

    factor: Factor
    answer: Reply
    present: bool
    decisive: bool

    @property
    def open(self) -> bool:
        """Not known."""
        return self.answer.open

    @property
    def critical(self) -> bool:
        """Whether the factor is one of the markers that are read aloud, whatever the answer."""
        return self.factor.critical


@dataclass(frozen=True, slots=True)
class PictureSection:
    """One section of the form, its lines in the form's order and sorted out; each line is in one of the last three."""

    section: Section
    lines: tuple[Line, ...]
    present: tuple[Line, ...]
    not_known: tuple[Line, ...]
    absent: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RiskPicture:
    """One assessment, ready to be drawn. Facts only; the only words are those of the instrument."""

    instrument: Instrument
    result: Result
    sections: tuple[PictureSection, ...]
    pinned: tuple[Line, ...]  # every critical factor that is present
    pinned_unknown: tuple[Line, ...]  # at most three critical ones that are not known, first those to be read first
    questions: tuple[Line, ...]  # not known, and decisive or critical: worth asking before the meeting
    ask: Mapping[Sector, tuple[Line, ...]]  # the same questions, by who may know

    @property
    def nothing_known(self) -> bool:
        """No factor has an answer: nothing follows from this sheet, least of all that there is no risk."""
        return len(self.result.open) == len(self.instrument.factors)


def picture(instrument: Instrument, answers: Mapping[str, str]) -> RiskPicture:
    """What to show of ``answers`` to ``instrument``. Refuses what ``score`` refuses."""
    result = score(instrument, answers)
    given = completed(instrument, answers)
    lines = {
        f.id: Line(f, given[f.id], present=f.present(given[f.id]), decisive=f.id in result.decisive)
        for f in instrument.factors
    }
    first = [id for id in instrument.read_first if id in result.critical_open]
    waiting = [*first, *(id for id in result.critical_open if id not in first)]
    # Critical ones first, as they are read aloud; then what else could change the outcome, in the form's order.
    questions = tuple(lines[id] for id in [*waiting, *(id for id in result.decisive if id not in waiting)])
    asked = ((sector, tuple(line for line in questions if sector in line.factor.ask)) for sector in Sector)
    return RiskPicture(
        instrument=instrument,
        result=result,
        sections=tuple(_section(section, tuple(lines.values())) for section in instrument.sections),
        pinned=tuple(lines[id] for id in result.critical),
        pinned_unknown=tuple(lines[id] for id in waiting[:PINNED_UNKNOWN]),
        questions=questions,
        ask=MappingProxyType({sector: found for sector, found in asked if found}),
    )


def _section(section: Section, everything: tuple[Line, ...]) -> PictureSection:
    lines = tuple(line for line in everything if line.factor.section == section)
    return PictureSection(
        section=section,
        lines=lines,
        present=tuple(line for line in lines if line.present),
        not_known=tuple(line for line in lines if line.open),
        absent=tuple(line for line in lines if not line.present and not line.open),
    )
