"""Whether a log is whole: every leaf, the chain and the tree are worked out anew from the payloads, the index is held
against them, and what was signed is held against the tree.

A chain alone finds a change after which nothing was recomputed. Who owns the database can recompute it all; that is
found by a checkpoint which somebody else keeps, and which is given here as a claim from outside.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, auto
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from icat.audit import leaves
from icat.audit.checkpoint import notes_of, signing_vkey
from icat.audit.claims import WATCHED, Claim, Doubt, Loss, Story, judge
from icat.audit.index import Content, Index, read
from icat.audit.leaves import Row
from icat.audit.ledger import FORMAT
from icat.audit.merkle import Frontier
from icat.audit.models import Checkpoint
from icat.audit.note import Malformed, Note, VerifierKey, parse_head, parse_note
from icat.i18n import Message


class Fault(StrEnum):
    """What can be wrong with a log in itself."""

    GAP = auto()
    CONTENT = auto()
    CHAIN = auto()
    TIME = auto()
    INDEX = auto()
    HEAD = auto()

    @property
    def words(self) -> Message:
        """The fault as a sentence."""
        return _WORDS[self]


_WORDS = {
    Fault.GAP: Message("An entry is missing."),
    Fault.CONTENT: Message("The content of the entry is not what was recorded."),
    Fault.CHAIN: Message("The entry does not continue the chain of those before it."),
    Fault.TIME: Message("The entry is older than the one before it."),
    Fault.INDEX: Message("The index by which the log is searched says something else than the entry."),
    Fault.HEAD: Message("The log does not end where it says that it ends."),
}

# What a program that calls ours learns; `icat_verify.py` ends with the same numbers.
STATUS: dict[Fault | Doubt, int] = {
    Fault.GAP: 11,
    Fault.CONTENT: 12,
    Fault.CHAIN: 13,
    Fault.TIME: 14,
    Fault.HEAD: 15,
    Fault.INDEX: 16,
    Doubt.SIGNATURE: 21,
    Doubt.KEY: 22,
    Doubt.TRUNCATED: 23,
    Doubt.ROOT: 24,
    Doubt.FORK: 25,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far a log was checked and what was found."""

    checked: int
    size: int  # how many entries the log says it has
    head: str  # its chain, in hexadecimal: what to compare with a copy kept elsewhere
    fault: Fault | Doubt | None = None
    seq: int | None = None  # the first entry that is wrong, or the size of the checkpoint that does not fit
    root: str = ""  # of the whole tree, where all of it was read
    claims: int = 0  # how many checkpoints were held against it
    losses: tuple[Loss, ...] = field(default=())  # what the log itself admits to have lost

    @property
    def is_intact(self) -> bool:
        """Whether nothing was found."""
        return self.fault is None

    @property
    def status(self) -> int:
        """The number with which a program ends: nought, or one for each kind of fault."""
        return 0 if self.fault is None else STATUS[self.fault]


class _Found(Exception):
    """A fault, and where."""

    def __init__(self, fault: Fault | Doubt, seq: int) -> None:
        super().__init__(fault)
        self.fault, self.seq = fault, seq


def verify(
    session: Session,
    team_id: UUID,
    *,
    last: int | None = None,
    outside: Sequence[Note] = (),
    key: VerifierKey | None = None,
    progress: Callable[[int], None] | None = None,
) -> Verdict:
    """Check the log of a team: all of it, or only its ``last`` entries. Gives the first fault there is.

    Of the whole log the tree is held against every checkpoint that is kept and those from ``outside``; ``key`` is the
    signing key in use, by itself the one of this installation. Where there is none, no signature is looked at.
    """
    size, head, head_at = leaves.head_of(session, team_id)
    after = 0 if last is None else max(0, size - last)
    reader = _Reader(session, team_id, after)
    claims: list[Claim] = []
    try:
        if after == 0:
            claims = _claims(session, team_id, outside)
        reader.read({parse_head(claim.note.text).size for claim in claims}, progress)
        if (reader.seq, reader.chain) != (size, head) or (reader.checked and reader.at != head_at):
            raise _Found(Fault.HEAD, reader.seq)
        if reader.index.has_strays(size):
            raise _Found(Fault.INDEX, size + 1)
        doubt = judge(reader.story, size, reader.roots, claims, key or (signing_vkey() if claims else None))
        if doubt is not None:
            raise _Found(*doubt)
    except _Found as found:
        return Verdict(reader.checked, size, _hex(head), found.fault, found.seq)
    losses = tuple(loss for loss in reader.story.openings if loss.signed > loss.kept)
    root = "" if after else reader.tree.root.hex()
    return Verdict(reader.checked, size, _hex(head), root=root, claims=len(claims), losses=losses)


def _hex(chain: bytes | None) -> str:
    return (chain or b"").hex()


def _claims(session: Session, team_id: UUID, outside: Sequence[Note]) -> list[Claim]:
    kept = session.scalars(select(Checkpoint).where(Checkpoint.team_id == team_id).order_by(Checkpoint.size)).all()
    claims = []
    for row, text in zip(kept, notes_of(session, kept), strict=True):
        try:
            claim = Claim(parse_note(text.encode()))
            said = parse_head(claim.note.text)
        except Malformed as error:
            raise _Found(Doubt.SIGNATURE, row.size) from error
        if (said.size, said.root) != (row.size, row.root):
            raise _Found(Doubt.ROOT, row.size)
        claims.append(claim)
    return claims + [Claim(note, is_outside=True) for note in outside]


class _Reader:
    """A log as it is read from ``after`` on: what was worked out so far."""

    def __init__(self, session: Session, team_id: UUID, after: int) -> None:
        self._session, self._team_id = session, team_id
        self.seq, self.at, self.checked = after, 0, 0
        self.chain = b""
        self.tree = Frontier()
        self.roots = {0: self.tree.root}
        self.story = Story(team_id)
        self.index = Index(session, team_id)

    def read(self, sizes: set[int], progress: Callable[[int], None] | None) -> None:
        """Read to the end, noting the root at each of ``sizes``."""
        whole = self.seq == 0
        chain = leaves.chain_at(self._session, self._team_id, self.seq)
        if chain is None:
            raise _Found(Fault.GAP, self.seq)
        self.chain = chain
        marks = sorted(sizes - {0}, reverse=True)
        for rows in leaves.rows_of(self._session, self._team_id, self.seq):
            hashes = self._hashed(rows)
            self._told(rows)
            if whole:
                start = self.tree.size
                while marks and marks[-1] <= self.seq:
                    self._grow(hashes, start, marks.pop())
                self._grow(hashes, start, self.seq)
            if progress is not None:
                progress(self.checked)

    def _grow(self, hashes: list[bytes], start: int, size: int) -> None:
        self.tree = self.tree.extended(b"".join(hashes[self.tree.size - start : size - start]))
        self.roots[size] = self.tree.root

    def _hashed(self, rows: list[Row]) -> list[bytes]:
        """The leaf hashes of these rows, worked out; the chain goes on over them."""
        sha256, chain = hashlib.sha256, self.chain
        hashes, chains = [], []
        for number, row in enumerate(rows, self.seq + 1):
            hashed = sha256(b"\x00" + number.to_bytes(8, "big") + row[1]).digest()
            chain = sha256(b"\x02" + chain + hashed).digest()
            hashes.append(hashed)
            chains.append(chain)
        numbers, _payloads, kept, linked = zip(*rows, strict=True)
        if list(numbers) != list(range(self.seq + 1, self.seq + 1 + len(rows))) or (
            (list(kept), list(linked)) != (hashes, chains)
        ):
            self._first_wrong(rows, hashes, chains)
        self.chain = chain
        return hashes

    def _first_wrong(self, rows: list[Row], hashes: list[bytes], chains: list[bytes]) -> None:
        for place, (number, _payload, hashed, linked) in enumerate(rows):
            seq = self.seq + 1 + place
            if number != seq:
                raise _Found(Fault.GAP, seq)
            if hashed != hashes[place]:
                raise _Found(Fault.CONTENT, seq)
            if linked != chains[place]:
                raise _Found(Fault.CHAIN, seq)

    def _told(self, rows: list[Row]) -> None:
        """What these rows say: in order of time, repeated by the index, and what they tell of keys and epochs."""
        contents: list[Content] = []
        wrong: tuple[Fault, int] | None = None
        for seq, (_number, payload, _hashed, _chain) in enumerate(rows, self.seq + 1):
            try:
                content = read(payload)
            except (msgspec.DecodeError, UnicodeDecodeError):
                wrong = Fault.CONTENT, seq
                break
            if content.v != FORMAT or content.t < self.at:
                wrong = (Fault.TIME if content.v == FORMAT else Fault.CONTENT), seq
                break
            self.at = content.t
            contents.append(content)
            if content.k in WATCHED:
                self._hear(seq, content)
        index = self.index.first_wrong(self.seq, contents)
        if index is not None:
            wrong = Fault.INDEX, index
        if wrong is not None:
            self.checked += wrong[1] - self.seq - 1
            raise _Found(*wrong)
        self.seq += len(rows)
        self.checked += len(rows)

    def _hear(self, seq: int, content: Content) -> None:
        try:
            self.story.hear(seq, content.k, content.facts)
        except (KeyError, ValueError, TypeError, msgspec.DecodeError) as error:
            raise _Found(Fault.CONTENT, seq) from error
