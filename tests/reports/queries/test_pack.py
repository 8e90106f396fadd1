"""Numbers in one field: what goes in comes out, and what is too much is nothing."""

from hypothesis import given
from hypothesis import strategies as st

from icat.reports.queries.pack import MOST, as_ranges, of_ranges


@given(st.sets(st.integers(1, 5000), max_size=300))
def test_numbers_travel_in_one_field(numbers: set[int]) -> None:
    assert of_ranges(as_ranges(numbers)) == numbers


def test_what_is_no_list_of_numbers_or_too_long_a_one_is_nothing() -> None:
    assert as_ranges([3, 4, 5, 9]) == "3-5,9"
    for text in ("x", "0", "5-3", "1-", "1,,2", "-4", "1-99999999999", f"1-{MOST + 1}", f"1-{MOST},{MOST + 5}"):
        assert of_ranges(text) == frozenset(), text
