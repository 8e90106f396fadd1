"""Where assessors of one case agree, differ, or only some of them know; factor by factor, never as one figure."""

from collections.abc import Mapping
from dataclasses import dataclass

from icat.risk.instrument import Instrument
from icat.risk.scoring import completed


@dataclass(frozen=True, slots=True)
class FactorAgreement:
    """Who says what about one factor. Assessors stand in the order in which they were given."""

    factor: str
    present: tuple[str, ...]
    absent: tuple[str, ...]
    open: tuple[str, ...]

    @property
    def split(self) -> bool:
        """Some know that it is present and others that it is not: the table should talk about it."""
        return bool(self.present and self.absent)

    @property
    def agreed(self) -> bool:
        """Everybody knows, and says the same."""
        return not self.open and not self.split

    @property
    def partly_known(self) -> bool:
        """Those who know say the same, others do not know. Not knowing is neither agreement nor contradiction."""
        return bool(self.open) and bool(self.present or self.absent) and not self.split

    @property
    def nobody_knows(self) -> bool:
        """No assessor knows."""
        return not self.present and not self.absent


@dataclass(frozen=True, slots=True)
class Agreement:
    """All factors, and their ids by how far the assessors agree; each factor is in exactly one of the four."""

    factors: tuple[FactorAgreement, ...]
    split: tuple[str, ...]
    agreed: tuple[str, ...]
    partly_known: tuple[str, ...]
    nobody_knows: tuple[str, ...]


def agreement(instrument: Instrument, assessments: Mapping[str, Mapping[str, str]]) -> Agreement:
    """How the answers of several assessors (a name or agency code to its answers) compare.

    Refuses what ``score`` refuses, and (ValueError) fewer than two assessors.
    """
    if len(assessments) < 2:
        raise ValueError("agreement needs at least two assessors")
    given = {who: completed(instrument, answers) for who, answers in assessments.items()}
    lines = tuple(
        FactorAgreement(
            factor=f.id,
            present=tuple(who for who, answers in given.items() if f.present(answers[f.id])),
            absent=tuple(
                who for who, answers in given.items() if not answers[f.id].open and not f.present(answers[f.id])
            ),
            open=tuple(who for who, answers in given.items() if answers[f.id].open),
        )
        for f in instrument.factors
    )
    return Agreement(
        factors=lines,
        split=tuple(line.factor for line in lines if line.split),
        agreed=tuple(line.factor for line in lines if line.agreed),
        partly_known=tuple(line.factor for line in lines if line.partly_known),
        nobody_knows=tuple(line.factor for line in lines if line.nobody_knows),
    )
