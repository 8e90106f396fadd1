"""What changed between two assessments with the same instrument, so that "not known any more" never reads as "gone"."""

from collections.abc import Mapping
from dataclasses import dataclass

from icat.risk.instrument import Instrument
from icat.risk.scoring import completed


@dataclass(frozen=True, slots=True)
class Change:
    """Every factor of the instrument in exactly one of the first seven, in the order of the form."""

    new: tuple[str, ...]  # known to be absent before, present now
    gone: tuple[str, ...]  # present before, known to be absent now
    worse: tuple[str, ...]  # present both times, now more often or more
    better: tuple[str, ...]  # present both times, now less
    newly_known: tuple[str, ...]  # open before, known now
    no_longer_known: tuple[str, ...]  # known before, open now
    unchanged: tuple[str, ...]  # the same knowledge; one kind of open answer is as open as another
    newly_present: tuple[str, ...]  # present now and not known to be present before: new, or learnt
    newly_critical: tuple[str, ...]  # those of the last that are critical: a reason to look again at once


def compare(instrument: Instrument, before: Mapping[str, str], after: Mapping[str, str]) -> Change:
    """How ``after`` differs from ``before``, both answered with ``instrument``. Refuses what ``score`` refuses."""
    old, now = completed(instrument, before), completed(instrument, after)
    kinds = ("new", "gone", "worse", "better", "newly_known", "no_longer_known", "unchanged")
    sorted_out: dict[str, list[str]] = {kind: [] for kind in kinds}
    newly_present = []
    for factor in instrument.factors:
        was, is_now = old[factor.id], now[factor.id]
        if was == is_now or (was.open and is_now.open):
            key = "unchanged"
        elif was.open:
            key = "newly_known"
        elif is_now.open:
            key = "no_longer_known"
        elif factor.present(was) and factor.present(is_now):
            key = "worse" if factor.points(is_now) > factor.points(was) else "better"
        else:
            key = "new" if factor.present(is_now) else "gone"
        sorted_out[key].append(factor.id)
        if factor.present(is_now) and not factor.present(was):
            newly_present.append(factor.id)
    return Change(
        **{key: tuple(ids) for key, ids in sorted_out.items()},
        newly_present=tuple(newly_present),
        newly_critical=tuple(id for id in newly_present if instrument.factor(id).critical),
    )
