"""A file that holds a key: for one user, written once. A missing one is told of by each kind of key."""

import stat
from pathlib import Path

import pytest

from icat.crypto.keyfile import damaged, read_words, write_new
from icat.errors import ConfigError


def test_it_is_written_for_one_user_and_never_a_second_time(tmp_path: Path) -> None:
    write_new(tmp_path / "key", "one two\n")

    assert read_words(tmp_path / "key") == ["one", "two"]
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "key", "three\n")


def test_a_missing_one_is_for_the_caller_to_explain(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_words(tmp_path / "none")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_one_that_others_can_read_is_refused_with_its_cure(tmp_path: Path, mode: int) -> None:
    write_new(tmp_path / "key", "one\n")
    (tmp_path / "key").chmod(mode)

    with pytest.raises(ConfigError, match="chmod 600"):
        read_words(tmp_path / "key")


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"\xff\xfe")

    with pytest.raises(ConfigError, match="cannot be read"):
        read_words(tmp_path / "key")
    assert str(tmp_path / "key") in str(damaged(tmp_path / "key").message)
