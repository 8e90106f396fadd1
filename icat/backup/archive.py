"""A backup file: an archive of named parts, sealed in chunks under a key that only the root key gives.

Its first line says whose it is; everything behind that line is sealed, and bound to it.
"""

import io
import os
import re
import secrets
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from icat.crypto.chunks import SealingStream, UnsealingStream
from icat.crypto.keyring import Keyring
from icat.crypto.sealing import SealBroken
from icat.db.gate import CannotWrite
from icat.errors import ConfigError
from icat.i18n import Message

_FIRST_LINE = re.compile(rb"icat-backup-1 (data|keys) ([0-9a-f]{32}) ([0-9a-f]{32})\n")
_LONGEST_LINE = 200


class Archive:
    """What parts are put into, one after another."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def add(self, name: str, path: Path) -> None:
        """A file under a name of its own; no owner and no place of this machine goes along."""
        part = tarfile.TarInfo(name)
        with path.open("rb") as file:
            part.size = os.fstat(file.fileno()).st_size
            part.mode = 0o600
            self._tar.addfile(part, file)

    def add_bytes(self, name: str, content: bytes) -> None:
        """The same for what lies in memory."""
        part = tarfile.TarInfo(name)
        part.size, part.mode = len(content), 0o600
        self._tar.addfile(part, io.BytesIO(content))


@contextmanager
def writing(path: Path, kind: str, keyring: Keyring) -> Iterator[Archive]:
    """A new backup file at ``path``. It appears whole or not at all. Refuses to touch one that is there."""
    if path.exists():
        raise ConfigError(Message("There is a file at %(path)s already. Nothing was overwritten.", path=path))
    unfinished = path.with_name(f".{path.name}.unfinished")
    salt = secrets.token_hex(16)
    first = f"icat-backup-1 {kind} {keyring.fingerprint} {salt}\n".encode()
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(first)
            with (
                SealingStream(file, keyring.backup_key(bytes.fromhex(salt)), first) as sealing,
                tarfile.open(fileobj=cast(BinaryIO, sealing), mode="w|", format=tarfile.PAX_FORMAT) as tar,
            ):
                yield Archive(tar)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise CannotWrite from error
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def reading(path: Path, kind: str, keyring: Keyring) -> Iterator[Iterator[tuple[str, BinaryIO]]]:
    """The parts of a backup file, one after another: the name and the content to be read before the next is asked for.

    Refuses a file that is no backup of that kind, belongs to another key, or is not whole.
    """
    damaged = ConfigError(Message("%(path)s is damaged. Take another backup.", path=path))
    try:
        with path.open("rb") as file:
            first = file.readline(_LONGEST_LINE)
            found = _FIRST_LINE.fullmatch(first)
            if found is None or found[1].decode() != kind:
                raise ConfigError(Message("%(path)s is no backup of this kind.", path=path))
            if found[2].decode() != keyring.fingerprint:
                raise ConfigError(Message("%(path)s was made under another key. Bring the key file back.", path=path))
            key = keyring.backup_key(bytes.fromhex(found[3].decode()))
            opened = io.BufferedReader(UnsealingStream(file, key, first))
            with tarfile.open(fileobj=opened, mode="r|") as tar:
                yield _parts(tar)
                while opened.read(1 << 20):  # to the end: only then it is known to be whole
                    pass
    except (SealBroken, tarfile.TarError) as fault:
        raise damaged from fault
    except OSError as error:
        raise ConfigError(Message("%(path)s cannot be read: %(why)s.", path=path, why=error.strerror)) from error


def _parts(tar: tarfile.TarFile) -> Iterator[tuple[str, BinaryIO]]:
    for part in tar:
        content = tar.extractfile(part)
        if content is not None:
            yield part.name, cast(BinaryIO, content)
