"""An installation's own instruments: beside what ships, and refused where they clash with it or do not come out."""

from collections.abc import Iterator

import pytest

from icat.risk.added import adopt
from icat.risk.instrument import FOLDER, current, library
from icat.risk.written import InstrumentRefused
from tests.risk.planted import WEIGHED, planted


@pytest.fixture(autouse=True)
def put_back() -> Iterator[None]:
    """The library as it ships, for whoever comes next."""
    yield
    adopt("")


def test_own_instruments_stand_beside_those_that_ship_until_the_folder_is_gone_from_the_settings(tmp_path):
    planted(tmp_path, text=WEIGHED)

    assert adopt(str(tmp_path)) == 1
    assert (current("example").out_of, current("bc-19").version) == (5, 1)
    assert library().keys() == {*library(FOLDER), ("example", 1)}
    assert adopt("") == 0
    assert library() == library(FOLDER)


def shipped_again(folder):
    shipped = (FOLDER / "bc-19-1.toml").read_text(encoding="utf-8")
    (folder / "bc-19-1.toml").write_text(shipped, encoding="utf-8")


@pytest.mark.parametrize(
    ("put", "why"),
    [
        (shipped_again, "bc-19-1.toml: code: edition 1 of bc-19 ships with ICAT"),
        (lambda folder: planted(folder, ("count = 2\nhighest = 2", "count = 1\nhighest = 2")), "count is 2, not 1"),
        (lambda folder: planted(folder, ("critical = true", "critcal = true")), "example-1.toml, line 2.: factors"),
        (lambda folder: folder.rmdir(), "no such folder"),
    ],
)
def test_a_clash_a_wrong_example_a_wrong_file_and_no_folder_are_refused_and_nothing_is_taken(tmp_path, put, why):
    place = tmp_path / "own"
    place.mkdir()
    put(place)

    with pytest.raises(InstrumentRefused, match=why.replace("(", ".")):
        adopt(str(place))

    assert library() == library(FOLDER)
