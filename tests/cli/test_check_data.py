"""``icat check-data``: the shipped data is sound, and a fault in it is named."""

import pytest

from icat.risk import instrument, scoring


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
