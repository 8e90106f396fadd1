"""One sealed field: it opens in its place, and nowhere else, and shows little of its length."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from icat.crypto.sealing import SealBroken, seal, unseal, version_of

KEY = AESGCM(bytes(32))
PLACE = b"v1|person|surname|case|row|core|1"


@given(st.binary(max_size=5000), st.integers(0, 65535), st.binary(max_size=80))
def test_what_was_sealed_comes_back_as_it_was(plain, version, place):
    sealed = seal(KEY, version, plain, place)

    assert unseal(KEY, sealed, place) == plain
    assert version_of(sealed) == version


@given(st.binary(min_size=8, max_size=200))
def test_a_sealed_value_does_not_hold_the_plain_one_and_is_never_the_same_twice(plain):
    first, second = seal(KEY, 1, plain, PLACE), seal(KEY, 1, plain, PLACE)

    assert plain not in first
    assert first != second


@pytest.mark.parametrize(
    "place",
    [
        b"v1|child|surname|case|row|core|1",
        b"v1|person|given_name|case|row|core|1",
        b"v1|person|surname|other|row|core|1",
        b"v1|person|surname|case|other|core|1",
        b"v1|person|surname|case|row|contact|1",
        b"v1|person|surname|case|row|core|2",
        b"",
    ],
)
def test_a_value_moved_to_another_table_column_case_row_compartment_or_version_does_not_open(place):
    sealed = seal(KEY, 1, b"secret", PLACE)

    with pytest.raises(SealBroken):
        unseal(KEY, sealed, place)


def test_each_single_flipped_byte_is_noticed():
    sealed = seal(KEY, 1, b"secret", PLACE)

    for place in (*range(1), *range(3, len(sealed))):  # the version, bytes 1 and 2, is part of the place
        for bit in (1, 128):
            changed = sealed[:place] + bytes([sealed[place] ^ bit]) + sealed[place + 1 :]
            with pytest.raises(SealBroken):
                unseal(KEY, changed, PLACE)


def test_each_truncation_is_noticed():
    sealed = seal(KEY, 1, b"secret", PLACE)

    for length in range(len(sealed)):
        with pytest.raises(SealBroken):
            unseal(KEY, sealed[:length], PLACE)
    with pytest.raises(SealBroken):
        unseal(KEY, sealed + b"\0", PLACE)


def test_another_key_does_not_open_it():
    with pytest.raises(SealBroken):
        unseal(AESGCM(bytes(31) + b"\1"), seal(KEY, 1, b"secret", PLACE), PLACE)


@pytest.mark.parametrize("raw", [b"", b"pending", b"\x02" + bytes(40), b"Shevchenko, a name that is not sealed at all"])
def test_bytes_that_are_no_sealed_value_are_told_from_one(raw):
    with pytest.raises(SealBroken):
        version_of(raw)


def test_yes_no_and_unknown_look_alike():
    assert len({len(seal(KEY, 1, word.encode(), PLACE)) for word in ("yes", "no", "unknown", "", "так", "ні")}) == 1


@pytest.mark.parametrize(
    ("length", "padded"),
    [(0, 16), (12, 16), (13, 32), (28, 32), (29, 64), (60, 64), (61, 128), (1020, 1024), (1021, 2048), (3000, 3072)],
)
def test_a_length_shows_only_its_class(length, padded):
    assert len(seal(KEY, 1, bytes(length), PLACE)) == 31 + padded
