"""Reading many leaves at once gives what lies there, in order, on either engine."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from icat.audit import leaves
from icat.audit.ledger import GENESIS
from icat.audit.models import LedgerHead, LedgerLeaf
from icat.db import engine as db
from tests.make import World


@pytest.fixture(autouse=True)
def small_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than one list even of a small log."""
    monkeypatch.setattr(leaves, "CHUNK", 3)


def test_it_gives_every_row_in_order_and_between_two_numbers(world: World) -> None:
    session = db.session()
    table = LedgerLeaf
    kept = [
        tuple(row)
        for row in session.execute(
            select(table.seq, table.payload, table.leaf_hash, table.chain)
            .where(table.team_id == world.team_id)
            .order_by(table.seq)
        )
    ]

    def read(*between: int) -> list[leaves.Row]:
        found = list(leaves.rows_of(session, world.team_id, *between))
        assert all(len(rows) <= 3 for rows in found)
        return [tuple(row) for rows in found for row in rows]  # type: ignore[misc]

    assert read() == kept
    assert len(kept) > 6
    assert read(2, 6) == kept[2:6]
    assert leaves.hashes_of(session, world.team_id, 5) == b"".join(row[2] for row in kept[:5])
    assert leaves.chain_at(session, world.team_id, 4) == kept[3][3]
    assert leaves.chain_at(session, world.team_id, 0) == GENESIS
    assert leaves.chain_at(session, world.team_id, 10_000) is None
    head = session.get(LedgerHead, world.team_id)
    assert head is not None
    assert leaves.head_of(session, world.team_id) == (head.seq, head.chain, head.at)


def test_a_team_without_a_log_has_an_empty_one(world: World) -> None:
    assert leaves.head_of(db.session(), uuid4()) == (0, GENESIS, 0)
    assert list(leaves.rows_of(db.session(), uuid4())) == []
    assert leaves.hashes_of(db.session(), uuid4(), 5) == b""
