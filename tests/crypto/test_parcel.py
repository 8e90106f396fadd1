"""A parcel opens with its own key, whole, and in its own place; otherwise it does not open."""

from uuid import uuid4

import pytest

from icat.crypto.parcel import About, new_key_pair, open_parcel
from icat.crypto.sealing import SealBroken
from tests.cases.parcels import sealed

ABOUT = About(uuid4(), uuid4(), uuid4(), 1)


def test_what_was_sealed_to_the_point_opens_with_the_other_half():
    pair = new_key_pair()

    assert open_parcel(pair.private, sealed(pair.point, b"night", ABOUT), ABOUT) == b"night"


@pytest.mark.parametrize("place", [0, 40, 70, -1])
def test_a_parcel_that_was_changed_does_not_open(place):
    pair = new_key_pair()
    parcel = bytearray(sealed(pair.point, b"night", ABOUT))
    parcel[place] ^= 1

    with pytest.raises(SealBroken):
        open_parcel(pair.private, bytes(parcel), ABOUT)


@pytest.mark.parametrize("length", [0, 64, 80])
def test_a_parcel_that_was_cut_short_does_not_open(length):
    pair = new_key_pair()

    with pytest.raises(SealBroken):
        open_parcel(pair.private, sealed(pair.point, b"night", ABOUT)[:length], ABOUT)


@pytest.mark.parametrize("part", ["key_id", "member_id", "client_id", "part"])
def test_a_parcel_opens_in_its_own_place_only(part):
    pair = new_key_pair()
    elsewhere = ABOUT._replace(**{part: 2 if part == "part" else uuid4()})

    with pytest.raises(SealBroken):
        open_parcel(pair.private, sealed(pair.point, b"night", ABOUT), elsewhere)


def test_the_key_of_another_pair_opens_nothing():
    with pytest.raises(SealBroken):
        open_parcel(new_key_pair().private, sealed(new_key_pair().point, b"night", ABOUT), ABOUT)
