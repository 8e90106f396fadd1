"""The verifier by itself: its arithmetic of signatures, and that it needs nothing but Python.

What it finds in logs is in tests/audit: test_attacks, test_export, test_pack.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icat.audit.checkpoint import signing_vkey, take_checkpoint
from icat.audit.export import exported
from icat.audit.models import Occasion
from icat.audit.note import Malformed, parse_head, parse_note
from icat.crypto.signing import SigningKey
from icat.db import engine as db
from tests.make import World
from tools import icat_verify

TOOL = Path(icat_verify.__file__)
NOTE = b"icat/x/e1\n3\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n\xe2\x80\x94 a AAAAAAA=\n"


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=40), st.data())
def test_its_own_arithmetic_agrees_with_the_library(seed: bytes, message: bytes, data: st.DataObject) -> None:
    key = SigningKey("x", seed)
    signature = key.sign(message)
    place = data.draw(st.integers(0, 63))
    wrong = signature[:place] + bytes([signature[place] ^ data.draw(st.integers(1, 255))]) + signature[place + 1 :]

    assert icat_verify.is_signed_in_python(key.public, message, signature)
    assert icat_verify.is_signed(key.public, message, signature)
    assert not icat_verify.is_signed_in_python(key.public, message, wrong)
    assert not icat_verify.is_signed_in_python(key.public, message + b"x", signature)
    assert not icat_verify.is_signed_in_python(key.public[:-1], message, signature)
    assert not icat_verify.is_signed_in_python(b"\xff" * 32, message, signature)


@given(st.data())
def test_it_reads_no_note_that_the_server_would_refuse(data: st.DataObject) -> None:
    place, cut = data.draw(st.integers(0, len(NOTE))), data.draw(st.integers(0, 3))
    changed = NOTE[:place] + data.draw(st.binary(max_size=2)) + NOTE[place + cut :]
    try:
        read = icat_verify.Note(changed, "x")
    except icat_verify.Bad:
        return
    try:
        note = parse_note(changed)
        head = parse_head(note.text)
    except Malformed:
        return  # ours is stricter about signature lines of nobody
    assert (read.origin, read.size, read.root) == (head.origin, head.size, head.root)


def test_it_runs_where_there_is_nothing_but_python(world: World, tmp_path: Path) -> None:
    head = take_checkpoint(world.team_id, Occasion.EXPORT)
    assert head is not None
    (tmp_path / "note.txt").write_text(head.note, encoding="utf-8")
    with db.database().open_reading() as session, (tmp_path / "export.txt").open("wb") as file:
        file.writelines(exported(session, world.team_id))

    command = [sys.executable, "-I", "-S", str(TOOL), "export.txt", "--note", "note.txt", "--vkey", str(signing_vkey())]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(f"OK: {head.size} entries under 2 checkpoints, 1 of them from outside.")


def test_it_imports_nothing_of_icat() -> None:
    text = TOOL.read_text(encoding="utf-8")

    assert "import icat" not in text
    assert "from icat" not in text


@pytest.mark.parametrize("content", [b"", b"x", b"icat log export 1\n", b"icat log pack 1\n", b"icat log pack 1\n\n"])
def test_what_is_no_export_is_said_to_be_none(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "f").write_bytes(content)

    assert icat_verify.main([str(tmp_path / "f")]) in (icat_verify.MALFORMED, icat_verify.UNPROVED)
    assert capsys.readouterr().out.startswith("NOT ")
