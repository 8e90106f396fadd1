"""The tree of RFC 6962: published roots and proofs, and every proof of every small tree held against the definition."""

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icat.audit.merkle import (
    EMPTY_ROOT,
    Frontier,
    Tree,
    is_consistent,
    is_included,
    node,
    root_from_inclusion,
    root_of,
)

# The leaves with which the implementations of certificate transparency test one another, and their published roots.
PUBLISHED = [
    bytes.fromhex(data)
    for data in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def some(count: int) -> bytes:
    return b"".join(leaf(number.to_bytes(2, "big")) for number in range(count))


def defined(leaves: bytes) -> bytes:
    """The definition in RFC 6962, 2.1, word for word: cut at the largest power of two below the size."""
    count = len(leaves) // 32
    if count == 0:
        return hashlib.sha256().digest()
    if count == 1:
        return leaves
    cut = 1
    while cut * 2 < count:
        cut *= 2
    return node(defined(leaves[: cut * 32]), defined(leaves[cut * 32 :]))


@pytest.mark.parametrize("size", range(9))
def test_the_published_roots_come_out(size: int) -> None:
    leaves = b"".join(map(leaf, PUBLISHED[:size]))

    assert root_of(leaves).hex() == Tree(leaves).root.hex() == ROOTS[size]


def test_a_published_proof_comes_out() -> None:
    leaves = b"".join(map(leaf, PUBLISHED))
    tree = Tree(leaves)

    assert [step.hex() for step in tree.inclusion(5)] == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]
    assert [step.hex() for step in tree.consistency(6)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@pytest.mark.parametrize("size", range(34))
def test_every_proof_of_a_small_tree_holds_and_holds_for_nothing_else(size: int) -> None:
    leaves = some(size)
    tree = Tree(leaves)
    root = defined(leaves)
    assert tree.root == root

    for place in range(size):
        own = leaves[place * 32 : place * 32 + 32]
        proof = tree.inclusion(place)
        assert is_included(own, place, size, root, proof)
        assert not is_included(leaf(b"other"), place, size, root, proof)
        assert not any(is_included(own, other, size, root, proof) for other in range(size) if other != place)
        assert not is_included(own, place, size, root, [*proof, root])
        assert not proof or not is_included(own, place, size, root, proof[:-1])
    for earlier in range(size + 1):
        was = defined(leaves[: earlier * 32])
        proof = tree.consistency(earlier)
        assert is_consistent(earlier, was, size, root, proof)
        assert not is_consistent(earlier, leaf(b"other"), size, root, proof)
        assert not earlier or not is_consistent(earlier, was, size, leaf(b"other"), proof)  # nothing grows into all
        assert not is_consistent(earlier, was, size, root, [*proof, root])
        assert not proof or not is_consistent(earlier, was, size, root, proof[:-1])
        for at in range(len(proof)):
            assert not is_consistent(earlier, was, size, root, [*proof[:at], leaf(b"x"), *proof[at + 1 :]])


@given(st.lists(st.integers(0, 40), max_size=8))
def test_a_tree_that_grew_in_parts_is_the_tree_that_grew_at_once(parts: list[int]) -> None:
    leaves = some(sum(parts))
    tree, at = Frontier(), 0
    for part in parts:
        tree = tree.extended(leaves[at * 32 : (at + part) * 32])
        at += part

    assert tree == Frontier().extended(leaves)
    assert tree.root == defined(leaves)


def test_a_proof_of_one_row_in_a_hundred_thousand_is_seventeen_hashes() -> None:
    chance = random.Random(1)
    leaves = chance.randbytes(32 * 100_000)
    tree = Tree(leaves)
    proof = tree.inclusion(77_777)

    assert len(proof) == 17
    assert is_included(leaves[77_777 * 32 : 77_778 * 32], 77_777, 100_000, root_of(leaves), proof)
    assert len(tree.consistency(90_000)) <= 17


def test_what_is_no_tree_is_refused() -> None:
    for size, peaks in ((1, b""), (2, bytes(64)), (-1, b""), (3, bytes(63))):
        with pytest.raises(ValueError, match="frontier"):
            Frontier(size, peaks)
    with pytest.raises(ValueError, match="whole hashes"):
        Frontier().extended(bytes(31))
    tree = Tree(some(3))
    for wrong in (-1, 3):
        with pytest.raises(ValueError, match="no such leaf"):
            tree.inclusion(wrong)
    for wrong in (-1, 4):
        with pytest.raises(ValueError, match="never of that size"):
            tree.consistency(wrong)
    assert root_from_inclusion(leaf(b""), 3, 3, []) is None
    assert not is_consistent(4, EMPTY_ROOT, 3, EMPTY_ROOT, [])
    assert not is_consistent(1, leaf(b"x"), 3, EMPTY_ROOT, [])
