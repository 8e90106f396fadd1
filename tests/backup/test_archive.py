"""A backup file opens whole, under its own key, and as what it says it is; or not at all."""

from pathlib import Path

import pytest

from icat.backup.archive import reading, writing
from icat.crypto.keyring import Keyring
from icat.errors import ConfigError
from icat.i18n import Message

KEYRING, OTHER = Keyring(bytes(range(32))), Keyring(bytes(range(1, 33)))
LARGE = bytes(300_000)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A backup file with two parts."""
    path, part = tmp_path / "made.sealed", tmp_path / "part"
    part.write_bytes(LARGE)
    with writing(path, "data", KEYRING) as archive:
        archive.add_bytes("about.json", b"{}")
        archive.add("files/ab/part", part)
    return path


def parts(path: Path, kind: str = "data", keyring: Keyring = KEYRING) -> dict[str, bytes]:
    with reading(path, kind, keyring) as found:
        return {name: content.read() for name, content in found}


def test_what_was_put_in_comes_out_and_does_not_show(made: Path) -> None:
    assert parts(made) == {"about.json": b"{}", "files/ab/part": LARGE}
    assert made.stat().st_mode & 0o077 == 0
    assert b"about" not in made.read_bytes()


@pytest.mark.parametrize("at", [60, 40_000, -1])
def test_a_changed_byte_is_found(made: Path, at: int) -> None:
    content = bytearray(made.read_bytes())
    content[at] ^= 1
    made.write_bytes(content)

    with pytest.raises(ConfigError):
        parts(made)


@pytest.mark.parametrize("length", [0, 20, 100, 70_000, -1])
def test_a_file_that_was_cut_short_is_found(made: Path, length: int) -> None:
    made.write_bytes(made.read_bytes()[:length])

    with pytest.raises(ConfigError):
        parts(made)


def test_another_key_and_another_kind_are_refused_in_words(made: Path) -> None:
    with pytest.raises(ConfigError, match="another key"):
        parts(made, keyring=OTHER)
    with pytest.raises(ConfigError, match="no backup of this kind"):
        parts(made, kind="keys")
    with pytest.raises(ConfigError, match="already"), writing(made, "data", KEYRING):
        pass


def missing(tmp_path: Path) -> Path:
    raise ConfigError(Message("something went wrong: %(why)s", why=tmp_path))


def test_a_backup_that_is_interrupted_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError), writing(tmp_path / "half.sealed", "data", KEYRING) as archive:
        archive.add("a", missing(tmp_path))

    assert list(tmp_path.iterdir()) == []
