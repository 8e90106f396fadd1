"""A whole file under a key of its own, in sealed chunks: no part of it can be changed, moved, left out or added.

Each chunk is AES-256-GCM bound to the place of the file, its own number, and whether it is the last. The number is the
nonce too, which is safe because the key is made here and seals one file only.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from icat.crypto.sealing import SealBroken

CHUNK = 64 * 1024
_TAG = 16


@dataclass(frozen=True, slots=True, repr=False)
class SealedContent:
    """A sealed file: its chunks as they are written, and the key that is kept elsewhere."""

    key: bytes
    chunks: tuple[bytes, ...]


def seal_content(content: bytes, place: bytes) -> SealedContent:
    """``content`` sealed for ``place`` only, under a fresh key."""
    key = AESGCM.generate_key(256)
    cipher = AESGCM(key)
    count = max(1, -(-len(content) // CHUNK))
    chunks = tuple(
        cipher.encrypt(_nonce(number), content[number * CHUNK : (number + 1) * CHUNK], _of(place, number, count))
        for number in range(count)
    )
    return SealedContent(key, chunks)


def unseal_content(key: bytes, sealed: bytes, place: bytes) -> bytes:
    """What ``seal_content`` sealed. Refuses a file that was changed, cut short, put together anew, or moved."""
    cipher, size = AESGCM(key), CHUNK + _TAG
    count = max(1, -(-len(sealed) // size))
    try:
        return b"".join(_opened(cipher, sealed, place, size, count))
    except InvalidTag as error:
        raise SealBroken("a sealed file was changed or moved") from error


def _opened(cipher: AESGCM, sealed: bytes, place: bytes, size: int, count: int) -> Iterator[bytes]:
    for number in range(count):
        yield cipher.decrypt(_nonce(number), sealed[number * size : (number + 1) * size], _of(place, number, count))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _of(place: bytes, number: int, count: int) -> bytes:
    last = b"last" if number == count - 1 else b"more"
    return b"|".join((place, str(number).encode(), last))
