"""AES-256-GCM over one field, bound to its place: a sealed value moved to another row or column does not open.

Layout: 01 | key version (2 bytes) | nonce (12) | ciphertext and tag. The plaintext is padded, so that "yes" and "no" or
a short and a long surname look alike.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_FORMAT = b"\x01"


class SealBroken(Exception):
    """A sealed value does not open in this place: it was changed or moved."""


def _padded(plain: bytes) -> bytes:
    """Length-prefixed plaintext padded to 16, 32, 64, ... bytes, and to whole kilobytes above one."""
    length = len(plain) + 4
    size = 16
    while size < length and size < 1024:
        size *= 2
    if size < length:
        size = -(-length // 1024) * 1024
    return len(plain).to_bytes(4, "big") + plain + bytes(size - length)


def seal(key: AESGCM, version: int, plain: bytes, place: bytes) -> bytes:
    """``plain`` sealed under ``key`` for ``place`` only."""
    nonce = secrets.token_bytes(12)
    return _FORMAT + version.to_bytes(2, "big") + nonce + key.encrypt(nonce, _padded(plain), place)


def version_of(sealed: bytes) -> int:
    """Which version of its key sealed this value. Refuses bytes that are no sealed value."""
    if len(sealed) < 31 or sealed[:1] != _FORMAT:
        raise SealBroken("not a sealed value")
    return int.from_bytes(sealed[1:3], "big")


def unseal(key: AESGCM, sealed: bytes, place: bytes) -> bytes:
    """The plaintext of ``sealed``. Refuses a value that was changed, or that lies in another place."""
    version_of(sealed)
    try:
        padded = key.decrypt(sealed[3:15], sealed[15:], place)
    except InvalidTag as error:
        raise SealBroken("a sealed value was changed or moved") from error
    return padded[4 : 4 + int.from_bytes(padded[:4], "big")]
