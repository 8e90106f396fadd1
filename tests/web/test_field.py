"""Tests of what a person can be asked for, one kind of field after the other."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage, MultiDict

from icat.clock import KYIV
from icat.files.checking import MOST_BYTES, Brought
from icat.i18n import Message
from icat.web.field import (
    DayField,
    MomentField,
    NumberField,
    PhoneField,
    SelectField,
    UploadField,
    YearField,
    choices,
    required,
)
from icat.web.form import RowForm


class Everything(RowForm):
    day = DayField("Day", [required(Message("Give the day."))], not_future=True)
    any_day = DayField("Any day")
    at = MomentField("At")
    past = MomentField("Past", not_future=True)
    phone = PhoneField("Phone")
    year = YearField("Year", not_future=True)
    number = NumberField("Number", least=1, most=40)
    file = UploadField("File")
    chosen = SelectField("Chosen", choices=choices([("a", "A")], blank="Choose"))


def read(name: str, **values: str) -> tuple[Any, list[str]]:
    """The value and the errors of one field, when these boxes of it were typed."""
    form = Everything(formdata=MultiDict({name + box.replace("_", "-"): text for box, text in values.items()}))
    form.validate()
    return form[name].data, [str(error) for error in form[name].errors]


def day(d: str, m: str = "", y: str = "", name: str = "any_day") -> tuple[Any, list[str]]:
    return read(name, _day=d, _month=m, _year=y)


def at(d: str, m: str, y: str, time: str, fold: str = "") -> tuple[Any, list[str]]:
    return read("at", _day=d, _month=m, _year=y, _time=time, _fold=fold)


@pytest.mark.parametrize(
    "typed", [("5", "12", "2026"), ("05", "12", "2026"), ("05.12.2026",), ("5/12/2026",), ("2026-12-05",)]
)
def test_a_day_is_read_however_it_is_usually_written(typed: tuple[str, ...]) -> None:
    assert day(*typed) == (date(2026, 12, 5), [])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("31", "2", "1987"), "Give a real date, such as 27 3 1987."),
        (("1", "березня", "1987"), "Give a real date, such as 27 3 1987."),
        (("-1", "3", "1987"), "Give a real date, such as 27 3 1987."),
        (("١", "3", "1987"), "Give a real date, such as 27 3 1987."),
        (("27", "3", "87"), "Give the year in four digits, such as 1987."),
        (("27", "3", "2187"), "Give the year in four digits, such as 1987."),
        (("27", "", "1987"), "Give the day, the month and the year."),
    ],
)
def test_a_day_that_never_was_is_refused_in_a_sentence(typed: tuple[str, str, str], sentence: str) -> None:
    assert day(*typed) == (None, [sentence])


def test_boxes_left_empty_are_no_day_and_refused_only_where_one_is_required() -> None:
    assert day("", "", "") == (None, [])
    assert day("", "", "", name="day") == (None, ["Give the day."])


def test_a_day_in_the_future_is_refused_where_it_cannot_be() -> None:
    assert day("1", "1", "2099") == (date(2099, 1, 1), [])
    assert day("1", "1", "2099", name="day") == (None, ["The date cannot be in the future."])


def test_what_was_typed_stays_in_the_boxes_as_it_was() -> None:
    form = Everything(formdata=MultiDict({"day-day": " 31", "day-month": "лют", "day-year": ""}))
    form.validate()

    assert form.day.typed == {"day": " 31", "month": "лют", "year": ""}
    assert form.day.wrong == {"year"}


def test_a_known_day_fills_the_boxes() -> None:
    form = Everything(formdata=None, data={"day": date(1987, 3, 27), "at": datetime(2026, 7, 1, 9, 5, tzinfo=UTC)})

    assert form.day.typed == {"day": "27", "month": "3", "year": "1987"}
    assert form.at.typed == {"day": "1", "month": "7", "year": "2026", "time": "12:05", "fold": "0"}


@pytest.mark.parametrize("time", ["14:20", "14.20", "1420", "14,20", "14 20"])
def test_a_moment_is_kept_aware_whichever_way_the_time_is_written(time: str) -> None:
    assert at("5", "12", "2026", time) == (datetime(2026, 12, 5, 12, 20, tzinfo=UTC), [])


@pytest.mark.parametrize("time", ["", "25:00", "12:60", "noon", "9"])
def test_a_time_that_is_none_is_refused(time: str) -> None:
    assert at("5", "12", "2026", time) == (None, ["Give the time in hours and minutes, such as 14:20."])


def test_a_time_without_a_day_is_refused_and_nothing_at_all_is_nothing() -> None:
    assert at("", "", "", "14:20") == (None, ["Give the day, the month and the year."])
    assert at("", "", "", "") == (None, [])


def test_the_hour_that_comes_twice_in_autumn_is_asked_about() -> None:
    sentence = "The clocks went back that night. Say which of the two hours you mean."

    assert at("25", "10", "2026", "03:30") == (None, [sentence])
    assert at("25", "10", "2026", "03:30", "0") == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), [])
    assert at("25", "10", "2026", "03:30", "1") == (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), [])


def test_a_moment_in_the_doubled_hour_comes_back_as_the_same_moment() -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    typed = Everything(formdata=None, data={"at": second}).at.typed

    assert read("at", **{"_" + box: text for box, text in typed.items()}) == (second, [])
    assert second.astimezone(KYIV).fold == 1


def test_the_hour_that_is_skipped_in_spring_is_refused() -> None:
    assert at("29", "3", "2026", "03:30") == (None, ["The clocks went forward that night, so this time did not exist."])


def test_a_moment_in_the_future_is_refused_where_it_cannot_be() -> None:
    value, errors = read("past", _day="1", _month="1", _year="2099", _time="10:00")

    assert (value, errors) == (None, ["The date cannot be in the future."])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("067 123 45 67", "+380671234567"),
        ("(067) 123-45-67", "+380671234567"),
        ("+380 67 123 45 67", "+380671234567"),
        ("380671234567", "+380671234567"),
        ("+48 22 123 45 67", "+48221234567"),
        ("102", "102"),
        ("116 123", "116123"),
        ("15-47", "1547"),
        ("", None),
    ],
)
def test_a_phone_is_kept_as_it_is_dialled(typed: str, kept: str | None) -> None:
    assert read("phone", **{"": typed}) == (kept, [])


@pytest.mark.parametrize("typed", ["12", "067 123", "ask the neighbour", "+380 67 123 45 67 89 01", "9" * 400])
def test_what_cannot_be_dialled_is_refused_and_stays_in_the_box(typed: str) -> None:
    form = Everything(formdata=MultiDict({"phone": typed}))
    form.validate()

    assert form.phone.data is None
    assert "067 123 45 67" in str(form.phone.errors[0])
    assert form.phone._value() == typed


def test_a_year_has_four_digits_and_is_not_to_come() -> None:
    assert read("year", **{"": "1987"}) == (1987, [])
    assert read("year", **{"": "87"}) == (None, ["Give the year in four digits, such as 1987."])
    assert read("year", **{"": "2099"})[1] == ["The year cannot be in the future."]
    assert read("year", **{"": ""}) == (None, [])


def test_a_number_is_whole_and_within_its_bounds() -> None:
    assert read("number", **{"": "7"}) == (7, [])
    assert read("number", **{"": "seven"}) == (None, ["Give a whole number in digits."])
    assert read("number", **{"": "41"}) == (None, ["Give a number from 1 to 40."])
    assert read("number", **{"": "9" * 5000}) == (None, ["Give a whole number in digits."])


def test_the_blank_line_of_a_list_is_no_choice() -> None:
    assert read("chosen", **{"": ""}) == (None, [])
    assert read("chosen", **{"": "a"}) == ("a", [])


def uploaded(content: bytes, name: str = "paper.pdf", kind: str = "application/pdf; x=1") -> Everything:
    sent = FileStorage(BytesIO(content), name, content_type=kind)
    return Everything(formdata=MultiDict({"file": sent}))  # type: ignore[arg-type]


def test_a_file_is_handed_on_as_it_was_brought_however_often_the_page_is_made() -> None:
    sent = FileStorage(BytesIO(b"%PDF"), "paper.pdf", content_type="application/pdf; x=1")

    for _ in range(2):
        form = Everything(formdata=MultiDict({"file": sent}))  # type: ignore[arg-type]
        assert form.file.data == Brought("paper.pdf", "application/pdf", b"%PDF")


def test_of_a_file_that_is_too_large_just_so_much_is_read_that_it_is_known_to_be() -> None:
    assert len(uploaded(b"x" * (MOST_BYTES + 100)).file.data.content) == MOST_BYTES + 1


def test_no_file_chosen_is_nothing_brought() -> None:
    assert uploaded(b"", name="").file.data is None
    assert Everything(formdata=MultiDict({"file": ""})).file.data is None
