"""One cell, as people write it here."""

import time
from contextlib import suppress
from datetime import date

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from icat.imports.cells import Unreadable, birth_of, day_of, has_children, is_closed, name_of, phone_of

NOW = "2026-11-25T10:00:00Z"


@pytest.mark.parametrize(
    "text",
    [
        "05.11.2026", "5.11.26", "05/11/2026", "5-11-2026", "2026-11-05", "2026-11-05 14:30", "5 листопада 2026",
        "«5» листопада 2026 р.", "05.11.2026 року", " 05 . 11 . 2026 ",
    ],
)  # fmt: skip
@time_machine.travel(NOW)
def test_a_day_is_read_as_ukrainians_write_it(text: str) -> None:
    assert day_of(text) == date(2026, 11, 5)


@pytest.mark.parametrize(
    ("text", "day"),
    [("", None), ("1.1.85", date(1985, 1, 1)), ("1.1.26", date(2026, 1, 1)), ("29.02.2024", date(2024, 2, 29))],
)
@time_machine.travel(NOW)
def test_two_digits_of_a_year_are_the_nearest_that_was(text: str, day: date | None) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("вчора", "is no day"), ("45231", "is no day"), ("31.02.2026", "no such day"), ("05.13.2026", "no such day"),
        ("26.11.2026", "yet to come"), ("1.1.1024", "no such day"), ("5 мартобря 2026", "is no day"),
        ("=1+1", "is no day"),
    ],
)  # fmt: skip
@time_machine.travel(NOW)
def test_what_is_no_day_is_said(text: str, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        day_of(text)
    assert words in str(refused.value.message)
    assert text in str(refused.value.message)


@time_machine.travel(NOW)
def test_a_day_may_lie_ahead_where_it_should() -> None:
    assert day_of("01.12.2026", not_future=False) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("1985", (None, "1985")),
        ("1985 р.н.", (None, "1985")),
        ("14.03.1990", (date(1990, 3, 14), "1990")),
        ("27 березня 1991 р.н.", (date(1991, 3, 27), "1991")),
        ("", (None, "")),
    ],
)
def test_a_birth_is_a_day_or_a_year(text: str, born: tuple[date | None, str]) -> None:
    assert birth_of(text) == born


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Їжак Ґвалія Петрівна", ("Їжак", "Ґвалія", "Петрівна")),
        ("Їжак  Ґвалія", ("Їжак", "Ґвалія", "")),
        ("Їжак", ("Їжак", "", "")),
        ("Нечуй-Левицька Анна-Марія Олег кизи", ("Нечуй-Левицька", "Анна-Марія", "Олег кизи")),
        ("", ("", "", "")),
    ],
)
def test_a_whole_name_is_taken_apart(text: str, name: tuple[str, str, str]) -> None:
    assert name_of(text) == name


@pytest.mark.parametrize("text", ["Їжак Ґвалія, Їжак Іван, Їжак Аліна", "Їжак Ґ. 067 111 22 33"])
def test_several_people_are_no_name(text: str) -> None:
    with pytest.raises(Unreadable):
        name_of(text)


@pytest.mark.parametrize("text", ["067 111 22 33", "+38 (067) 111-22-33", "380671112233", "671112233"])
def test_a_phone_is_read_with_and_without_its_code(text: str) -> None:
    assert phone_of(text) == "+380671112233"


@pytest.mark.parametrize("text", ["067 111 22 33, 050 222 33 44", "немає", "12"])
def test_what_is_no_one_phone_is_said(text: str) -> None:
    with pytest.raises(Unreadable):
        phone_of(text)


def test_an_empty_cell_is_no_phone() -> None:
    assert phone_of(" ") == ""


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("в роботі", False),
        ("На контролі", False),
        ("Закрито", True),
        ("знято з обліку", True),
        ("", None),
    ],
)
def test_a_state_is_open_or_closed(text: str, closed: bool | None) -> None:  # noqa: FBT001
    assert is_closed(text) is closed


def test_a_state_that_says_neither_is_said() -> None:
    with pytest.raises(Unreadable, match="whether the case is open"):
        is_closed("???")


@pytest.mark.parametrize(
    ("text", "there"),
    [("2", True), ("0", False), ("ні", False), ("-", False), ("Аліна, 7 р.", True), ("так", True), ("", False)],
)
def test_children_are_a_number_or_a_word(text: str, there: bool) -> None:  # noqa: FBT001
    assert has_children(text) is there


@pytest.mark.parametrize("text", [f"1{' ' * 3990}x", "1." * 1990, "ні " * 1300, "a" * 4000, "0" * 4000, "рік " * 999])
def test_a_long_cell_is_read_in_no_time(text: str) -> None:
    began = time.monotonic()

    for read in (day_of, birth_of, name_of, phone_of, is_closed, has_children):
        with suppress(Unreadable):
            read(text)

    assert time.monotonic() - began < 0.5


@given(st.text(max_size=60))
def test_no_cell_ends_in_anything_but_a_value_or_a_sentence(text: str) -> None:
    for read in (day_of, birth_of, name_of, phone_of, is_closed, has_children):
        with suppress(Unreadable):
            read(text)
