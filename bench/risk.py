"""What the arithmetic of risk costs: each line of a list of cases is scored when the list is drawn."""

from collections.abc import Mapping
from functools import partial

from bench.figures import Arm, Report, in_turns
from icat.risk.instrument import Instrument, Kind, library
from icat.risk.scoring import score

SCORE_US, TIMES = 50.0, 100


def measure(report: Report, rounds: int) -> None:
    """The score of each instrument that counts, half answered, so that what could still decide is worked out too."""
    report.heading(f"Scoring, {TIMES} at a time: microseconds for one")
    for instrument in library().values():
        if instrument.kind is Kind.EXTERNAL:
            continue
        given = {f.id: ("yes", "no", "unknown")[n % 3] for n, f in enumerate(instrument.factors) if not f.steps}
        taken = in_turns({"score": Arm(partial(_often, instrument, given))}, rounds)["score"]
        report.microseconds(f"score {instrument.name}", taken.middle * 1000 / TIMES, most=SCORE_US)


def _often(instrument: Instrument, answers: Mapping[str, str]) -> None:
    for _ in range(TIMES):
        score(instrument, answers)
