"""Tests of the form that every page uses."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import wtforms
from flask import Flask
from werkzeug.datastructures import MultiDict

from icat.errors import RuleBroken, Stale
from icat.i18n import Message
from icat.web.form import (
    ADD,
    DRAWN,
    WORDS,
    ChecksField,
    DayField,
    Form,
    HiddenTextField,
    LongTextField,
    RadiosField,
    RowForm,
    RowsField,
    TextField,
    TickField,
    choices,
    length,
    required,
)


class Child(RowForm):
    id = HiddenTextField()
    name = TextField("Name", [required(Message("Give the child's name."))])
    born = DayField("Born")


class Person(Form):
    name = TextField("Name", [required(Message("Give a name.")), length(10)])
    note = LongTextField("Note")
    born = DayField("Born")
    safe = RadiosField("Safe?", choices=choices([("yes", "Yes"), ("no", "No")]))
    wants = ChecksField("Wants", choices=choices([("law", "Law"), ("home", "Home")]))
    urgent = TickField("Urgent")
    children = RowsField(Child, "Children", blank=2, most=4)


@pytest.fixture(autouse=True)
def app() -> Iterator[Flask]:
    """An application without anything else; each form brings what was typed."""
    app = Flask("forms")
    app.config.update(SECRET_KEY="x", WTF_CSRF_ENABLED=False)
    with app.test_request_context("/", method="POST"):
        yield app


def typed(*pairs: tuple[str, str], **values: str) -> Person:
    return Person(formdata=MultiDict([*pairs, *values.items()]))


def said(form: Form) -> list[tuple[str, str]]:
    return [(box, str(message)) for box, message in form.all_errors()]


def test_text_is_kept_composed_trimmed_and_with_one_kind_of_line_end() -> None:
    form = typed(name="  Йосип ", note="one\r\ntwo\r")

    assert form.validate()
    assert form.given() == {"name": "Йосип", "note": "one\ntwo"}


def test_what_the_page_did_not_show_is_not_among_what_was_given() -> None:
    assert typed(name="Olha").given() == {"name": "Olha"}


def test_a_box_that_was_shown_and_left_empty_is_given_as_empty() -> None:
    form = typed((DRAWN, "wants"), (DRAWN, "urgent"), (DRAWN, "safe"), ("name", "Olha"))

    assert form.validate()
    assert form.given() == {"name": "Olha", "safe": None, "wants": [], "urgent": False}


def test_a_form_that_was_never_sent_gives_nothing_and_is_not_submitted() -> None:
    form = Person(formdata=None, data={"name": "Olha"})

    assert form.name.data == "Olha"
    assert not form.validate_on_submit()
    assert form.given() == {}


def test_an_empty_required_field_has_one_error_and_it_is_ours() -> None:
    form = typed(name="")

    assert not form.validate()
    assert said(form) == [("name", "Give a name.")]


def test_a_text_that_is_too_long_is_counted_for_its_writer() -> None:
    form = typed(name="x" * 12)

    assert not form.validate()
    assert said(form) == [("name", "Use at most 10 characters; you have 12.")]


def test_a_text_without_a_limit_of_its_own_has_one_all_the_same() -> None:
    form = typed(name="Olha", note="x" * 20_001)

    assert not form.validate()
    assert said(form) == [("note", "Use at most 20000 characters; you have 20001.")]


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1b[2J", "\x7f"])
def test_a_control_character_is_refused_in_a_sentence(bad: str) -> None:
    form = typed(name=f"Ol{bad}ha")

    assert not form.validate()
    assert said(form) == [("name", "This text holds a character that cannot be kept. Please type it again.")]


def test_a_code_that_is_not_on_the_list_is_refused_in_a_sentence() -> None:
    form = typed(("name", "Olha"), ("safe", "maybe"), ("wants", "moon"))

    assert not form.validate()
    assert said(form) == [
        ("safe", "Choose one of the answers on the list."),
        ("wants", "Choose one of the answers on the list."),
    ]


def test_a_refusal_stands_beside_its_field_or_at_the_top_and_the_view_goes_on() -> None:
    form = typed(name="Olha")
    assert form.validate()

    with form.refusals():
        raise RuleBroken(Message("She is in another case."), field="name")
    with form.refusals():
        raise Stale

    assert said(form) == [
        ("", "Somebody else changed this while you were working. Nothing was saved yet."),
        ("name", "She is in another case."),
    ]


def test_a_fault_of_ours_is_not_taken_for_a_refusal() -> None:
    form = typed(name="Olha")

    with pytest.raises(KeyError), form.refusals():
        raise KeyError("a defect")


def test_a_refusal_finds_its_field_inside_a_row() -> None:
    form = typed(("name", "Olha"), ("children-0-name", "Ira"))
    assert form.validate()

    form.refuse(RuleBroken(Message("Two children of this name."), field="children-0-name"))
    form.refuse(RuleBroken(Message("Too many."), field="children"))

    assert said(form) == [("children-0-name", "Two children of this name."), ("children", "Too many.")]


def test_a_list_starts_with_its_rows_and_empty_ones_to_fill() -> None:
    form = Person(formdata=None, data={"children": [{"id": "7", "name": "Ira"}]})

    assert [row.form.name.data for row in form.children.entries] == ["Ira", None, None]
    assert form.children.data == [{"id": "7", "name": "Ira", "born": None}]


def test_rows_left_blank_are_no_rows_and_are_not_checked() -> None:
    form = typed(
        ("name", "Olha"),
        ("children-0-id", "7"),
        ("children-0-name", " "),
        ("children-1-name", "Ira"),
        ("children-2-name", ""),
    )

    assert form.validate(), said(form)
    assert [row["name"] for row in form.given()["children"]] == ["Ira"]


def test_a_row_with_half_a_day_in_it_is_not_blank() -> None:
    form = typed(("name", "Olha"), ("children-0-name", ""), ("children-0-born-day", "4"))

    assert not form.validate()
    assert said(form) == [
        ("children-0-name", "Give the child's name."),
        ("children-0-born-month", "Give the day, the month and the year."),
    ]


def test_add_another_gives_a_row_keeps_the_typing_and_is_not_a_sending() -> None:
    form = typed((ADD, "children"), ("name", ""), ("children-0-name", "Ira"))

    assert not form.validate_on_submit()
    assert said(form) == []
    assert [row.form.name.data for row in form.children.entries] == ["Ira", None]


def test_there_are_never_more_rows_than_there_may_be() -> None:
    form = typed((ADD, "children"), *((f"children-{n}-name", "x") for n in range(50)))

    form.validate_on_submit()

    assert len(form.children.entries) == 4


def test_a_missing_token_is_said_kindly(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    form = typed(name="Olha")

    assert not form.validate()
    assert [box for box, _ in said(form)] == [""]
    assert "Your typing is kept" in said(form)[0][1]
    assert "csrf_token" not in form.given()


def test_a_token_stays_good_however_long_the_page_lay_open(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True

    assert Person(formdata=None).meta.csrf_time_limit > 10 * 365 * 24 * 3600


def test_every_sentence_of_the_form_library_that_we_can_meet_has_words_of_ours() -> None:
    pot = Path(wtforms.__file__).parent / "locale" / "wtforms.pot"
    theirs = {line[7:-1] for line in pot.read_text().splitlines() if line.startswith('msgid "')} - {""}
    unused = {
        "Invalid field name '%s'.",
        "Field must be equal to %(other_name)s.",
        "Invalid input.",
        "Invalid IP address.",
        "Invalid Mac address.",
        "Invalid URL.",
        "Invalid UUID.",
        "Invalid value, must be one of: %(values)s.",
        "Invalid value, can't be any of: %(values)s.",
        "This field cannot be edited.",
        "This field is disabled and cannot have a value.",
        "Choices cannot be None.",
    }

    assert theirs - unused == set(WORDS)


def test_words_for_an_unknown_sentence_are_ours_too() -> None:
    translations: Any = Person(formdata=None).meta.get_translations(None)

    assert translations.gettext("Something new.") == "This was not understood. Please type it again."
