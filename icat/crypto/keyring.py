"""The root key of an installation, the team keys under it, and what is derived from it.

The root key lies in a file that only the server's user can read, outside the data folder: who steals the data has
nothing without it, who loses it has lost the data. It is never overwritten.
"""

import hashlib
import hmac
import secrets
import unicodedata
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from icat.crypto.keyfile import damaged, read_words, write_new
from icat.errors import ConfigError
from icat.i18n import Message

_HEADER = "icat-root-key-1"
KEY_BYTES = 32


def _check_value(key: bytes) -> str:
    return hashlib.sha256(b"icat root key check" + key).hexdigest()[:16]


def create_key_file(path: Path) -> None:
    """Make a new root key at ``path`` with mode 0600. Refuses to touch a file that is already there."""
    key = secrets.token_bytes(KEY_BYTES)
    text = f"{_HEADER} {key.hex()} {_check_value(key)}\n"
    try:
        write_new(path, text)
    except FileExistsError as error:
        raise ConfigError(
            Message(
                "There is a key at %(path)s already. It is never overwritten: without it the data is lost.", path=path
            )
        ) from error


def read_key_file(path: Path) -> bytes:
    """The root key. Refuses a file that is missing, damaged, or readable by others."""
    try:
        words = read_words(path)
    except FileNotFoundError as error:
        raise ConfigError(
            Message(
                "There is no key file at %(path)s. Bring it back from its safe place; do not make a new one.", path=path
            )
        ) from error
    try:
        header, key_hex, check = words
        key = bytes.fromhex(key_hex)
    except ValueError as error:
        raise damaged(path) from error
    if header != _HEADER or len(key) != KEY_BYTES or not hmac.compare_digest(check, _check_value(key)):
        raise damaged(path)
    return key


class Keyring:
    """The root key in memory: wraps team keys and derives what needs no key of its own."""

    def __init__(self, root: bytes) -> None:
        self._root = AESGCM(self._expand(root, "wrap"))
        self._login = self._expand(root, "login id")
        self._web = self._expand(root, "web cookie")
        self._pepper = self._expand(root, "password pepper")
        self._check = self._expand(root, "installation check")
        self._backup = self._expand(root, "backup")
        self._teams: dict[tuple[UUID, int, bytes], AESGCM] = {}

    @staticmethod
    def _expand(root: bytes, label: str) -> bytes:
        return HKDFExpand(SHA256(), KEY_BYTES, f"icat v1 {label}".encode()).derive(root)

    @property
    def fingerprint(self) -> str:
        """What the database keeps to notice that another key is in use; says nothing about the key."""
        return self._check.hex()[:32]

    @property
    def web_secret(self) -> bytes:
        """Signs the form cookie."""
        return self._web

    def backup_key(self, salt: bytes) -> bytes:
        """The key of one backup file, named by its salt: who has the root key can open it, and nobody else."""
        return HKDFExpand(SHA256(), KEY_BYTES, b"icat v1 backup file" + salt).derive(self._backup)

    def login_id(self, login: str) -> bytes:
        """The only form in which a login name is stored: 32 bytes, same for any letter case and any keyboard."""
        return hmac.digest(self._login, _composed(login.strip().casefold()), "sha256")

    def peppered(self, password: str) -> bytes:
        """What is given to Argon2 in place of a password, so that a stolen database alone cannot be guessed at."""
        return hmac.digest(self._pepper, _composed(password), "sha256")

    def new_team_key(self, team_id: UUID, version: int) -> bytes:
        """A fresh team key, wrapped under the root: 60 bytes to store."""
        nonce = secrets.token_bytes(12)
        return nonce + self._root.encrypt(nonce, AESGCM.generate_key(256), self._team_place(team_id, version))

    def team_key(self, team_id: UUID, version: int, wrapped: bytes) -> AESGCM:
        """The team key that ``wrapped`` holds. Refuses one made under another root key."""
        place = (team_id, version, wrapped)
        if place not in self._teams:
            try:
                opened = self._root.decrypt(wrapped[:12], wrapped[12:], self._team_place(team_id, version))
            except InvalidTag as error:
                raise ConfigError(
                    Message("The key file does not belong to this database. Bring back the right key file.")
                ) from error
            self._teams[place] = AESGCM(opened)
        return self._teams[place]

    @staticmethod
    def _team_place(team_id: UUID, version: int) -> bytes:
        return f"v1|team|{team_id}|{version}".encode()


def _composed(typed: str) -> bytes:
    """Keyboards differ in whether й and ї are one character or two; a name or password is the same on each."""
    return unicodedata.normalize("NFC", typed).encode()
