"""A log that came back, held against what was signed. What is then written into it is in the tests of the command."""

from pathlib import Path

import pytest

from icat.audit.checkpoint import SignedHead, take_checkpoint
from icat.audit.models import Occasion
from icat.audit.note import parse_note, signature
from icat.audit.restoring import compare, go_on
from icat.audit.signer import memory_file
from icat.crypto.signing import SigningKey
from icat.db import engine as db
from icat.errors import Refusal
from tests.audit import attacks
from tests.audit.acting import act
from tests.make import World


@pytest.fixture
def head(world: World) -> SignedHead:
    """A signed log."""
    for _ in range(4):
        act(world.chair.actor)
    found = take_checkpoint(world.team_id, Occasion.SCHEDULE)
    assert found is not None
    return found


def test_a_whole_log_is_whole_and_the_signer_goes_on(world: World, head: SignedHead, signing_key: Path) -> None:
    memory_file(signing_key).unlink()
    found = compare(world.team_id, parse_note(head.note.encode()))
    assert (found.is_whole, found.kept, found.next_epoch) == (True, 0, 2)

    go_on(world.team_id)
    act(world.chair.actor)
    assert take_checkpoint(world.team_id, Occasion.SCHEDULE) is not None


def test_what_the_signer_remembers_counts_where_it_is_newer(world: World, head: SignedHead) -> None:
    act(world.chair.actor)
    newer = take_checkpoint(world.team_id, Occasion.SCHEDULE)
    assert newer is not None
    attacks.recompute(world.team_id, attacks.payloads(world.team_id)[:-1])
    attacks.forget_checkpoints(world.team_id)
    db.end()

    found = compare(world.team_id, parse_note(head.note.encode()))

    assert not found.is_whole
    assert (found.size, found.kept, found.signed.size) == (head.size, head.size, newer.size)


def test_a_checkpoint_of_another_log_or_of_no_key_of_ours_is_refused(world: World, head: SignedHead) -> None:
    note = parse_note(head.note.encode())
    with pytest.raises(Refusal):
        compare(world.strange_chair.actor.team_id, note)
    stranger = type(note)(note.text, (signature(SigningKey("icat-00000000", bytes(32)), note.text),))
    with pytest.raises(Refusal, match="does not bear the signature"):
        compare(world.team_id, stranger)
