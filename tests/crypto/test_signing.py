"""The signing key: a file of its own, and signatures that anybody can check."""

import stat
from pathlib import Path

import pytest

from icat.crypto.signing import SigningKey, create_signing_key, is_signed, read_signing_key
from icat.errors import ConfigError

# RFC 8032, 7.1, test 3.
SEED = bytes.fromhex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7")
PUBLIC = bytes.fromhex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
SIGNATURE = bytes.fromhex(
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
    "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
)


def test_it_signs_as_rfc_8032_says() -> None:
    key = SigningKey("icat-00000000", SEED)

    assert key.public == PUBLIC
    assert key.sign(b"\xaf\x82") == SIGNATURE
    assert is_signed(PUBLIC, b"\xaf\x82", SIGNATURE)


@pytest.mark.parametrize(
    ("public", "message", "signature"),
    [
        (PUBLIC, b"\xaf\x83", SIGNATURE),
        (PUBLIC, b"\xaf\x82", SIGNATURE[:-1] + b"\x00"),
        (PUBLIC, b"\xaf\x82", SIGNATURE[:-1]),
        (PUBLIC[:-1], b"\xaf\x82", SIGNATURE),
        (bytes(32), b"\xaf\x82", SIGNATURE),
    ],
)
def test_nothing_else_passes_for_it(public: bytes, message: bytes, signature: bytes) -> None:
    assert not is_signed(public, message, signature)


def test_each_key_is_another_and_is_read_back(tmp_path: Path) -> None:
    for name in ("one", "two"):
        create_signing_key(tmp_path / name)

    one, two = (read_signing_key(tmp_path / name) for name in ("one", "two"))
    assert one.public != two.public
    assert one.name != two.name
    assert stat.S_IMODE((tmp_path / "one").stat().st_mode) == 0o600
    assert read_signing_key(tmp_path / "one").public == one.public


def test_it_is_never_overwritten(tmp_path: Path) -> None:
    create_signing_key(tmp_path / "key")
    before = (tmp_path / "key").read_text()

    with pytest.raises(ConfigError, match="never overwritten"):
        create_signing_key(tmp_path / "key")
    assert (tmp_path / "key").read_text() == before


def test_a_missing_one_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Bring it back"):
        read_signing_key(tmp_path / "none")


@pytest.mark.parametrize("word", range(4))
def test_a_damaged_one_is_refused(tmp_path: Path, word: int) -> None:
    create_signing_key(tmp_path / "key")
    words = (tmp_path / "key").read_text().split()
    words[word] = words[word][:-1] + ("0" if words[word][-1] != "0" else "1")
    (tmp_path / "key").write_text(" ".join(words))

    with pytest.raises(ConfigError, match="damaged"):
        read_signing_key(tmp_path / "key")


def test_a_root_key_is_no_signing_key(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"icat-root-key-1 {'00' * 32} {'0' * 16}\n")
    (tmp_path / "key").chmod(0o600)

    with pytest.raises(ConfigError, match="damaged"):
        read_signing_key(tmp_path / "key")
