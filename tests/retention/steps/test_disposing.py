"""Destroying again what a restored backup has brought back."""

from datetime import date

import pytest

from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Case
from icat.errors import NotFound
from icat.retention.models import Disposal
from icat.retention.steps.disposing import destroy_again
from tests.audit.acting import newest
from tests.make import World, make_case
from tests.meetings.sitting import one


def test_it_is_destroyed_as_the_log_says_and_a_second_time_nothing_is_left_to_do(world: World) -> None:
    made = make_case(world)

    with change(world.chair.actor) as work:
        assert destroy_again(work, made.id, term="survivor", until=date(2026, 1, 1))

    assert newest(world.team_id)["k"] == Event.CASE_DISPOSED
    assert newest(world.team_id)["f"]["again"] is True  # type: ignore[index]
    assert one(Case, Case.id == made.id).disposed_at is not None
    assert one(Disposal).class_code == "survivor"
    with change(world.chair.actor) as work:
        assert not destroy_again(work, made.id, term="survivor", until=date(2026, 1, 1))
        work.record(Event.LOG_REBUILT)


def test_a_case_of_another_team_is_not_touched(world: World) -> None:
    made = make_case(world)

    with pytest.raises(NotFound), change(world.strange_chair.actor) as work:
        destroy_again(work, made.id, term="survivor", until=date(2026, 1, 1))
