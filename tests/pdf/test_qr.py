"""A square code is drawn square by square as its makers say."""

import re

import segno

from icat.pdf.qr import square_code

TEXT = "ICAT 215 FBNKDKPARNOQ55DHD5QJS4P3JICQL5KI"


def drawn(path: str, side: int) -> list[list[int]]:
    """The squares that a path darkens."""
    squares = [[0] * side for _ in range(side)]
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path):
        for place in range(int(x), int(x) + int(width)):
            squares[int(y)][place] = 1
    return squares


def test_the_path_is_the_code_and_nothing_else():
    made = square_code(TEXT)

    assert drawn(made.path, made.side) == [list(row) for row in segno.make_qr(TEXT, error="q").matrix]
    assert re.fullmatch(r"[Mhvz0-9 -]+", made.path)


def test_the_code_of_a_fingerprint_is_coarse_enough_for_a_photocopier():
    assert square_code("ICAT 999999999 FBNKDKPARNOQ55DHD5QJS4P3JICQL5KI").side <= 33
