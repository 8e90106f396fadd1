"""The count of a team's people: moves with the people and with nothing else, whoever writes them."""

import pytest

from icat.audit.events import Event
from icat.audit.recording import Unrecorded, change
from icat.cases.models import PeopleVersion, Person
from icat.db import engine as db
from tests.make import World, make_case


def counted(world: World) -> int:
    db.end()
    row = db.session().get(PeopleVersion, world.team_id)
    return row.version if row else 0


def rewrite(world: World, person_id: object, **values: object) -> None:
    with change(world.coordinator.actor) as work:
        row = work.session.get_one(Person, person_id)
        for name, value in values.items():
            setattr(row, name, value)
        work.record(Event.CASE_SCREENED)


def test_new_people_are_counted_and_know_their_number(world: World) -> None:
    make_case(world)
    first = counted(world)
    case = make_case(world)

    assert counted(world) == first + 1
    assert db.session().get_one(Person, case.survivor_id).people_version == first + 1


@pytest.mark.parametrize("changed", [{"surname": "Мороз"}, {"safe_number": "+380501112233"}, {"birth_year": "1990"}])
def test_a_name_a_number_or_a_year_that_changes_counts(world: World, changed: dict[str, str]) -> None:
    case = make_case(world)
    before = counted(world)

    rewrite(world, case.survivor_id, **changed)

    assert counted(world) == before + 1
    assert db.session().get_one(Person, case.survivor_id).people_version == before + 1


def test_what_nobody_is_recognised_by_does_not_count(world: World) -> None:
    case = make_case(world)
    before = counted(world)

    rewrite(world, case.perpetrator_id, weapons="немає")

    assert counted(world) == before


def test_a_change_that_is_not_kept_is_not_counted(world: World) -> None:
    case = make_case(world)
    before = counted(world)

    with pytest.raises(Unrecorded), change(world.coordinator.actor) as work:
        work.session.get_one(Person, case.survivor_id).surname = "Мороз"

    assert counted(world) == before


def test_a_person_that_is_taken_away_counts(world: World) -> None:
    case = make_case(world)
    before = counted(world)

    with change(world.coordinator.actor) as work:
        work.session.delete(work.session.get_one(Person, case.child_id))
        work.record(Event.CASE_SCREENED)

    assert counted(world) == before + 1
