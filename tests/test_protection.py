"""The arithmetic of the ten days, and the terms of orders: at one below, at and above each threshold."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from icat.clock import KYIV
from icat.codes import DATA, code_list
from icat.errors import ConfigError
from icat.legal import Category
from icat.protection import DAY, Filing, Told, months_after, orders, read_orders, ten_days

MADE = datetime(2026, 11, 20, 14, 30, tzinfo=KYIV)
TOLD = Told(MADE, MADE + 10 * DAY)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("after", "day"),
    [(timedelta(0), 1), (DAY - SECOND, 1), (DAY, 2), (9 * DAY, 10), (10 * DAY - SECOND, 10), (12 * DAY, 10)],
)
def test_a_day_is_24_hours_from_the_moment_of_the_order(after: timedelta, day: int) -> None:
    strip = ten_days(TOLD, MADE + after)

    assert (strip.day, strip.days, strip.is_over) == (day, 10, after >= 10 * DAY)


def test_the_call_is_due_by_day_3_and_the_application_by_day_6_until_they_are_recorded() -> None:
    strip = ten_days(TOLD, MADE + DAY)
    done = ten_days(Told(MADE, MADE + 10 * DAY, called_at=MADE + DAY, filed_at=MADE + DAY), MADE + 2 * DAY)
    unwanted = ten_days(Told(MADE, MADE + 10 * DAY, not_wanted_at=MADE + DAY), MADE + 2 * DAY)

    assert (strip.call_by, strip.filing_by, strip.court_by) == (MADE + 3 * DAY, MADE + 6 * DAY, None)
    assert (done.call_by, done.filing_by, done.court_by) == (None, None, MADE + 4 * DAY)  # 72 hours from the filing
    assert (unwanted.filing, unwanted.filing_by) == (Filing.NOT_WANTED, None)
    assert [cell.number for cell in strip.cells if "call" in cell.marks] == [3]
    assert [cell.number for cell in strip.cells if "filing" in cell.marks] == [6]
    assert [cell.state for cell in strip.cells[:3]] == ["past", "today", "ahead"]


@pytest.mark.parametrize(
    ("hearing", "following", "days"),
    [
        (None, None, None),  # nobody can say
        (9 * DAY, None, 0),
        (10 * DAY, None, 0),
        (10 * DAY + SECOND, None, 1),
        (12 * DAY, None, 2),
        (12 * DAY, 8 * DAY, 0),  # an order of a court counts, and not its hearing
        (None, 13 * DAY, 3),
    ],
)
def test_days_without_protection_are_counted_only_where_they_can_be(
    hearing: timedelta | None, following: timedelta | None, days: int | None
) -> None:
    told = Told(MADE, MADE + 10 * DAY, hearing_at=MADE + hearing if hearing is not None else None)

    strip = ten_days(told, MADE + DAY, following=[MADE + following] if following is not None else [])

    assert strip.gap_days == days
    assert (strip.filing_by is None) == (following is not None)


def test_an_order_of_a_court_from_before_does_not_count() -> None:
    assert ten_days(TOLD, MADE + DAY, following=[MADE - 40 * DAY]).next_at is None


@pytest.mark.parametrize(
    ("after", "said"), [(timedelta(days=6), "6 more days"), (9 * DAY, "24 more hours"), (10 * DAY, "it is over")]
)
def test_what_is_left_is_said_in_days_and_near_the_end_in_hours(after: timedelta, said: str) -> None:
    left = ten_days(TOLD, MADE + (after if after > 6 * DAY else 4 * DAY)).left_said

    assert str(left) == said


@pytest.mark.parametrize(
    ("kind", "length", "wrong"),
    [
        ("urgent_barring_order", 10 * DAY, False),
        ("urgent_barring_order", 10 * DAY + SECOND, True),
        ("urgent_barring_order", timedelta(0), True),
        ("restraining_order", 29 * DAY, True),
        ("restraining_order", 30 * DAY, False),
        ("restraining_order", 181 * DAY, False),
        ("restraining_order", 183 * DAY, True),
        ("perpetrator_programme", 9 * DAY, False),  # a term that nobody confirmed refuses nothing
        ("preventive_register", 3000 * DAY, False),
    ],
)
def test_a_period_that_the_law_does_not_know_is_refused(kind: str, length: timedelta, *, wrong: bool) -> None:
    fault = orders().kinds[kind].fault(MADE, MADE + length)

    assert (fault is not None) is wrong


def test_a_court_may_let_a_restraining_order_run_six_months_longer() -> None:
    terms = orders().kinds["restraining_order"]

    assert terms.fault(MADE, MADE + 300 * DAY) is not None
    assert terms.fault(MADE, MADE + 300 * DAY, extended=True) is None
    assert terms.fault(MADE, MADE + 400 * DAY, extended=True) is not None


def test_every_kind_has_its_terms_and_a_category_that_there_is() -> None:
    assert set(orders().kinds) == set(code_list("order_kind").options)
    assert all(Category(terms.category) for terms in orders().kinds.values())
    assert orders().kinds["preventive_register"].category == Category.CONVICTIONS


def test_months_are_those_of_the_calendar() -> None:
    assert months_after(MADE.date().replace(day=30, month=1), 1) == MADE.date().replace(day=28, month=2)
    assert months_after(MADE.date(), 2).year == 2027


def test_days_out_of_order_are_refused_by_name(tmp_path: Path) -> None:
    faulty = tmp_path / "orders.toml"
    text = (DATA / "orders.toml").read_text(encoding="utf-8")
    faulty.write_text(text.replace("call_by_day = 3", "call_by_day = 7"), encoding="utf-8")

    with pytest.raises(ConfigError, match="orders.toml"):
        read_orders(faulty)
