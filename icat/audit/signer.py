"""The signer: holds the signing key, remembers the last head that it signed for each team, and signs growth only.

What it remembers lies beside the key and not in the database, so that whoever owns the database cannot make it forget.
It goes on from what it remembers: however the old entries are changed, the new root is one that contains the old.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from icat.audit.ledger import GENESIS
from icat.audit.merkle import Frontier
from icat.audit.note import Head, Note, VerifierKey, signature, verifier
from icat.crypto.keyfile import damaged
from icat.crypto.signing import SigningKey, read_signing_key
from icat.errors import ConfigError
from icat.i18n import Message


@dataclass(frozen=True, slots=True)
class Known:
    """A log as far as it was signed: its epoch, its tree, and the chain at that point."""

    epoch: int = 1
    tree: Frontier = Frontier()
    chain: bytes = GENESIS


def origin(team_id: UUID, epoch: int) -> str:
    """What a team's log is called in its checkpoints. After a restore it is another log, which says so by its name."""
    return f"icat/{team_id}/e{epoch}"


def memory_file(key_file: Path) -> Path:
    """Where the signer keeps what it remembers."""
    return key_file.with_name(key_file.name + ".heads")


class Signer:
    """The signing key in hand, with nobody else signing meanwhile."""

    def __init__(self, key: SigningKey, memory: Path) -> None:
        self._key = key
        self._memory = memory

    @property
    def vkey(self) -> VerifierKey:
        """The public half of the key, as it is handed on."""
        return verifier(self._key)

    def known(self, team_id: UUID) -> Known | None:
        """What was last signed for this team, if anything is remembered. Refuses a damaged memory."""
        found = self._read().get(str(team_id))
        if found is None:
            return None
        try:
            tree = Frontier(int(found["size"]), bytes.fromhex(found["peaks"]))
            return Known(int(found["epoch"]), tree, bytes.fromhex(found["chain"]))
        except (KeyError, TypeError, ValueError) as error:
            raise damaged(self._memory) from error

    def sign(self, team_id: UUID, known: Known) -> str:
        """The checkpoint of a log that has grown to ``known``. It is remembered before it is given away."""
        self.remember(team_id, known)
        text = Head(origin(team_id, known.epoch), known.tree.size, known.tree.root).text
        return str(Note(text, (signature(self._key, text),)))

    def remember(self, team_id: UUID, known: Known) -> None:
        """Go on from here: after each signature, and when somebody has shown the signer what is kept elsewhere."""
        kept = self._read()
        kept[str(team_id)] = {
            "epoch": known.epoch,
            "size": known.tree.size,
            "peaks": known.tree.peaks.hex(),
            "chain": known.chain.hex(),
        }
        self._write(kept)

    def state(self, text: str) -> str:
        """The signature of a statement that is no checkpoint, as the encoded part of its line."""
        return str(signature(self._key, text)).rpartition(" ")[2]

    def _read(self) -> dict[str, dict[str, Any]]:
        try:
            kept = json.loads(self._memory.read_text(encoding="ascii"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise damaged(self._memory) from error
        if not isinstance(kept, dict):
            raise damaged(self._memory)
        return kept

    def _write(self, kept: dict[str, dict[str, Any]]) -> None:
        fresh = self._memory.with_name(self._memory.name + ".new")
        try:
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                json.dump(kept, file, indent=1, sort_keys=True)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._memory)
        except OSError as error:
            raise ConfigError(
                Message("The key file at %(path)s cannot be made: %(why)s.", path=self._memory, why=error)
            ) from error


@contextmanager
def signing(key_file: Path) -> Iterator[Signer]:
    """The signer, for one signature; other processes wait. Refuses without a key that only the server's user reads."""
    while True:
        read_signing_key(key_file)  # refuses what cannot be used, in words
        with key_file.open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not _is_still(lock.fileno(), key_file):  # another key took its place while we waited
                continue
            yield Signer(read_signing_key(key_file), memory_file(key_file))
            return


def _is_still(handle: int, path: Path) -> bool:
    return path.exists() and os.fstat(handle).st_ino == path.stat().st_ino
