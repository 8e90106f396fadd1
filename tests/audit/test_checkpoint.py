"""A checkpoint is taken of growth only, cheaply, and says how far others hold the log."""

from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from icat.audit import checkpoint, leaves
from icat.audit.checkpoint import (
    LogDoubted,
    checkpoint_at,
    consistency_proof,
    deposit,
    fingerprint,
    latest_checkpoint,
    take_checkpoint,
    witnessed_until,
)
from icat.audit.ledger import chained, leaf_hash
from icat.audit.merkle import is_consistent, root_of
from icat.audit.models import Checkpoint, Custody, Occasion
from icat.audit.note import COSIGNATURE, cosignature, parse_head, parse_note, parse_vkey, verifier
from icat.audit.signer import memory_file
from icat.crypto.signing import SigningKey
from icat.db import engine as db
from icat.errors import ConfigError, NotFound
from tests.audit.acting import act, spoil
from tests.make import World


def taken(world: World, occasion: Occasion = Occasion.SCHEDULE) -> checkpoint.SignedHead:
    found = take_checkpoint(world.team_id, occasion)
    assert found is not None
    return found


def held(head: checkpoint.SignedHead, kind: Custody, agency_id: object) -> bool:
    with db.writing() as session:
        fresh = deposit(session, head.id, kind, agency_id)  # type: ignore[arg-type]
        session.commit()
    return fresh


def test_it_is_a_signed_note_over_the_root_of_the_log(world: World) -> None:
    head = taken(world, Occasion.MEETING_CLOSED)

    note = parse_note(head.note.encode())
    said = parse_head(note.text)
    row = db.session().scalars(select(Checkpoint)).one()
    assert (said.origin, said.size, said.root) == (head.origin, head.size, head.root)
    assert said.root == root_of(leaves.hashes_of(db.session(), world.team_id, head.size))
    assert said.size == leaves.head_of(db.session(), world.team_id)[0]
    assert parse_vkey(row.vkey).signed(note)
    assert (row.occasion, row.epoch) == (Occasion.MEETING_CLOSED, 1)
    assert latest_checkpoint(world.team_id) == head


def test_one_is_taken_only_when_the_log_has_grown(world: World) -> None:
    first = taken(world)
    assert taken(world, Occasion.EXPORT) == first

    act(world.chair.actor)
    second = taken(world, Occasion.EXPORT)

    assert second.size == first.size + 1
    assert db.session().scalar(select(func.count()).select_from(Checkpoint)) == 2
    assert take_checkpoint(uuid4(), Occasion.SCHEDULE) is None
    assert latest_checkpoint(uuid4()) is None


def test_only_what_is_new_is_read_and_the_root_is_that_of_the_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = taken(world)
    for _ in range(3):
        act(world.chair.actor)
    read: list[int] = []
    genuine = leaves.rows_of
    monkeypatch.setattr(leaves, "rows_of", lambda *a: (read.extend(r[0] for r in rows) or rows for rows in genuine(*a)))

    second = taken(world)

    assert read == [first.size + 1, first.size + 2, first.size + 3]
    session = db.session()
    assert second.root == root_of(leaves.hashes_of(session, world.team_id, second.size))
    proof = consistency_proof(session, second, first.size)
    assert is_consistent(first.size, first.root, second.size, second.root, proof)
    with pytest.raises(LogDoubted):
        consistency_proof(session, first, second.size)


def test_a_print_names_the_first_checkpoint_that_covers_an_entry(world: World) -> None:
    first = taken(world)
    act(world.chair.actor)
    assert checkpoint_at(world.team_id, first.size + 1) is None
    second = taken(world)

    db.end()
    assert checkpoint_at(world.team_id, 1) == checkpoint_at(world.team_id, first.size) == first
    assert checkpoint_at(world.team_id, first.size + 1) == second


def test_a_shorter_log_is_not_signed(world: World) -> None:
    first = taken(world)
    spoil("delete from ledger where team_id = :team and seq > 4", team=world.team_id)
    spoil(
        "update ledger_head set seq = 4, chain = (select chain from ledger where team_id = :team and seq = 4)"
        " where team_id = :team",
        team=world.team_id,
    )

    with pytest.raises(LogDoubted, match="fewer entries") as refused:
        take_checkpoint(world.team_id, Occasion.SCHEDULE)
    assert refused.value.seq == 5
    spoil("delete from checkpoint where team_id = :team", team=world.team_id)
    with pytest.raises(LogDoubted, match="fewer entries"):
        take_checkpoint(world.team_id, Occasion.SCHEDULE)
    assert first.size > 4


def recompute(world: World, seq: int, payload: bytes) -> None:
    """What whoever owns the database can do: another payload, and every hash and chain after it worked out anew."""
    db.end()
    session = db.session()
    rows = [row for chunk in leaves.rows_of(session, world.team_id) for row in chunk]
    chain = leaves.chain_at(session, world.team_id, seq - 1)
    assert chain is not None
    db.end()
    for number, body, _hashed, _chain in rows[seq - 1 :]:
        written = payload if number == seq else body
        hashed = leaf_hash(number, written)
        chain = chained(chain, hashed)
        spoil(
            "update ledger set payload = :b, leaf_hash = :h, chain = :c where team_id = :team and seq = :n",
            team=world.team_id,
            n=number,
            b=written,
            h=hashed,
            c=chain,
        )
    spoil("update ledger_head set chain = :c where team_id = :team", team=world.team_id, c=chain)


def test_a_log_worked_out_anew_is_not_signed(world: World) -> None:
    first = taken(world)
    recompute(world, 3, b'{"v":1}')

    for _ in range(2):
        with pytest.raises(LogDoubted, match="no longer what the log says") as refused:
            take_checkpoint(world.team_id, Occasion.SCHEDULE)
        assert refused.value.seq == first.size
        act(world.chair.actor)


@pytest.mark.parametrize(
    "change",
    [
        "payload = '{}'",
        "leaf_hash = payload",
        "chain = leaf_hash",
    ],
)
def test_a_new_entry_that_is_not_what_its_hash_or_chain_says_is_not_signed(world: World, change: str) -> None:
    first = taken(world)
    for _ in range(3):
        act(world.chair.actor)
    spoil(f"update ledger set {change} where team_id = :team and seq = :n", team=world.team_id, n=first.size + 2)  # noqa: S608

    with pytest.raises(LogDoubted) as refused:
        take_checkpoint(world.team_id, Occasion.SCHEDULE)
    assert refused.value.seq == first.size + 2


def test_a_missing_new_entry_and_a_moved_head_are_not_signed(world: World) -> None:
    first = taken(world)
    for _ in range(3):
        act(world.chair.actor)
    spoil("update ledger_head set chain = :c where team_id = :team", team=world.team_id, c=bytes(32))
    with pytest.raises(LogDoubted, match="does not end"):
        take_checkpoint(world.team_id, Occasion.SCHEDULE)

    for number in (first.size + 2, first.size + 3):
        spoil("delete from ledger where team_id = :team and seq = :n", team=world.team_id, n=number)
        with pytest.raises(LogDoubted) as refused:
            take_checkpoint(world.team_id, Occasion.SCHEDULE)
    assert refused.value.seq == first.size + 2


def test_a_signer_that_remembers_nothing_signs_nothing_before_it_was_shown_what_is_kept_elsewhere(
    world: World, signing_key: Path
) -> None:
    taken(world)
    memory_file(signing_key).unlink()

    with pytest.raises(LogDoubted, match="remembers nothing"):
        take_checkpoint(world.team_id, Occasion.SCHEDULE)


def test_an_older_memory_catches_up_with_what_is_kept_and_finds_a_false_one(world: World, signing_key: Path) -> None:
    taken(world)
    old = memory_file(signing_key).read_text()
    act(world.chair.actor)
    second = taken(world)
    memory_file(signing_key).write_text(old)
    assert taken(world) == second

    spoil(
        "update checkpoint set root = :r where team_id = :team and size = :n",
        team=world.team_id,
        r=bytes(32),
        n=second.size,
    )
    act(world.chair.actor)
    with pytest.raises(LogDoubted):
        take_checkpoint(world.team_id, Occasion.SCHEDULE)


def test_without_a_signing_key_it_says_what_to_do(world: World, signing_key: Path, database: db.Database) -> None:
    signing_key.unlink()
    with pytest.raises(ConfigError, match="icat db upgrade"):
        take_checkpoint(world.team_id, Occasion.SCHEDULE)

    database.signing_key_file = None
    with pytest.raises(ConfigError, match="No signing key"):
        take_checkpoint(world.team_id, Occasion.SCHEDULE)


def test_two_agencies_make_it_witnessed_and_the_second_counts(world: World) -> None:
    first = taken(world)
    act(world.chair.actor)
    second = taken(world)
    police, health = world.officer.actor.agency_id, world.doctor.actor.agency_id

    assert witnessed_until(world.team_id) is None
    assert held(second, Custody.MAIL, police)
    assert held(first, Custody.MINUTES, police)
    assert witnessed_until(world.team_id) is None, "one agency is one, however often"

    assert held(first, Custody.MAIL, health)
    found = witnessed_until(world.team_id)
    assert found is not None
    assert (found.size, found.until, found.fingerprint) == (first.size, first.made_at, first.fingerprint)

    assert held(second, Custody.COSIGNATURE, health)
    assert not held(second, Custody.COSIGNATURE, health), "told a second time"
    db.end()
    assert witnessed_until(world.team_id).size == second.size  # type: ignore[union-attr]
    assert witnessed_until(world.strange_chair.actor.team_id) is None


def test_a_cosignature_stands_on_the_note(world: World) -> None:
    head = taken(world)
    key = SigningKey("police.example/w", bytes(32))
    line = cosignature(key, parse_note(head.note.encode()).text, 1_800_000_000)
    with db.writing() as session:
        deposit(session, head.id, Custody.COSIGNATURE, uuid4(), witness_id=uuid4(), line=str(line))
        session.commit()

    note = parse_note(latest_checkpoint(world.team_id).note.encode())  # type: ignore[union-attr]
    assert len(note.signatures) == 2
    assert verifier(key, COSIGNATURE).signed(note)


def test_a_checkpoint_that_there_is_not_cannot_be_held(world: World) -> None:
    with db.writing() as session, pytest.raises(NotFound):
        deposit(session, uuid4(), Custody.MAIL, uuid4())


def test_a_fingerprint_is_eight_groups_of_four() -> None:
    assert fingerprint(bytes(32)) == "AAAA AAAA AAAA AAAA AAAA AAAA AAAA AAAA"
    assert fingerprint(bytes(range(32))) != fingerprint(bytes(range(1, 33)))
    assert {len(group) for group in fingerprint(bytes(range(32))).split()} == {4}
