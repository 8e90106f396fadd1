"""The critical markers of a case over all instruments that were answered: what must be seen before anything else."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from icat.risk.picture import PINNED_UNKNOWN, Line, RiskPicture

_FILE = Path(__file__).resolve().parent.parent / "data" / "markers.toml"


@dataclass(frozen=True, slots=True)
class Pinned:
    """Each marker that some instrument knows to be present, and at most three that none knows; each of them once."""

    present: tuple[Line, ...]
    unknown: tuple[Line, ...]


def pinned(pictures: Iterable[RiskPicture]) -> Pinned:
    """What to pin. One yes outweighs any no: whoever said yes may know what the other does not."""
    lines: dict[str, list[Line]] = {}
    first: list[str] = []
    for drawn in pictures:
        code = drawn.instrument.code
        for section in drawn.sections:
            for line in section.lines:
                if line.critical:
                    lines.setdefault(marker_of(code, line.factor.id), []).append(line)
        first += [marker_of(code, id) for id in drawn.instrument.read_first]
    open_ones = [marker for marker, found in lines.items() if all(line.open for line in found)]
    waiting = sorted(open_ones, key=lambda marker: first.index(marker) if marker in first else len(first))
    first_present = (next((line for line in found if line.present), None) for found in lines.values())
    return Pinned(
        present=tuple(line for line in first_present if line),
        unknown=tuple(lines[marker][0] for marker in waiting[:PINNED_UNKNOWN]),
    )


def marker_of(code: str, factor: str) -> str:
    """The marker for which this factor of this instrument stands; its own name where it stands alone."""
    name = f"{code}:{factor}"
    return markers().get(name, name)


@cache
def markers() -> Mapping[str, str]:
    """The marker of each factor that is named in the data file, as ``bc-19:strangling``."""
    written = tomllib.loads(_FILE.read_text(encoding="utf-8"))["markers"]
    return {name: marker for marker, names in written.items() for name in names}
