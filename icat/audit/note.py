"""Signed notes, checkpoints and cosignatures as C2SP writes them (signed-note, tlog-checkpoint, tlog-cosignature v1).

A text that can be printed, mailed and checked by anybody's tools. The reader is strict: whatever could be read in two
ways, or written in two ways, is refused. Pure: no database, no clock, no file.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from icat.crypto.signing import SigningKey, is_signed

LARGEST = 64 * 1024
MOST_SIGNATURES = 100
ED25519 = 0x01
COSIGNATURE = 0x04
_DASH = "\u2014 "
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)
_HEX = re.compile(r"[0-9a-f]{8}", re.ASCII)


class Malformed(ValueError):
    """Not a note, a checkpoint or a key in the one form that there is."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: under which name, by which key, and the bytes."""

    name: str
    key_id: bytes
    body: bytes

    def __str__(self) -> str:
        """The line, without its end."""
        return f"{_DASH}{self.name} {_encoded(self.key_id + self.body)}"


@dataclass(frozen=True, slots=True)
class Note:
    """A text and the signatures under it. The text means nothing before one of them was checked."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        """The note as it is written."""
        return self.text + "\n" + "".join(f"{line}\n" for line in self.signatures)

    def signed_also(self, more: Iterable[Signature]) -> "Note":
        """The same note with further signatures; one of a key that signed already takes the earlier one's place."""
        lines = {(line.name, line.key_id): line for line in (*self.signatures, *more)}
        return Note(self.text, tuple(lines.values()))


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half of a key as it is handed on: name+id+key. ``kind`` says what its signatures state."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Four bytes by which a signature line says which key made it."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        """The key as it is handed on."""
        return f"{self.name}+{self.key_id.hex()}+{_encoded(bytes([self.kind]) + self.public)}"

    def made(self, line: Signature) -> bool:
        """Whether a signature line says to be of this key."""
        return (line.name, line.key_id) == (self.name, self.key_id)

    def is_right(self, text: str, line: Signature) -> bool:
        """Whether this key really signed ``text`` as ``line`` says."""
        if not self.made(line):
            return False
        if self.kind == ED25519:
            return is_signed(self.public, text.encode(), line.body)
        at = cosigned_at(line)
        return at is not None and is_signed(self.public, _cosigned(text, at), line.body[8:])

    def signed(self, note: Note) -> bool:
        """Whether the note carries a right signature of this key."""
        return any(self.is_right(note.text, line) for line in note.signatures)


@dataclass(frozen=True, slots=True)
class Head:
    """What a checkpoint says: the log of this origin has this many entries under this root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{_encoded(self.root)}\n"


def verifier(key: SigningKey, kind: int = ED25519) -> VerifierKey:
    """The public half of ``key``."""
    return VerifierKey(key.name, kind, key.public)


def signature(key: SigningKey, text: str) -> Signature:
    """The line by which ``key`` signs ``text``."""
    return Signature(key.name, verifier(key).key_id, key.sign(text.encode()))


def cosignature(key: SigningKey, text: str, seconds: int) -> Signature:
    """The line by which a witness says: at this moment, this was the newest checkpoint of the log that I have seen."""
    body = seconds.to_bytes(8, "big") + key.sign(_cosigned(text, seconds))
    return Signature(key.name, verifier(key, COSIGNATURE).key_id, body)


def cosigned_at(line: Signature) -> int | None:
    """The moment that a cosignature states, in seconds since 1970; none where the line has no place for one."""
    return int.from_bytes(line.body[:8], "big") if len(line.body) == 8 + 64 else None


def parse_vkey(text: str) -> VerifierKey:
    """A key as it is handed on. Refuses one of another kind, or whose number is not that of its name and bytes."""
    parts = text.split("+", 2)  # the key itself may hold a plus
    if len(parts) != 3 or not _is_name(parts[0]) or not _HEX.fullmatch(parts[1]):
        raise Malformed("not a key")
    raw = _decoded(parts[2])
    if len(raw) != 33 or raw[0] not in (ED25519, COSIGNATURE):
        raise Malformed("not an Ed25519 key")
    key = VerifierKey(parts[0], raw[0], raw[1:])
    if key.key_id.hex() != parts[1]:
        raise Malformed("the key's number does not fit the key")
    return key


def parse_note(raw: bytes) -> Note:
    """A signed note. Refuses bytes that are not exactly one, two signatures of one key, and more than 64 kB."""
    if len(raw) > LARGEST:
        raise Malformed("too long")
    try:
        whole = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed("not UTF-8") from error
    if any(letter < " " and letter != "\n" for letter in whole):
        raise Malformed("a control character")
    text, blank, below = whole.rpartition("\n\n")
    if not blank or not text or not below.endswith("\n"):
        raise Malformed("no text with signatures below it")
    lines = below.removesuffix("\n").split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise Malformed("too many signatures")
    found = tuple(parse_signature(line) for line in lines)
    if len({(line.name, line.key_id) for line in found}) != len(found):
        raise Malformed("two signatures of one key")
    return Note(text + "\n", found)


def parse_signature(line: str) -> Signature:
    """One signature line. Refuses anything else."""
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space or not _is_name(name):
        raise Malformed("not a signature line")
    raw = _decoded(encoded)
    if len(raw) < 5:
        raise Malformed("too short for a signature")
    return Signature(name, raw[:4], raw[4:])


def parse_head(text: str) -> Head:
    """What a checkpoint says. Refuses further lines: nobody could check what they say."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise Malformed("not the three lines of a checkpoint")
    origin, size, root = lines[:3]
    if not _is_name(origin) or not _NUMBER.fullmatch(size):
        raise Malformed("not the origin and size of a log")
    raw = _decoded(root)
    if len(raw) != 32:
        raise Malformed("not a root")
    return Head(origin, int(size), raw)


def _cosigned(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(letter.isspace() or letter < " " for letter in name)


def _encoded(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _decoded(text: str) -> bytes:
    """Base 64 in its one spelling: Python would overlook stray bits at the end."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed("not base64") from error
    if _encoded(raw) != text:
        raise Malformed("base64 in another spelling")
    return raw
