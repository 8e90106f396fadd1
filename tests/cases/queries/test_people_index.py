"""The keys in memory: as new as the database, in every process; nothing of a destroyed case; nothing read twice."""

import pytest
from sqlalchemy import event

from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Person
from icat.cases.queries import people_index as module
from icat.cases.queries.people_index import people_index
from icat.crypto.keyring import Keyring
from icat.db import engine as db
from icat.matching.keys import Known, key_of
from icat.matching.scoring import LIKELY
from tests.conftest import ROOT_KEY
from tests.make import World, make_case
from tests.retention.ending import destroy, old_case


def found(world: World, surname: str = "Галаган") -> set[object]:
    """The cases in which somebody of that name was harmed."""
    db.end()
    alike = people_index(db.session(), world.team_id).alike(key_of(Known(surname, "Єва")), least=LIKELY)
    return {entry.case_id for _likeness, entry in alike}


def test_what_is_written_is_found_at_the_next_asking(world: World) -> None:
    first = make_case(world)
    assert found(world) == {first.id}

    second = make_case(world)
    assert found(world) == {first.id, second.id}

    with change(world.coordinator.actor) as work:
        work.session.get_one(Person, first.survivor_id).surname = "Мороз"
        work.record(Event.CASE_SCREENED)

    assert found(world) == {second.id}
    assert found(world, "Мороз") == {first.id}


def test_another_process_learns_of_it(world: World, database: db.Database) -> None:
    """Two databases objects over one database are two processes: neither shares memory with the other."""
    first = make_case(world)
    assert found(world) == {first.id}
    other = db.Database(database.engine.url.render_as_string(hide_password=False), Keyring(ROOT_KEY), pool_size=2)
    db.end()
    db.connect(other)
    try:
        second = make_case(world)
    finally:
        db.end()
        db.connect(database)
        other.dispose()

    assert found(world) == {first.id, second.id}


def test_many_are_opened_some_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 2)
    cases = {make_case(world).id for _ in range(3)}

    assert found(world) == cases


def test_a_team_meets_only_its_own_people(world: World) -> None:
    make_case(world)
    db.end()

    assert len(people_index(db.session(), world.strange_chair.actor.team_id)) == 0


def test_nothing_of_a_destroyed_case_stays_in_memory(world: World) -> None:
    case_id, _reference = old_case(world)
    kept = make_case(world, surname="Мороз")
    db.end()
    before = len(people_index(db.session(), world.team_id))

    destroy(world, case_id)

    assert found(world, "Мороз") == {kept.id}
    index = people_index(db.session(), world.team_id)
    assert len(index) == before - 2
    assert case_id not in {entry.case_id for entry in index._entries if entry}


def test_when_nothing_changed_only_the_number_is_asked(world: World, database: db.Database) -> None:
    make_case(world)
    found(world)
    asked: list[str] = []
    db.end()
    session = db.session()

    def note(_connection, _cursor, statement, *_more) -> None:  # type: ignore[no-untyped-def]
        asked.extend([statement] if statement.lower().startswith("select") else [])

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        people_index(session, world.team_id)
    finally:
        event.remove(database.engine, "before_cursor_execute", note)

    assert len(asked) == 1
    assert "people_version" in asked[0]
