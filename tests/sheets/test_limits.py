"""Limits are what a register needs, and what a server bears."""

import pytest

from icat.errors import RuleBroken
from icat.files.checking import MOST_BYTES as MOST_BROUGHT
from icat.sheets import limits


def test_a_table_is_never_larger_than_what_a_page_takes() -> None:
    assert limits.MOST_BYTES <= MOST_BROUGHT
    assert limits.MOST_ROWS < limits.LOOKED_AT


def test_a_row_may_be_shorter_than_the_heading_and_not_longer() -> None:
    limits.insist_on_columns(2, 3, 3)
    with pytest.raises(RuleBroken, match="Row 2 has 4 cells"):
        limits.insist_on_columns(2, 4, 3)
