"""The attacks of the design, each against a real log: what the chain finds by itself, and that a checkpoint which
somebody else keeps finds all of them, in place and in an export on a machine without ICAT.
"""

import contextlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from icat.audit.checkpoint import SignedHead, signing_vkey, take_checkpoint
from icat.audit.claims import Doubt
from icat.audit.export import exported
from icat.audit.models import Occasion
from icat.audit.note import Note, parse_note, verifier
from icat.audit.signer import memory_file
from icat.audit.verify import STATUS, Fault, Verdict, verify
from icat.crypto.signing import create_signing_key, read_signing_key
from icat.db import engine as db
from tests.audit import attacks
from tests.audit.acting import act, spoil
from tests.make import World
from tools import icat_verify


@dataclass
class Scene:
    """A log that was signed, and the copy of the checkpoint that an agency keeps."""

    team_id: UUID
    outside: SignedHead
    vkey: str
    folder: Path
    act: Callable[[], object]

    @property
    def note(self) -> Note:
        return parse_note(self.outside.note.encode())

    def verdict(self, *outside: Note) -> Verdict:
        db.end()
        return verify(db.session(), self.team_id, outside=outside)

    def offline(self, *, note: bool = True) -> tuple[int, str]:
        """What the verifier on another machine says of an export."""
        kept, export = self.folder / "note.txt", self.folder / "export.txt"
        kept.write_text(self.outside.note, encoding="utf-8")
        with db.database().open_reading() as session:
            export.write_bytes(b"".join(exported(session, self.team_id)))
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            status = icat_verify.main([str(export), "--vkey", self.vkey, *(["--note", str(kept)] if note else [])])
        return status, said.getvalue()


@pytest.fixture
def scene(world: World, tmp_path: Path) -> Scene:
    """A team that did something and was signed for twice."""
    for _ in range(3):
        act(world.chair.actor)
    take_checkpoint(world.team_id, Occasion.MEETING_OPENED)
    for _ in range(4):
        act(world.chair.actor)
    outside = take_checkpoint(world.team_id, Occasion.MEETING_CLOSED)
    assert outside is not None
    return Scene(world.team_id, outside, str(signing_vkey()), tmp_path, lambda: act(world.chair.actor))


SEEN_BY_CHAIN = {
    attacks.edit: (Fault.CONTENT, 13),
    attacks.take_out: (Fault.GAP, 11),
}
HIDDEN_FROM_CHAIN = {
    attacks.edit_and_recompute: Doubt.ROOT,
    attacks.take_out_and_renumber: Doubt.TRUNCATED,
    attacks.cut_the_tail: Doubt.TRUNCATED,
    attacks.swap_and_recompute: Doubt.ROOT,
}


def test_an_honest_log_passes_everywhere(scene: Scene) -> None:
    verdict = scene.verdict(scene.note)
    assert (verdict.fault, verdict.claims) == (None, 3)
    assert verdict.root == scene.outside.root.hex()

    status, said = scene.offline()
    assert status == 0, said
    assert f"OK: {scene.outside.size} entries under 3 checkpoints, 1 of them from outside." in said


@pytest.mark.parametrize("attack", SEEN_BY_CHAIN, ids=lambda attack: attack.__name__)
def test_the_chain_names_the_entry_of_a_clumsy_change(scene: Scene, attack: attacks.Attack) -> None:
    attack(scene.team_id)

    fault, status = SEEN_BY_CHAIN[attack]
    assert (scene.verdict().fault, scene.verdict().seq) == (fault, 5)
    found, said = scene.offline()
    assert (found, "entry 5" in said) == (status, True)


@pytest.mark.parametrize("attack", HIDDEN_FROM_CHAIN, ids=lambda attack: attack.__name__)
def test_the_chain_alone_misses_what_was_worked_out_anew_and_a_checkpoint_from_outside_finds_it(
    scene: Scene, attack: attacks.Attack
) -> None:
    attack(scene.team_id)

    kept = scene.verdict()
    assert kept.fault in (Doubt.ROOT, Doubt.TRUNCATED), "the checkpoints kept in the database are enough if they stay"

    attacks.forget_checkpoints(scene.team_id)
    assert scene.verdict().is_intact, "this is what the chain cannot see"
    assert scene.offline(note=False)[0] == icat_verify.UNPROVED

    verdict = scene.verdict(scene.note)
    assert (verdict.fault, verdict.seq) == (HIDDEN_FROM_CHAIN[attack], scene.outside.size)
    status, said = scene.offline()
    assert status == verdict.status == STATUS[HIDDEN_FROM_CHAIN[attack]], said
    assert "note.txt" in said


@pytest.mark.parametrize("attack", HIDDEN_FROM_CHAIN, ids=lambda attack: attack.__name__)
def test_with_the_stolen_key_it_passes_here_and_not_where_a_copy_is_kept(
    scene: Scene, attack: attacks.Attack, signing_key: Path
) -> None:
    attack(scene.team_id)
    attacks.forget_checkpoints(scene.team_id)
    memory_file(signing_key).unlink()
    for _ in range(5):
        scene.act()
    take_checkpoint(scene.team_id, Occasion.SCHEDULE)

    assert scene.verdict().is_intact
    assert scene.offline(note=False)[0] == 0

    verdict = scene.verdict(scene.note)
    assert verdict.fault is Doubt.FORK
    status, said = scene.offline()
    assert status == verdict.status, said
    assert "two logs were signed" in said


def test_a_key_of_the_attackers_own_is_no_key_of_the_log(scene: Scene, signing_key: Path, tmp_path: Path) -> None:
    attacks.edit_and_recompute(scene.team_id)
    attacks.forget_checkpoints(scene.team_id)
    create_signing_key(tmp_path / "forged.key")
    db.database().signing_key_file = tmp_path / "forged.key"
    forged = take_checkpoint(scene.team_id, Occasion.SCHEDULE)
    assert forged is not None
    db.database().signing_key_file = signing_key

    assert scene.verdict().fault is Doubt.SIGNATURE
    status, said = scene.offline()
    assert status == STATUS[Doubt.SIGNATURE], said
    assert verifier(read_signing_key(tmp_path / "forged.key")).signed(parse_note(forged.note.encode()))


def test_an_old_backup_is_found_and_so_is_one_in_which_work_went_on(scene: Scene) -> None:
    old = attacks.payloads(scene.team_id)[:-4]
    attacks.recompute(scene.team_id, old)
    attacks.forget_checkpoints(scene.team_id)

    assert scene.verdict(scene.note).fault is Doubt.TRUNCATED
    assert scene.offline()[0] == STATUS[Doubt.TRUNCATED]

    for _ in range(6):
        scene.act()
    assert scene.verdict(scene.note).fault is Doubt.ROOT
    assert scene.offline()[0] == STATUS[Doubt.ROOT]


def test_a_kept_checkpoint_that_was_edited_is_found(scene: Scene) -> None:
    spoil("update checkpoint set root = :r where team_id = :team", team=scene.team_id, r=bytes(32))
    assert scene.verdict().fault is Doubt.ROOT

    spoil("update checkpoint set note = :n where team_id = :team", team=scene.team_id, n="nothing")
    assert scene.verdict().fault is Doubt.SIGNATURE
