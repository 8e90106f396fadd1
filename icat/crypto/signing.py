"""The key that signs checkpoints of the log, and the Ed25519 arithmetic of signing and checking.

A file of its own, never derived from the root key: who opens the data must not be able to sign for the log, and who
must check a signature years later needs no secret. A lost signing key loses no data.
"""

import hashlib
import hmac
import re
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from icat.crypto.keyfile import damaged, read_words, write_new
from icat.errors import ConfigError
from icat.i18n import Message

_HEADER = "icat-signing-key-1"
_SEED_BYTES = 32
_NAME = re.compile(r"icat-[0-9a-f]{8}")


def _check_value(name: str, seed: bytes) -> str:
    return hashlib.sha256(b"icat signing key check" + name.encode() + seed).hexdigest()[:16]


class SigningKey:
    """The secret half, and the name under which its signatures stand."""

    def __init__(self, name: str, seed: bytes) -> None:
        self.name = name
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public(self) -> bytes:
        """The public half: 32 bytes."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """The signature of ``message``: 64 bytes."""
        return self._key.sign(message)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of the key to ``public`` signed ``message``."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def create_signing_key(path: Path) -> None:
    """Make a new signing key at ``path`` with mode 0600. Refuses to touch a file that is already there."""
    name, seed = f"icat-{secrets.token_hex(4)}", secrets.token_bytes(_SEED_BYTES)
    try:
        write_new(path, f"{_HEADER} {name} {seed.hex()} {_check_value(name, seed)}\n")
    except FileExistsError as error:
        raise ConfigError(
            Message("There is a signing key at %(path)s already. It is never overwritten.", path=path)
        ) from error


def read_signing_key(path: Path) -> SigningKey:
    """The signing key. Refuses a file that is missing, damaged, or readable by others."""
    try:
        words = read_words(path)
    except FileNotFoundError as error:
        raise ConfigError(
            Message(
                "There is no signing key at %(path)s. Bring it back from its safe place. Without one the log is not"
                " signed; an installation that never had one gets it with: icat db upgrade",
                path=path,
            )
        ) from error
    try:
        header, name, seed_hex, check = words
        seed = bytes.fromhex(seed_hex)
    except ValueError as error:
        raise damaged(path) from error
    is_ours = header == _HEADER and _NAME.fullmatch(name) is not None and len(seed) == _SEED_BYTES
    if not is_ours or not hmac.compare_digest(check, _check_value(name, seed)):
        raise damaged(path)
    return SigningKey(name, seed)
