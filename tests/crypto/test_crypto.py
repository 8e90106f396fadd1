"""The compartments of a case."""

from icat.crypto import Compartment


def test_a_compartment_keeps_its_name_for_ever_because_it_is_part_of_what_was_sealed():
    assert [str(compartment) for compartment in Compartment] == [
        "core",
        "contact",
        "safe_address",
        "plan",
        "safety_plan",
        "detail",
        "staff",
        "files",
    ]
