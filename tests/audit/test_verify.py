"""Whoever changes the ledger behind the application's back is found, wherever they change it."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from icat.audit.events import Event
from icat.audit.index import rebuild_index
from icat.audit.ledger import CaseSeen, leaf_hash
from icat.audit.models import LedgerCase, LedgerEntry
from icat.audit.reading import record_event
from icat.audit.recording import change
from icat.audit.verify import Fault, Verdict, verify
from icat.db import engine as db
from tests.audit.acting import act, spoil
from tests.make import World, make_case


def verdict(world: World, **how: int) -> Verdict:
    db.end()
    return verify(db.session(), world.team_id, **how)  # type: ignore[arg-type]


@pytest.fixture
def busy(world: World) -> World:
    """A team that did something."""
    make_case(world, seats=[world.social])
    for _ in range(4):
        act(world.chair.actor)
    record_event(world.doctor.actor, Event.CASES_READ, tuple(CaseSeen(uuid4(), uuid4(), 3) for _ in range(3)), page="x")
    return world


def test_an_honest_ledger_is_intact(busy: World) -> None:
    found = verdict(busy)

    assert found.is_intact
    assert found.checked == found.size > 15
    assert len(found.head) == 64


def test_a_team_that_never_did_anything_is_intact(world: World) -> None:
    assert verify(db.session(), uuid4()).is_intact


def test_an_edited_content_is_found(busy: World) -> None:
    spoil("update ledger set payload = :b where team_id = :team and seq = 5", team=busy.team_id, b=b'{"v":1}')

    assert (verdict(busy).fault, verdict(busy).seq) == (Fault.CONTENT, 5)


def test_an_edited_content_with_its_hash_made_anew_breaks_the_chain(busy: World) -> None:
    spoil(
        "update ledger set payload = :b, leaf_hash = :h where team_id = :team and seq = 5",
        team=busy.team_id,
        b=b'{"v":1}',
        h=leaf_hash(5, b'{"v":1}'),
    )

    assert (verdict(busy).fault, verdict(busy).seq) == (Fault.CHAIN, 5)


def test_a_deleted_entry_is_found(busy: World) -> None:
    spoil("delete from ledger where team_id = :team and seq = 6", team=busy.team_id)

    assert (verdict(busy).fault, verdict(busy).seq) == (Fault.GAP, 6)


def test_a_deleted_first_entry_is_found(busy: World) -> None:
    spoil("delete from ledger where team_id = :team and seq = 1", team=busy.team_id)

    assert (verdict(busy).fault, verdict(busy).seq) == (Fault.GAP, 1)


def test_two_entries_swapped_are_found(busy: World) -> None:
    for old, new in ((7, -1), (8, 7), (-1, 8)):
        spoil("update ledger set seq = :new where team_id = :team and seq = :old", team=busy.team_id, old=old, new=new)

    assert (verdict(busy).fault, verdict(busy).seq) == (Fault.CONTENT, 7)


def test_a_tail_cut_off_is_found(busy: World) -> None:
    size = verdict(busy).size
    spoil("delete from ledger where team_id = :team and seq = :last", team=busy.team_id, last=size)

    assert (verdict(busy).fault, verdict(busy).seq) == (Fault.HEAD, size - 1)


def test_an_entry_put_in_behind_the_end_is_found(busy: World) -> None:
    size = verdict(busy).size
    spoil(
        "insert into ledger (team_id, seq, payload, leaf_hash, chain)"
        " select team_id, :n, payload, leaf_hash, chain from ledger where team_id = :team and seq = 1",
        team=busy.team_id,
        n=size + 1,
    )

    assert (verdict(busy).fault, verdict(busy).seq) == (Fault.CONTENT, size + 1)


@pytest.mark.parametrize(
    "change_to",
    [
        "actor_id = agency_id",
        "agency_id = actor_id",
        "event = 'case:listed'",
        "basis = 'UA-CONSENT'",
        "at = at - 1",
        "recipient_id = actor_id",
        "share_id = actor_id",
    ],
)
def test_an_edited_index_is_found(busy: World, change_to: str) -> None:
    size = verdict(busy).size
    spoil(f"update ledger_entry set {change_to} where team_id = :team and seq = :n", team=busy.team_id, n=size)  # noqa: S608

    assert (verdict(busy).fault, verdict(busy).seq) == (Fault.INDEX, size)


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_case"])
def test_a_row_taken_out_of_the_index_is_found(busy: World, table: str) -> None:
    size = verdict(busy).size
    spoil(f"delete from {table} where team_id = :team and seq = :n", team=busy.team_id, n=size)  # noqa: S608

    assert (verdict(busy).fault, verdict(busy).seq) == (Fault.INDEX, size)


def test_a_case_taken_off_a_reading_is_found(busy: World) -> None:
    size = verdict(busy).size
    spoil("update ledger_case set categories = 0 where team_id = :team and seq = :n", team=busy.team_id, n=size)

    assert (verdict(busy).fault, verdict(busy).seq) == (Fault.INDEX, size)


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_case"])
def test_an_index_row_of_no_entry_is_found(busy: World, table: str) -> None:
    size = verdict(busy).size
    columns = {
        "ledger_entry": "at, event, actor_id, agency_id, basis, recipient_id, share_id",
        "ledger_case": "case_id, share_id, categories",
    }[table]
    spoil(
        f"insert into {table} (team_id, seq, {columns}) select team_id, :n, {columns} from {table}"  # noqa: S608
        " where team_id = :team and seq = :size",
        team=busy.team_id,
        n=size + 9,
        size=size,
    )

    assert verdict(busy).fault is Fault.INDEX


def test_a_moved_head_is_found(busy: World) -> None:
    spoil("update ledger_head set seq = seq + 1 where team_id = :team", team=busy.team_id)

    assert verdict(busy).fault is Fault.HEAD


def test_the_quick_check_looks_at_the_newest_entries_only(busy: World) -> None:
    size = verdict(busy).size
    assert verdict(busy, last=5) == Verdict(5, size, verdict(busy).head)

    spoil("update ledger set payload = :b where team_id = :team and seq = 2", team=busy.team_id, b=b"{}")
    assert verdict(busy, last=5).is_intact
    assert verdict(busy, last=size).fault is Fault.CONTENT

    spoil("delete from ledger where team_id = :team and seq = :n", team=busy.team_id, n=size - 5)
    assert (verdict(busy, last=5).fault, verdict(busy, last=5).seq) == (Fault.GAP, size - 5)


def test_another_teams_ledger_is_another_matter(busy: World) -> None:
    spoil("update ledger set payload = :b where team_id = :team and seq = 2", team=busy.team_id, b=b"{}")

    assert verify(db.session(), busy.strange_chair.actor.team_id).is_intact


def test_progress_is_told(busy: World) -> None:
    told: list[int] = []
    verify(db.session(), busy.team_id, progress=told.append)

    assert told
    assert told[-1] == verdict(busy).size


def test_an_index_written_anew_is_the_index(busy: World) -> None:
    before, size = _index(busy), verdict(busy).size
    spoil("delete from ledger_entry where team_id = :team", team=busy.team_id)
    spoil("update ledger_case set categories = 77 where team_id = :team", team=busy.team_id)

    with change(busy.chair.actor) as work:
        assert rebuild_index(work.session, busy.team_id) == size
        work.record(Event.LOG_REBUILT)

    assert verdict(busy).is_intact
    after = _index(busy)
    assert len(after) == len(before) + 1
    assert before < after


def _index(world: World) -> set[tuple[object, ...]]:
    db.end()
    return {
        tuple(row)
        for table in (LedgerEntry, LedgerCase)
        for row in db.session().execute(select(*table.__table__.columns).where(table.team_id == world.team_id))
    }
