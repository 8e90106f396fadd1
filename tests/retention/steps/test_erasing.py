"""That nothing of a case is forgotten when it is destroyed, also what a later version adds."""

import icat.audit.models
import icat.meetings.models
import icat.plans.models  # noqa: F401 - imported so that their tables are known
from icat.db.base import Base
from icat.retention.steps.erasing import SKELETON, erased_tables


def test_every_table_of_a_case_is_erased_or_stands_in_the_skeleton_and_nothing_else_points_at_it() -> None:
    erased = {table.name for table in erased_tables()}
    assert {"person", "referral", "answer", "fact", "safety_section", "hold", "term", "level"} <= erased

    outside = {
        (table.name, key.column.table.name)
        for table in Base.metadata.sorted_tables
        if table.name not in erased
        for key in table.foreign_keys
        if key.column.table.name in erased
    }

    gone_before = {("parcel", "referral")}  # a parcel bears no case: it goes with the referral that it became
    assert outside == gone_before, "a row that stays would point at one that goes"


def test_the_skeleton_holds_nothing_that_is_not_a_code_but_sealed_columns_which_are_emptied() -> None:
    for table in Base.metadata.sorted_tables:
        if table.name in SKELETON - {"ledger_case", "case", "share", "consent"}:
            told = {column.name for column in table.c if column.info.get("sensitivity") == "sensitive"}
            assert told == {column.name for column in table.c if column.info.get("sealed")}, table.name


def test_sealed_columns_of_the_skeleton_may_be_empty() -> None:
    for table in Base.metadata.sorted_tables:
        if table.name in SKELETON:
            assert all(column.nullable for column in table.c if column.info.get("sealed")), table.name
