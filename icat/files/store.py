"""The store: files lie sealed in the data folder under names that say nothing, and a row holds the key of each.

The file is sealed and written through to the disk before the change that names it begins, because nothing slow belongs
under the gate. If the change is not kept, what lies there is rubbish that nobody can open: its key was in memory only.
``sweep`` takes it away. Destroying the key of a case's files closes all of them, wherever copies of them lie.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from icat.crypto.chunks import seal_content, unseal_content
from icat.db.gate import CannotWrite
from icat.errors import Refusal
from icat.files.checking import Sound
from icat.files.fields import KEY
from icat.files.models import FileKind, Looked, StoredFile
from icat.i18n import Message

AT_REST = timedelta(hours=24)  # a change that would name the file has long ended by then
_ASKED_AT_ONCE = 500
_folder: Path | None = None


class FileLost(Refusal):
    """A row names a file that is not there."""

    def __init__(self) -> None:
        super().__init__(Message("The file is not where it was kept. Tell whoever looks after the server."))


@dataclass(frozen=True, slots=True, repr=False)
class Laid:
    """A file that lies sealed on the disk and is named by no row yet."""

    id: UUID
    team_id: UUID
    owner_id: UUID
    name: str
    kind: FileKind
    looked: Looked
    size: int
    salt: str
    digest: str
    key: bytes


def connect(data_dir: Path) -> None:
    """Keep files in this data folder from here on."""
    global _folder  # noqa: PLW0603 - one store a process, as there is one database
    _folder = data_dir / "files"


def lay_down(sound: Sound, team_id: UUID, owner_id: UUID) -> Laid:
    """Seal a file for this owner and write it through to the disk. To be called before the change that names it.

    Refuses with ``CannotWrite`` when the disk is full or read-only.
    """
    id, name, salt = uuid4(), secrets.token_hex(16), secrets.token_hex(16)
    sealed = seal_content(sound.content, _place(team_id, owner_id, id, name))
    try:
        _write(_path(name), sealed.chunks)
    except OSError as error:
        raise CannotWrite from error
    return Laid(
        id=id,
        team_id=team_id,
        owner_id=owner_id,
        name=name,
        kind=sound.kind,
        looked=sound.looked,
        size=len(sound.content),
        salt=salt,
        digest=hashlib.sha256(bytes.fromhex(salt) + sound.content).hexdigest(),
        key=sealed.key,
    )


def keep(session: Session, laid: Laid, *, at: datetime, by_id: UUID) -> StoredFile:
    """The row that names a file which lies there already; it is kept or lost with the change that adds it."""
    row = StoredFile(
        id=laid.id,
        team_id=laid.team_id,
        owner_id=laid.owner_id,
        name=laid.name,
        kind=laid.kind,
        looked=laid.looked,
        size=laid.size,
        salt=laid.salt,
        digest=laid.digest,
        stored_at=at,
        stored_by_id=by_id,
        key=laid.key,
    )
    session.add(row)
    return row


def opened(row: StoredFile) -> bytes:
    """What is in a kept file. Refuses one that is gone (``FileLost``), was changed, or whose key was destroyed."""
    try:
        sealed = _path(row.name).read_bytes()
    except FileNotFoundError as error:
        raise FileLost from error
    return unseal_content(row.key, sealed, _place(row.team_id, row.owner_id, row.id, row.name))


def unnamed(session: Session, before: datetime) -> list[Path]:
    """Files that no row names and that have lain there since before that moment."""
    old = [path for path in _lying() if path.stat().st_mtime < before.timestamp()]
    found = []
    for begin in range(0, len(old), _ASKED_AT_ONCE):
        paths = old[begin : begin + _ASKED_AT_ONCE]
        names = select(StoredFile.name).where(StoredFile.name.in_([path.name for path in paths]))
        named = set(session.scalars(names))
        found += [path for path in paths if path.name not in named]
    return found


def sweep(session: Session, now: datetime) -> int:
    """Take away what no row names any more, or never did; how many files that were. Nobody could have opened them."""
    paths = unnamed(session, now - AT_REST)
    for path in paths:
        path.unlink(missing_ok=True)
    return len(paths)


def is_name(name: str) -> bool:
    """Whether it is a name that the store gives."""
    return re.fullmatch(r"[0-9a-f]{32}", name) is not None


def _lying() -> Iterator[Path]:
    return (path for path in _root().glob("??/*") if is_name(path.name))


def _root() -> Path:
    if _folder is None:
        raise RuntimeError("no store was connected")
    return _folder


def _path(name: str) -> Path:
    return _root() / name[:2] / name


def _place(team_id: UUID, owner_id: UUID, id: UUID, name: str) -> bytes:
    return f"v1|file|{team_id}|{owner_id}|{KEY.compartment}|{id}|{name}".encode()


def _write(path: Path, chunks: tuple[bytes, ...]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.writelines(chunks)
        file.flush()
        os.fsync(file.fileno())
    for folder in (path.parent, path.parent.parent, path.parent.parent.parent):  # the name of it must last too
        _through(folder)


def _through(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
