"""The Merkle tree of RFC 6962 and RFC 9162 over the leaf hashes of a log: root, proofs, and what they prove. Pure.

Hashes lie one behind the other in one string of bytes, 32 each: a million of them are hashed in a second, and a list of
a million objects would take four times the memory. Places are counted from nought, as in the RFC; entry ``seq`` of a
log lies at place ``seq - 1``.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def _paired(row: bytes) -> bytes:
    """One level up: a hash for each pair in ``row``, which holds an even number of hashes."""
    sha256 = hashlib.sha256
    return b"".join([sha256(b"\x01" + row[at : at + 2 * SIZE]).digest() for at in range(0, len(row) - SIZE, 2 * SIZE)])


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree of ``size`` leaves, reduced to its whole subtrees, the largest first: all it takes to go on from there."""

    size: int = 0
    peaks: bytes = b""

    def __post_init__(self) -> None:
        """Refuse a frontier that no tree of this size has."""
        if self.size < 0 or len(self.peaks) != SIZE * self.size.bit_count():
            raise ValueError("not the frontier of a tree of this size")

    def extended(self, leaves: bytes) -> "Frontier":
        """The tree after these further leaf hashes."""
        if len(leaves) % SIZE:
            raise ValueError("not whole hashes")
        row, old, peaks, kept = leaves, self.size, self.peaks, []
        while row or old:
            if old & 1:
                row, peaks = peaks[-SIZE:] + row, peaks[:-SIZE]
            if len(row) // SIZE & 1:
                kept.append(row[-SIZE:])
                row = row[:-SIZE]
            row, old = _paired(row), old >> 1
        return Frontier(self.size + len(leaves) // SIZE, b"".join(reversed(kept)))

    @property
    def root(self) -> bytes:
        """The root of the tree."""
        if not self.peaks:
            return EMPTY_ROOT
        found = self.peaks[-SIZE:]
        for at in range(len(self.peaks) - 2 * SIZE, -1, -SIZE):
            found = node(self.peaks[at : at + SIZE], found)
        return found


class Tree:
    """A whole tree in memory, for making proofs: 64 bytes a leaf."""

    def __init__(self, leaves: bytes) -> None:
        """Hash every level over these leaf hashes."""
        self.size = len(leaves) // SIZE
        self._levels = [leaves]
        while len(self._levels[-1]) > SIZE:
            row = self._levels[-1]
            # A last one without a partner moves up as it is: the same tree as the RFC's cut at powers of two.
            alone = row[-SIZE:] if len(row) // SIZE & 1 else b""
            self._levels.append(_paired(row[: len(row) - len(alone)]) + alone)

    @property
    def root(self) -> bytes:
        """The root of the tree."""
        return self._levels[-1] if self.size else EMPTY_ROOT

    def _at(self, level: int, place: int) -> bytes:
        return self._levels[level][place * SIZE : (place + 1) * SIZE]

    def inclusion(self, place: int) -> list[bytes]:
        """The proof that the leaf at ``place`` is in this tree. Refuses a place that it does not have."""
        if not 0 <= place < self.size:
            raise ValueError("no such leaf")
        return self._upwards(0, place)

    def consistency(self, earlier: int) -> list[bytes]:
        """The proof that the tree of the first ``earlier`` leaves grew into this one. Refuses a size it never had."""
        if not 0 <= earlier <= self.size:
            raise ValueError("never of that size")
        if earlier in (0, self.size):
            return []
        level, place = 0, earlier - 1
        while place & 1:
            level, place = level + 1, place >> 1
        start = [self._at(level, place)] if place else []  # nought: the earlier tree itself, which the verifier has
        return start + self._upwards(level, place)

    def _upwards(self, level: int, place: int) -> list[bytes]:
        proof = []
        for above in range(level, len(self._levels) - 1):
            partner = self._at(above, place ^ 1)
            if partner:
                proof.append(partner)
            place >>= 1
        return proof


def root_of(leaves: bytes) -> bytes:
    """The root over these leaf hashes."""
    return Frontier().extended(leaves).root


def root_from_inclusion(leaf: bytes, place: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root that a tree of ``size`` must have if ``proof`` places ``leaf`` there; none for a proof of no such tree.

    RFC 9162, 2.1.3.2.
    """
    if not 0 <= place < size:
        return None
    here, last, found = place, size - 1, leaf
    for other in proof:
        if not last:
            return None
        if here & 1 or here == last:
            found = node(other, found)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            found = node(found, other)
        here, last = here >> 1, last >> 1
    return found if not last else None


def is_included(leaf: bytes, place: int, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether ``proof`` shows that ``leaf`` lies at ``place`` in the tree of this size and root."""
    return root_from_inclusion(leaf, place, size, proof) == root


def is_consistent(earlier: int, earlier_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether ``proof`` shows that the earlier tree is, leaf for leaf, how the later begins. RFC 9162, 2.1.4.2."""
    if not 0 <= earlier <= size:
        return False
    if earlier == size:
        return not proof and earlier_root == root
    if not earlier:
        return not proof and earlier_root == EMPTY_ROOT
    hashes = list(proof)
    if earlier & (earlier - 1) == 0:
        hashes.insert(0, earlier_root)
    if not hashes:
        return False
    here, last = earlier - 1, size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = hashes[0]
    for other in hashes[1:]:
        if not last:
            return False
        if here & 1 or here == last:
            old, new = node(other, old), node(other, new)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            new = node(new, other)
        here, last = here >> 1, last >> 1
    return not last and old == earlier_root and new == root
