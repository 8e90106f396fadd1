"""What the processes say: where something went wrong, and no value that went wrong there."""

import json

from icat.journal import log, where


def test_a_fault_is_told_by_its_places_without_a_value(capsys):
    def fail(name: str) -> None:
        raise ValueError(name)

    try:
        fail("Єва Їжак")
    except ValueError as error:
        log.error("failed", kind=type(error).__name__, where=where(error))

    said = capsys.readouterr().out
    assert "Їжак" not in said
    assert json.loads(said)["where"][-1].endswith(" fail")
