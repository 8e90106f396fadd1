"""What was signed of a log, held against the log: which key was in use when, which epoch an entry belongs to, and
whether a signed head says the truth about the entries that are there. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import Any
from uuid import UUID

from icat.audit.events import Event
from icat.audit.note import Malformed, Note, Signature, VerifierKey, parse_head, parse_signature, parse_vkey
from icat.audit.signer import origin
from icat.i18n import Message


class Doubt(StrEnum):
    """What can be wrong between what was signed and the log."""

    SIGNATURE = auto()
    KEY = auto()
    TRUNCATED = auto()
    ROOT = auto()
    FORK = auto()

    @property
    def words(self) -> Message:
        """The doubt as a sentence."""
        return _WORDS[self]


_WORDS = {
    Doubt.SIGNATURE: Message("A checkpoint does not bear the signature of the key that was in use."),
    Doubt.KEY: Message("The signing key was changed, and the log does not say so, or the old key did not sign for it."),
    Doubt.TRUNCATED: Message("The log has fewer entries than a checkpoint that was signed."),
    Doubt.ROOT: Message("Entries before a checkpoint are not those that were signed."),
    Doubt.FORK: Message("Two different logs were signed under one name."),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A signed head: one that is kept here, or one that was brought from outside."""

    note: Note
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class Loss:
    """What an entry admits: at a restore, the entries after ``kept`` up to ``signed`` were lost."""

    seq: int
    epoch: int
    kept: int
    signed: int
    root: str


@dataclass(slots=True)
class Story:
    """What the entries themselves say about how they are signed; filled while they are read."""

    team_id: UUID
    changes: list[tuple[int, Event, dict[str, Any]]] = field(default_factory=list)
    openings: list[Loss] = field(default_factory=list)

    def hear(self, seq: int, event: str, facts: Mapping[str, Any]) -> None:
        """Take in one entry that tells of a key or opens an epoch."""
        told = Event(event)
        if told in (Event.SIGNING_KEY_ROTATED, Event.SIGNING_KEY_REPLACED):
            self.changes.append((seq, told, dict(facts)))
        if told is Event.LOG_RESTORED:
            self.openings.append(
                Loss(seq, int(facts["epoch"]), int(facts["size"]), int(facts["signed"]), str(facts["root"]))
            )
        if told is Event.SIGNING_KEY_REPLACED:
            self.openings.append(Loss(seq, int(facts["epoch"]), seq - 1, seq - 1, ""))

    def keys(self, last: VerifierKey) -> list[tuple[int, VerifierKey]] | None:
        """From which size on each key was in use, the last being ``last``; none where the changes do not fit."""
        in_use: list[tuple[int, VerifierKey]] = []
        for seq, event, facts in self.changes:
            try:
                old, new = parse_vkey(facts["old"]), parse_vkey(facts["new"])
                signed = event is Event.SIGNING_KEY_REPLACED or _is_handed_on(
                    self.team_id, old, new, facts["signature"]
                )
            except (Malformed, KeyError):
                return None
            if not signed or (in_use and in_use[-1][1] != old):
                return None
            in_use = in_use or [(0, old)]
            in_use.append((seq, new))
        in_use = in_use or [(0, last)]
        return in_use if in_use[-1][1] == last else None

    def lost(self, epoch: int, size: int) -> Loss | None:
        """The entry that admits that a head of this epoch and size was lost."""
        following = next((opening for opening in self.openings if opening.epoch > epoch), None)
        return following if following is not None and following.kept < size <= following.signed else None


WATCHED = frozenset({Event.LOG_RESTORED, Event.SIGNING_KEY_ROTATED, Event.SIGNING_KEY_REPLACED})


def handing_on(team_id: UUID, new: VerifierKey) -> str:
    """What the old key signs when it is replaced by ``new``."""
    return f"icat signing key of {team_id}\n{new}\n"


def _is_handed_on(team_id: UUID, old: VerifierKey, new: VerifierKey, encoded: str) -> bool:
    line: Signature = parse_signature(f"\u2014 {old.name} {encoded}")
    return old.is_right(handing_on(team_id, new), line)


def judge(
    story: Story, size: int, roots: Mapping[int, bytes], claims: Iterable[Claim], key: VerifierKey | None
) -> tuple[Doubt, int] | None:
    """The first doubt about ``claims`` and the size at which it shows; none if every one says the truth.

    ``roots`` holds the log's root at the size of every claim that it reaches. ``key`` is the key in use now; where it
    is not known, signatures are not looked at.
    """
    heads = sorted(((parse_head(claim.note.text), claim) for claim in claims), key=lambda pair: pair[0].size)
    in_use = story.keys(key) if key is not None else []
    if in_use is None:
        return Doubt.KEY, story.changes[0][0] if story.changes else 0
    starts = {1: 0} | {opening.epoch: opening.seq for opening in story.openings}
    ends = dict(zip(starts, [*(opening.kept for opening in story.openings), size], strict=False))
    named = {origin(story.team_id, epoch): epoch for epoch in starts}
    wrong: tuple[Doubt, int] | None = None
    best = 0
    for head, claim in heads:
        then = next((vkey for since, vkey in reversed(in_use) if since <= head.size), None)
        if then is not None and not then.signed(claim.note):
            return Doubt.SIGNATURE, head.size
        epoch = named.get(head.origin)
        if epoch is None or head.size < starts[epoch]:
            wrong = wrong or (Doubt.FORK, head.size)
        elif head.size > ends[epoch]:
            loss = story.lost(epoch, head.size)
            if loss is None:
                is_last = epoch == max(starts)
                wrong = wrong or (Doubt.TRUNCATED if is_last else Doubt.FORK, head.size)
            elif head.size == loss.signed and head.root.hex() != loss.root:
                wrong = wrong or (Doubt.FORK, head.size)
        elif roots.get(head.size) != head.root:
            wrong = wrong or (Doubt.ROOT, head.size)
        else:
            best = head.size
    if wrong is not None and wrong[0] is Doubt.ROOT and best >= wrong[1]:
        return Doubt.FORK, wrong[1]  # a later head fits the log, so both histories were signed
    return wrong
