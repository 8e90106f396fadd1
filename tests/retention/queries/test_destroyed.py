"""What the log says was destroyed, and which lines are none of it."""

import pytest

from icat import clock
from icat.db import engine as db
from icat.retention.queries.destroyed import destroyed, destroyed_on, read_entry
from tests.make import World
from tests.retention.ending import destroy, old_case


def test_each_destruction_is_told_from_the_log_alone(world: World) -> None:
    case_id, _reference = old_case(world)
    destroy(world, case_id)

    (found,) = destroyed(db.session(), world.team_id)

    assert (found.case_id, found.term) == (case_id, "survivor")
    assert read_entry(found.seq, found.payload) == found


@pytest.mark.parametrize(
    "line",
    ["", "{}", "[]", '{"k":"case:read","c":[],"f":{}}', '{"k":"case:disposed","c":[["x","y",0]],"f":{"term":"a"}}'],
)
def test_nothing_is_destroyed_on_a_misread_line(line: str) -> None:
    with pytest.raises(ValueError, match="."):
        read_entry(1, line)


def test_a_page_can_say_on_which_day_a_case_was_destroyed(world: World) -> None:
    case_id, reference = old_case(world)
    other, _reference = old_case(world)
    destroy(world, case_id)

    assert destroyed_on([case_id, other]) == {reference: clock.today()}
    assert destroyed_on([]) == {}
