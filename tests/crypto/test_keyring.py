"""The key file, and what hangs from the key in it."""

import os
import re
import unicodedata
from pathlib import Path
from uuid import uuid4

import pytest

from icat.crypto.keyring import KEY_BYTES, Keyring, create_key_file, read_key_file
from icat.errors import ConfigError

ROOT = bytes(range(32))
OTHER = bytes(range(1, 33))


def test_a_new_key_can_be_read_by_the_servers_user_only(tmp_path):
    path = tmp_path / "icat.key"
    before = os.umask(0)  # the mode must not hang on how careful the administrator's shell is
    try:
        create_key_file(path)
    finally:
        os.umask(before)

    assert path.stat().st_mode & 0o777 == 0o600
    assert len(read_key_file(path)) == KEY_BYTES


def test_no_two_installations_get_the_same_key(tmp_path):
    for name in ("one", "two"):
        create_key_file(tmp_path / name)

    assert read_key_file(tmp_path / "one") != read_key_file(tmp_path / "two")


def test_a_key_is_never_overwritten(tmp_path):
    path = tmp_path / "icat.key"
    create_key_file(path)
    before = path.read_bytes()

    with pytest.raises(ConfigError, match="never overwritten"):
        create_key_file(path)

    assert path.read_bytes() == before


def test_a_key_that_cannot_be_made_is_told_in_a_sentence(tmp_path):
    with pytest.raises(ConfigError, match="cannot be made"):
        create_key_file(tmp_path / "no such folder" / "icat.key")


def test_a_missing_key_is_asked_for_and_no_new_one_suggested(tmp_path):
    with pytest.raises(ConfigError, match="do not make a new one"):
        read_key_file(tmp_path / "icat.key")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o601])
def test_a_key_that_others_can_read_is_refused_with_the_command_that_mends_it(tmp_path, mode):
    path = made(tmp_path)
    path.chmod(mode)

    with pytest.raises(ConfigError, match=re.escape(f"chmod 600 {path}")):
        read_key_file(path)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[:-9] + "\n",
        lambda text: text.replace("icat-root-key-1", "icat-root-key-2"),
        lambda text: text.replace(" ", "", 1),
        lambda text: _flipped(text, 20),
        lambda text: _flipped(text, len(text) - 3),
        lambda text: text.replace(text.split()[1], text.split()[1][:-2]),
        lambda text: text.replace(text.split()[1], "z" * 64),
        lambda text: text + "more\n",
    ],
)
def test_a_damaged_key_is_noticed_before_anything_is_sealed_with_it(tmp_path, damage):
    path = made(tmp_path)
    path.write_text(damage(path.read_text()))

    with pytest.raises(ConfigError, match="is damaged"):
        read_key_file(path)


def test_a_file_that_is_no_text_cannot_be_read_as_a_key(tmp_path):
    path = made(tmp_path)
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(ConfigError, match="cannot be read"):
        read_key_file(path)


def test_a_refusal_never_shows_the_key(tmp_path):
    path = made(tmp_path)
    key = path.read_text().split()[1]
    path.write_text(path.read_text() + "more\n")

    with pytest.raises(ConfigError) as refused:
        read_key_file(path)

    assert key not in str(refused.value)


def test_a_team_key_opens_under_its_own_root_team_and_version_only():
    team = uuid4()
    ring = Keyring(ROOT)
    wrapped = ring.new_team_key(team, 1)

    assert ring.team_key(team, 1, wrapped) is ring.team_key(team, 1, wrapped)
    assert Keyring(ROOT).team_key(team, 1, wrapped)
    for other, place in ((Keyring(OTHER), (team, 1)), (ring, (uuid4(), 1)), (ring, (team, 2))):
        with pytest.raises(ConfigError, match="does not belong to this database"):
            other.team_key(*place, wrapped)


def test_what_is_derived_from_the_root_differs_by_purpose_and_by_root():
    ring, other = Keyring(ROOT), Keyring(OTHER)
    derived = [ring.web_secret, ring.login_id("x"), ring.peppered("x"), ring.fingerprint.encode()]

    assert len({*derived, other.web_secret, other.login_id("x"), other.peppered("x"), other.fingerprint}) == 8
    assert ring.fingerprint == Keyring(ROOT).fingerprint
    assert not any(ROOT in value or ROOT.hex().encode() in value for value in derived)


@pytest.mark.parametrize("typed", ["Їжакевич", " їжакевич ", "ЇЖАКЕВИЧ", unicodedata.normalize("NFD", "їжакевич")])
def test_a_sign_in_name_is_the_same_however_it_was_typed(typed):
    assert Keyring(ROOT).login_id(typed) == Keyring(ROOT).login_id("їжакевич")


def test_a_password_is_the_same_on_a_keyboard_that_writes_letters_as_two_characters():
    ring = Keyring(ROOT)

    assert ring.peppered(unicodedata.normalize("NFD", "йод і її їжак")) == ring.peppered("йод і її їжак")
    assert ring.peppered("пароль") != ring.peppered("Пароль")
    assert ring.peppered("пароль") != ring.peppered("пароль ")


def made(folder: Path) -> Path:
    path = folder / "icat.key"
    create_key_file(path)
    return path


def _flipped(text: str, place: int) -> str:
    return text[:place] + ("0" if text[place] != "0" else "1") + text[place + 1 :]
