"""``icat check-data``: the shipped data is sound, and a fault in it is named."""

import pytest

from icat.risk import instrument, scoring
from icat.risk.added import adopt
from tests.risk.planted import WEIGHED, planted


def test_what_is_shipped_is_in_order(icat):
    done = icat("check-data")

    assert done.exit_code == 0, done.output
    assert "In order: " in done.output
    assert " 0 " not in done.output


def test_a_worked_example_that_does_not_come_out_is_named(icat, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("icat.cli.check_data.failed_examples", lambda given: [f"{given.code}: comes out as 3"])

    done = icat("check-data")

    assert done.exit_code == 1
    assert "comes out as 3" in done.output
    assert "do not come out as written" in done.output
    assert not [fault for given in instrument.library().values() for fault in scoring.failed_examples(given)]


def test_the_installations_own_instruments_are_checked_without_a_server(icat, tmp_path):
    icat("init", "here")
    settings, own = tmp_path / "here" / "icat.toml", tmp_path / "here" / "own"
    settings.write_text(settings.read_text("utf-8") + 'instruments_dir = "own"\n', "utf-8")
    own.mkdir()

    planted(own, text=WEIGHED)
    taken = icat("check-data", "--config", str(settings))
    (own / "example-1.toml").unlink()
    planted(own, ("points = 2", "points = 0"), text=WEIGHED)
    refused = icat("check-data", "--config", str(settings))
    adopt("")

    assert "installation's own: 1." in taken.output
    assert refused.exit_code == 1
    assert "example-1.toml, line 16" in refused.output


def test_what_cases_rely_on_is_looked_at_where_there_is_an_installation(icat, monkeypatch: pytest.MonkeyPatch):
    assert "There is no installation here" in icat("check-data").output

    icat("demo", "--no-serve", "--cases", "2", "--data", "here")
    whole = icat("check-data", "--config", "here/icat.toml")
    monkeypatch.setattr("icat.reports.queries.cited.library", dict)
    lost = icat("check-data", "--config", "here/icat.toml")

    assert whole.exit_code == 0, whole.output
    assert "all of them are here" in whole.output
    assert lost.exit_code == 1
    assert "is missing" in lost.output
    assert "Bring the files back" in lost.output
