"""A fault in one team stops no other."""

import pytest

from icat.jobs.teams import each_team


def test_each_team_has_its_turn_and_the_fault_is_told(world, database):
    seen = []

    def do(actor) -> None:  # type: ignore[no-untyped-def]
        seen.append(actor.team_code)
        if actor.team_code == "KHM":
            raise OSError("first")

    with pytest.raises(OSError, match="first"):
        each_team(do)

    assert seen == ["KHM", "LVV"]
