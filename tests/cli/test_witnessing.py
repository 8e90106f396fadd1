"""A stick carried to an agency and back, and the day after a restore."""

from pathlib import Path

import pytest
from sqlalchemy import select

from icat.audit.checkpoint import LogDoubted, latest_checkpoint, signing_vkey, take_checkpoint, witnessed_until
from icat.audit.claims import Doubt
from icat.audit.models import Checkpoint, Occasion, Witness
from icat.audit.note import parse_note
from icat.audit.signer import memory_file
from icat.audit.verify import verify
from icat.db import engine as db
from icat.errors import NotAllowed
from icat.members.commands.witnesses import appoint_witness, end_witness
from icat.policy.actor import system
from tests.audit import attacks
from tests.audit.acting import act, leaves, newest
from tests.cli.test_audit import offline, run, settings, signed
from tests.make import World
from tools import icat_witness

__all__ = ["settings"]
OFFICERS = ("--officer", "chair", "--officer", "coordinator")


@pytest.fixture
def witnesses(settings: Path, world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """The machines of two agencies, appointed."""
    monkeypatch.chdir(tmp_path)
    made = []
    for name, agency_id in (("police", world.police), ("health", world.health)):
        state = tmp_path / f"{name}.json"
        icat_witness.main(["--state", str(state), "init", "--name", f"{name}.example/w"])
        icat_witness.main(["--state", str(state), "trust", str(signing_vkey())])
        vkey = icat_witness.Witness(str(state)).vkey
        appoint_witness(world.auditor.actor, agency_id=agency_id, name=f"{name}.example/w", vkey=vkey)
        db.end()
        made.append(state)
    return made


def carried(settings: Path, state: Path, *more: str) -> int:
    """To the witness and back."""
    assert run(settings, "checkpoint", "--team", "KHM", "--out", "request.txt", *more).exit_code == 0
    status = icat_witness.main(["--state", str(state), "sign", "request.txt"])
    if status == 0:
        result = run(settings, "cosignature", "--team", "KHM", "--in", "cosigned.txt")
        assert result.exit_code == 0, result.output
    return status


def test_two_witnesses_make_it_witnessed(settings: Path, world: World, witnesses: list[Path]) -> None:
    police, health = witnesses
    assert newest(world.team_id)["k"] == "witness:appointed"

    assert carried(settings, police) == 0
    assert witnessed_until(world.team_id) is None
    act(world.chair.actor)
    assert carried(settings, health) == 0
    assert carried(settings, police) == icat_witness.ELSEWHERE
    assert carried(settings, police, "--witness", "police.example/w") == 0

    db.end()
    found, head = witnessed_until(world.team_id), latest_checkpoint(world.team_id)
    assert found is not None
    assert head is not None
    assert found.size == head.size - 1  # that the health service's signature was kept is an entry of its own
    assert len(parse_note(head.note.encode()).signatures) == 2
    assert verify(db.session(), world.team_id).is_intact
    assert run(settings, "cosignature", "--team", "KHM", "--in", "cosigned.txt").exit_code == 1, "nothing new in it"


def test_a_released_witness_and_a_stranger_are_not_believed(
    settings: Path, world: World, witnesses: list[Path], tmp_path: Path
) -> None:
    released = db.session().scalars(select(Witness).where(Witness.name == "police.example/w")).one()
    end_witness(world.auditor.actor, released.id)
    db.end()
    run(settings, "checkpoint", "--team", "KHM", "--out", "request.txt")
    assert icat_witness.main(["--state", str(witnesses[0]), "sign", "request.txt"]) == 0
    assert (
        "No witness that is known here" in run(settings, "cosignature", "--team", "KHM", "--in", "cosigned.txt").output
    )

    assert icat_witness.main(["--state", str(witnesses[1]), "sign", "request.txt"]) == 0
    lines = Path("cosigned.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    broken = lines[-1][:-6] + ("AAAA" if lines[-1][-6:-2] != "AAAA" else "BBBB") + lines[-1][-2:]
    Path("cosigned.txt").write_text("\n".join([*lines[:-1], broken, ""]), encoding="utf-8")
    result = run(settings, "cosignature", "--team", "KHM", "--in", "cosigned.txt")
    assert result.exit_code == 1
    assert "No witness that is known here" in result.output


def test_whom_to_believe_is_not_for_whoever_looks_after_the_server(settings: Path, world: World) -> None:
    key = ("--agency", "Поліція", "x")
    assert "No such command" in run(settings, "appoint-witness", "--team", "KHM", *key).output
    with pytest.raises(NotAllowed):
        appoint_witness(system(world.team_id, "KHM"), agency_id=world.police, name="x", vkey="x")


def test_after_a_whole_restore_the_signer_goes_on(settings: Path, world: World, signing_key: Path) -> None:
    head = signed(world)
    Path(settings.parent / "kept.txt").write_text(head.note, encoding="utf-8")
    act(world.chair.actor)
    memory_file(signing_key).unlink()

    result = run(settings, "restored", "--team", "KHM", "--note", str(settings.parent / "kept.txt"))

    assert "nothing that was signed was lost" in result.output, result.output
    db.end()
    after = latest_checkpoint(world.team_id)
    assert after is not None
    assert (after.epoch, after.size) == (1, head.size + 1)


@pytest.mark.parametrize("worked_on", [0, 6])
def test_what_a_restore_lost_is_told_for_ever_and_the_log_goes_on_under_another_name(
    settings: Path, world: World, tmp_path: Path, worked_on: int
) -> None:
    for _ in range(3):
        act(world.chair.actor)
    first = signed(world)
    old = attacks.payloads(world.team_id)
    for _ in range(4):
        act(world.chair.actor)
    lost = signed(world)
    attacks.recompute(world.team_id, old)
    with db.writing() as session:
        session.query(Checkpoint).filter_by(id=lost.id).delete()
        session.commit()
    for _ in range(worked_on):
        act(world.chair.actor)
    with pytest.raises(LogDoubted):
        take_checkpoint(world.team_id, Occasion.SCHEDULE)
    kept = tmp_path / "kept.txt"
    kept.write_text(lost.note, encoding="utf-8")
    assert run(settings, "restored", "--team", "KHM", "--note", str(kept)).exit_code == 1, "nobody stands for it"
    assert run(settings, "restored", "--team", "LVV", "--note", str(kept), *OFFICERS).exit_code == 1, "another log"

    result = run(settings, "restored", "--team", "KHM", "--note", str(kept), *OFFICERS)

    assert result.exit_code == 0, result.output
    assert f"entries {first.size + 1} to {lost.size} were lost" in result.output
    facts = leaves(world.team_id)[-1][1]["f"]
    assert isinstance(facts, dict)
    assert (facts["size"], facts["signed"], facts["root"]) == (first.size, lost.size, lost.root.hex())
    head = latest_checkpoint(world.team_id)
    assert head is not None
    assert (head.epoch, head.origin[-3:]) == (2, "/e2")
    verdict = verify(db.session(), world.team_id, outside=[parse_note(lost.note.encode())])
    assert verdict.is_intact, verdict
    assert [loss.signed for loss in verdict.losses] == [lost.size]
    status, said = offline(settings, tmp_path, world, str(signing_vkey()), lost.note)
    assert status == 0, said
    assert f"RESTORED: entry {facts['size'] + worked_on + 1} says that entries" in said
    assert "were lost at a restore" in run(settings, "verify", "--team", "KHM").output


def test_a_restore_hides_no_other_change(settings: Path, world: World, tmp_path: Path) -> None:
    for _ in range(8):
        act(world.chair.actor)
    head = signed(world)
    (tmp_path / "kept.txt").write_text(head.note, encoding="utf-8")
    attacks.edit_and_recompute(world.team_id)

    result = run(settings, "restored", "--team", "KHM", "--note", str(tmp_path / "kept.txt"), *OFFICERS)

    assert result.exit_code == 1
    assert "no longer what the log says" in result.output
    assert verify(db.session(), world.team_id).fault is Doubt.ROOT
