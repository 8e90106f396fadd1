"""A pack proves the entries that it names, shows no other, and is small."""

import contextlib
import hashlib
import io
import json
from pathlib import Path

import pytest

from icat.audit import leaves
from icat.audit.checkpoint import LogDoubted, signing_vkey, take_checkpoint
from icat.audit.events import Event
from icat.audit.models import Occasion
from icat.audit.pack import pack
from icat.audit.recording import change
from icat.db import engine as db
from icat.errors import NotFound
from tests.audit.acting import act, count, spoil
from tests.make import World, make_case
from tools import icat_verify


def said_of(content: bytes, folder: Path) -> tuple[int, str]:
    (folder / "pack.txt").write_bytes(content)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        status = icat_verify.main([str(folder / "pack.txt"), "--vkey", str(signing_vkey())])
    return status, said.getvalue()


@pytest.fixture
def told(world: World) -> int:
    """An entry to which words belong; gives its number."""
    with change(world.chair.actor) as work:
        work.record(Event.TEAM_CREATED, words={"why": "Сусідка чула крик", "reserve": None})
    return count(world.team_id)


def test_it_proves_its_entries_and_shows_no_other(world: World, told: int, tmp_path: Path) -> None:
    case = make_case(world, seats=[world.social])
    made = pack(world.team_id, [told, 2, told])

    assert made.seqs == (2, told)
    assert made.content.decode().count("\npayload ") == 2
    assert str(case.id).encode() not in made.content
    status, said = said_of(made.content, tmp_path)
    assert status == 0, said
    assert f"entry {told}: proved\n" in said
    assert "крик".encode() not in made.content


def test_the_words_go_out_on_request_only_and_are_proved_to_be_the_recorded_ones(
    world: World, told: int, tmp_path: Path
) -> None:
    made = pack(world.team_id, [told], details=True)

    assert "Сусідка чула крик".encode() in made.content
    status, said = said_of(made.content, tmp_path)
    assert status == 0, said
    assert "with the words that were recorded" in said

    changed = made.content.replace("чула".encode(), "бачила".encode())
    assert said_of(changed, tmp_path)[0] == icat_verify.CONTENT


def test_nothing_in_it_can_be_changed(world: World, told: int, tmp_path: Path) -> None:
    content = pack(world.team_id, [told]).content
    head = content.index(b"\n\n")
    for place in range(len(b"icat log pack 1\n"), len(content)):
        if content[place : place + 1] == b"\n" and place > head:
            continue
        changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        assert said_of(changed, tmp_path)[0] != 0, content[place - 10 : place + 10]


def test_it_waits_for_no_checkpoint_and_takes_the_newest(world: World, told: int) -> None:
    first = pack(world.team_id, [1]).head
    act(world.chair.actor)
    assert pack(world.team_id, [1]).head == first
    take_checkpoint(world.team_id, Occasion.SCHEDULE)
    assert pack(world.team_id, [1]).head.size == first.size + 1


@pytest.mark.parametrize("seqs", [[], [0], [-1], [10_000], [1, 10_000]])
def test_what_there_is_not_is_not_proved(world: World, seqs: list[int]) -> None:
    with pytest.raises(NotFound):
        pack(world.team_id, seqs)


@pytest.mark.parametrize(
    "change_to",
    [
        "update ledger set payload = :b where team_id = :team and seq = 3",
        "delete from ledger where team_id = :team and seq = 3",
        "update ledger set leaf_hash = :b where team_id = :team and seq = 4",
    ],
)
def test_a_changed_log_is_not_proved(world: World, change_to: str) -> None:
    take_checkpoint(world.team_id, Occasion.SCHEDULE)
    spoil(change_to, team=world.team_id, **({"b": b"{}"} if ":b" in change_to else {}))

    with pytest.raises(LogDoubted):
        pack(world.team_id, [3])


def test_the_proof_of_one_row_of_a_hundred_thousand_fits_into_two_kilobytes(
    world: World, told: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tree of a large log over this small one: only the length of the proof counts here."""
    content = pack(world.team_id, [told]).content
    payload = content.split(b"\npayload ")[1].split(b"\n")[0]
    proof = content.split(b"\nproof")[1].split(b"\n")[0]
    steps = 17  # of a tree of 100,000, see test_merkle

    assert len(content) - len(payload) - len(proof) + steps * 45 < 2000
    assert len(content) - len(proof) + steps * 45 < 2048


def test_the_commitment_is_to_the_canonical_words(world: World, told: int) -> None:
    content = pack(world.team_id, [told], details=True).content
    detail = content.split(b"\ndetail ")[1].split(b"\n")[0]
    with db.database().open_reading() as session:
        (row,) = next(leaves.rows_of(session, world.team_id, told - 1, told))

    assert hashlib.sha256(detail).hexdigest() == json.loads(row[1])["d"]
    assert len(json.loads(detail)["salt"]) == 64
