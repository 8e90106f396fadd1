"""The signer remembers beside its key, and what it wrote is signed by that key."""

import json
import multiprocessing
import stat
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from icat.audit.merkle import Frontier
from icat.audit.note import parse_head, parse_note
from icat.audit.signer import Known, memory_file, origin, signing
from icat.crypto.signing import create_signing_key
from icat.errors import ConfigError

TEAM = UUID(int=7)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    """A signing key."""
    create_signing_key(tmp_path / "key")
    return tmp_path / "key"


def test_what_it_signs_it_remembers_for_each_team(key_file: Path) -> None:
    one = Known(1, Frontier().extended(bytes(96)), b"c" * 32)
    two = Known(3, Frontier().extended(bytes(64)), b"d" * 32)
    other = uuid4()

    with signing(key_file) as signer:
        assert signer.known(TEAM) is None
        note = parse_note(signer.sign(TEAM, one).encode())
        signer.sign(other, two)

    with signing(key_file) as signer:
        assert signer.known(TEAM) == one
        assert signer.known(other) == two
        assert signer.vkey.signed(note)
    head = parse_head(note.text)
    assert (head.origin, head.size, head.root) == (origin(TEAM, 1), 3, one.tree.root)
    assert origin(TEAM, 2) == "icat/00000000-0000-0000-0000-000000000007/e2"
    assert stat.S_IMODE(memory_file(key_file).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "text",
    ["", "x", "[]", json.dumps({str(TEAM): {"epoch": 1}}), json.dumps({str(TEAM): 1})]
    + [json.dumps({str(TEAM): {"epoch": 1, "size": 2, "peaks": "00", "chain": ""}})],
)
def test_a_damaged_memory_is_refused_and_not_begun_anew(key_file: Path, text: str) -> None:
    memory_file(key_file).write_text(text)

    with signing(key_file) as signer, pytest.raises(ConfigError, match="damaged"):
        signer.known(TEAM)


def test_without_a_key_nothing_is_signed(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no signing key"), signing(tmp_path / "none"):
        pass


def _sign_many(key_file: Path, team: UUID) -> None:
    for _ in range(20):
        with signing(key_file) as signer:
            known = signer.known(team) or Known()
            signer.sign(team, Known(1, known.tree.extended(bytes(32)), known.chain))


def test_several_processes_sign_one_after_the_other(key_file: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_sign_many, args=(key_file, TEAM)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    with signing(key_file) as signer:
        known = signer.known(TEAM)
    assert known is not None
    assert known.tree.size == 60
