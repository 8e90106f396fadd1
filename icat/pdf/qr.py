"""A square code for a paper's foot, as one path that is drawn with the paper: no image, and nothing is fetched."""

from dataclasses import dataclass
from itertools import groupby

import segno


@dataclass(frozen=True, slots=True)
class Code:
    """The dark squares as one SVG path in units of a square, and how many units a side has."""

    path: str
    side: int


def square_code(text: str) -> Code:
    """The code of a short text; a quarter of it may be smudged by a photocopier and it is still read."""
    matrix = segno.make_qr(text, error="q").matrix
    strokes = []
    for y, row in enumerate(matrix):
        x = 0
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                strokes.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return Code("".join(strokes), len(matrix))
