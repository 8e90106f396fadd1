"""The witness by itself: it accepts growth and nothing else, and what it signs is a cosignature as C2SP writes it."""

import base64
import subprocess
import sys
from pathlib import Path

import pytest

from icat.audit.merkle import Tree
from icat.audit.note import COSIGNATURE, Head, Note, cosigned_at, parse_note, parse_vkey, signature, verifier
from icat.crypto.signing import SigningKey
from tools import icat_witness

SERVER, OTHER = SigningKey("icat-00000001", b"1" * 32), SigningKey("icat-00000002", b"2" * 32)
LOG = "icat/00000000-0000-0000-0000-000000000007"
LEAVES = b"".join(bytes([number]) * 32 for number in range(40))


def request(size: int, old: int = 0, *, leaves: bytes = LEAVES, key: SigningKey = SERVER, epoch: int = 1) -> str:
    tree = Tree(leaves[: size * 32])
    text = Head(f"{LOG}/e{epoch}", size, tree.root).text
    proof = tree.consistency(old) if old <= size else []
    note = str(Note(text, (signature(key, text),)))
    return "\n".join([f"old {old}", *(base64.b64encode(step).decode() for step in proof), "", note])


@pytest.fixture
def witness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A witness that trusts the server's key."""
    monkeypatch.chdir(tmp_path)
    assert icat_witness.main(["init", "--name", "police.example/w"]) == 0
    assert icat_witness.main(["trust", str(verifier(SERVER))]) == 0
    return tmp_path


def asked(text: str, *more: str) -> int:
    Path("request.txt").write_text(text, encoding="utf-8")
    Path("cosigned.txt").unlink(missing_ok=True)
    return icat_witness.main(["sign", "request.txt", *more])


def test_growth_is_cosigned_and_the_signature_is_right(witness: Path, capsys: pytest.CaptureFixture[str]) -> None:
    icat_witness.main(["show"])
    vkey = parse_vkey(capsys.readouterr().out.split("\n")[0])

    for size, old in ((3, 0), (3, 3), (8, 3), (8, 8), (21, 8), (40, 21)):
        assert asked(request(size, old)) == 0
        note = parse_note(Path("cosigned.txt").read_bytes())
        assert vkey.kind == COSIGNATURE
        assert vkey.signed(note)
        assert verifier(SERVER).signed(note)
        assert (cosigned_at(note.signatures[-1]) or 0) > 1_700_000_000


@pytest.mark.parametrize(
    ("brought", "status"),
    [
        (request(9, 0), icat_witness.SMALLER),
        (request(12, 0), icat_witness.ELSEWHERE),
        (request(12, 9), icat_witness.ELSEWHERE),
        (request(10, 10, leaves=LEAVES[:-64] + LEAVES[:64]), 0),
        (request(10, 10, leaves=b"x" * 32 + LEAVES[32:]), icat_witness.PROOF),
        (request(12, 10, leaves=b"x" * 32 + LEAVES[32:]), icat_witness.PROOF),
        (request(12, 10, leaves=LEAVES[:288] + LEAVES[320:] + LEAVES[288:320]), icat_witness.PROOF),
        (
            request(12, 10).replace("old 10\n", "old 10\n" + base64.b64encode(bytes(32)).decode() + "\n"),
            icat_witness.PROOF,
        ),
        (request(12, 10, key=OTHER), icat_witness.SIGNATURE),
        (request(12, 10).replace("\n12\n", "\n13\n"), icat_witness.SIGNATURE),
        (request(12, 10, epoch=2), icat_witness.FORK),
        (request(12, 10).replace("old ", "OLD "), icat_witness.MALFORMED),
        (request(12).partition("\n\n")[2], icat_witness.ELSEWHERE),
        (request(12, 10).replace("icat/", "other/"), icat_witness.MALFORMED),
        ("", icat_witness.MALFORMED),
        ("old 1\n\n", icat_witness.MALFORMED),
    ],
)
def test_whatever_is_no_growth_is_refused_and_forgotten(witness: Path, brought: str, status: int) -> None:
    assert asked(request(10)) == 0
    before = Path("icat-witness.json").read_text()

    assert asked(brought) == status

    assert Path("cosigned.txt").exists() == (status == 0)
    assert (Path("icat-witness.json").read_text() == before) or status == 0
    assert asked(request(40, 10 if status else int(brought.split("\n\n")[1].split("\n")[1]))) == 0


def test_a_checkpoint_by_itself_is_enough_for_the_first_time(witness: Path) -> None:
    assert asked(request(10).partition("\n\n")[2]) == 0
    assert asked(request(12, 10)) == 0


def test_an_epoch_is_begun_when_it_was_decided_and_never_left_again(witness: Path) -> None:
    other = b"y" * 32 + LEAVES
    assert asked(request(10)) == 0
    assert asked(request(6, 0, epoch=2, leaves=other)) == icat_witness.FORK
    assert asked(request(6, 0, epoch=2, leaves=other), "--restored") == 0
    assert asked(request(8, 6, epoch=2, leaves=other)) == 0
    assert asked(request(12, 10), "--restored") == icat_witness.FORK


def test_a_witness_is_never_begun_anew_over_an_old_one(witness: Path) -> None:
    before = Path("icat-witness.json").read_text()

    assert icat_witness.main(["init", "--name", "police.example/w"]) == icat_witness.MALFORMED
    assert Path("icat-witness.json").read_text() == before
    Path("icat-witness.json").write_text("{}")
    assert asked(request(10)) == icat_witness.MALFORMED
    assert icat_witness.main(["trust", "x"]) == icat_witness.MALFORMED


def test_it_runs_where_there_is_nothing_but_python(tmp_path: Path) -> None:
    command = [sys.executable, "-I", "-S", icat_witness.__file__, "init", "--name", "ngo.example/w"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert parse_vkey(done.stdout.split("\n")[1]).name == "ngo.example/w"
    assert (tmp_path / "icat-witness.json").stat().st_mode & 0o077 == 0
