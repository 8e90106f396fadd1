"""The field catalogue of retention."""

from icat.crypto import Compartment
from icat.retention import fields


def test_a_reason_lies_with_the_details_of_the_log() -> None:
    assert fields.TERM_REASON.compartment is Compartment.DETAIL
    assert fields.TERM_REASON.info["sealed"]
