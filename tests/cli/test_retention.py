"""``icat retention``: what is due, and destroying again after a restore."""

import sqlite3
from pathlib import Path

import pytest

from icat.audit.events import Event
from icat.cases.models import Case
from icat.db import engine as db
from icat.db.keys import DataKey
from tests.audit.acting import leaves
from tests.cli.test_keys import run
from tests.make import World
from tests.meetings.sitting import one, rows
from tests.retention.ending import destroy, old_case


def test_what_is_due_is_listed_by_number_and_day(settings: Path, world: World) -> None:
    _case_id, reference = old_case(world)

    done = run(settings, "retention", "due")

    assert done.exit_code == 0, done.output
    assert f"{reference}  kept until " in done.output
    assert "survivor  to be proposed" in done.output
    assert "KHM: 1 due" in done.output
    assert "Ґалаґан" not in done.output
    assert run(settings, "retention", "due", "--team", "QQQ").exit_code == 1


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_restored_backup_brings_a_case_back_and_the_kept_entries_destroy_it_again(
    settings: Path,
    world: World,
    database: db.Database,
    tmp_path: Path,
) -> None:
    case_id, _reference = old_case(world)
    other, _reference = old_case(world)
    db.end()
    file = Path(str(database.engine.url.database))
    backup = tmp_path / "backup.sqlite3"
    with sqlite3.connect(file) as source, sqlite3.connect(backup) as target:
        source.backup(target)
    destroy(world, case_id)
    kept = tmp_path / "destroyed.jsonl"
    kept.write_text(run(settings, "retention", "list-destroyed").output, encoding="utf-8")

    database.engine.dispose()
    for place in file.parent.glob(f"{file.name}-*"):
        place.unlink()
    file.write_bytes(backup.read_bytes())
    assert one(Case, Case.id == case_id).disposed_at is None, "the backup brought it back"
    assert "KHM: 0 destroyed again" in run(settings, "retention", "reapply").output

    done = run(settings, "retention", "reapply", "--from", str(kept))

    assert done.exit_code == 0, done.output
    assert "KHM: 1 destroyed again" in done.output
    assert one(Case, Case.id == case_id).disposed_at is not None
    assert rows(DataKey, DataKey.owner_id == case_id) == []
    assert rows(DataKey, DataKey.owner_id == other) != []
    assert leaves(world.team_id)[-1][1]["f"]["again"] is True  # type: ignore[index]
    assert "KHM: 0 destroyed again" in run(settings, "retention", "reapply", "--from", str(kept)).output


def test_keys_that_came_back_alone_are_found_from_the_log(settings: Path, world: World) -> None:
    case_id, _reference = old_case(world)
    destroy(world, case_id)
    with db.writing() as session:  # what the restore of a single table does
        session.get_one(Case, case_id).disposed_at = None
        session.commit()

    done = run(settings, "retention", "reapply")

    assert "KHM: 1 destroyed again" in done.output
    assert [leaf["k"] for _seq, leaf in leaves(world.team_id)].count(Event.CASE_DISPOSED) == 2


def test_a_line_that_is_no_entry_stops_it_before_anything_is_destroyed(
    settings: Path,
    world: World,
    tmp_path: Path,
) -> None:
    case_id, _reference = old_case(world)
    kept = tmp_path / "destroyed.jsonl"
    kept.write_text('\n{"team": "KHM", "seq": 4, "payload": "{}"}\n', encoding="utf-8")

    done = run(settings, "retention", "reapply", "--from", str(kept))

    assert done.exit_code == 1
    assert "Line 2 of destroyed.jsonl" in done.output
    assert one(Case, Case.id == case_id).disposed_at is None
