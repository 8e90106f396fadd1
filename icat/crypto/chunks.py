"""A whole file under a key of its own, in sealed chunks: no part of it can be changed, moved, left out or added.

A file that fits into memory is sealed and opened whole; one that does not, as a stream.

Each chunk is AES-256-GCM bound to the place of the file, its own number, and whether it is the last. The number is the
nonce too, which is safe because the key is made here and seals one file only.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

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
        cipher.encrypt(
            _nonce(number), content[number * CHUNK : (number + 1) * CHUNK], _of(place, number, number == count - 1)
        )
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
        chunk = sealed[number * size : (number + 1) * size]
        yield cipher.decrypt(_nonce(number), chunk, _of(place, number, number == count - 1))


class SealingStream(io.RawIOBase):
    """Seals what is written to it and writes it on; whoever closes it has written all there is.

    ``key`` must be used for one stream only. Closing this does not close the file beneath.
    """

    def __init__(self, file: BinaryIO, key: bytes, place: bytes) -> None:
        self._file, self._cipher, self._place = file, AESGCM(key), place
        self._waiting, self._number = bytearray(), 0

    def writable(self) -> bool:
        """It is made to be written to."""
        return True

    def write(self, content: object) -> int:
        """Take these bytes; a chunk goes on when it is known not to be the last."""
        given = bytes(content)  # type: ignore[call-overload]  # anything that is bytes
        self._waiting += given
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]
        return len(given)

    def close(self) -> None:
        """Seal what is left as the last chunk."""
        if not self.closed:
            self._seal(bytes(self._waiting), is_last=True)
        super().close()

    def _seal(self, plain: bytes, *, is_last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number), plain, _of(self._place, self._number, is_last)))
        self._number += 1


class UnsealingStream(io.RawIOBase):
    """Opens what a ``SealingStream`` sealed, as it is read. Refuses it as ``unseal_content`` does; what was given
    before the fault was found is genuine, but it is not all: only who has read to the end has the whole."""

    def __init__(self, file: BinaryIO, key: bytes, place: bytes) -> None:
        self._file, self._cipher, self._place = file, AESGCM(key), place
        self._opened, self._number = b"", 0
        self._next = self._file.read(CHUNK + _TAG)
        self._is_over = False

    def readable(self) -> bool:
        """It is made to be read."""
        return True

    def readinto(self, into: object) -> int:
        """Fill ``into`` as far as the current chunk goes."""
        while not self._opened and not self._is_over:
            self._open_next()
        view = memoryview(into)  # type: ignore[arg-type]  # anything that can be written to
        count = min(len(view), len(self._opened))
        view[:count] = self._opened[:count]
        self._opened = self._opened[count:]
        return count

    def _open_next(self) -> None:
        sealed, self._next = self._next, self._file.read(CHUNK + _TAG)
        self._is_over = not self._next
        try:
            place = _of(self._place, self._number, self._is_over)
            self._opened = self._cipher.decrypt(_nonce(self._number), sealed, place)
        except InvalidTag as error:
            raise SealBroken("a sealed file was changed or moved") from error
        self._number += 1


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _of(place: bytes, number: int, is_last: bool) -> bytes:
    return b"|".join((place, str(number).encode(), b"last" if is_last else b"more"))
