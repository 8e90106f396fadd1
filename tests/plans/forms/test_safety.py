"""The form of the safety plan: a box for each section, and what was not shown is not erased."""

from typing import Any

from flask import Flask

from icat.plans.commands.safety import Part
from icat.plans.forms.safety import safety_form, section_codes


def sent(app: Flask, data: dict[str, Any]) -> Any:
    with app.test_request_context(method="POST", data=data):
        return safety_form()(meta={"csrf": False})


def test_there_is_a_box_and_a_tick_for_each_section(app: Flask) -> None:
    form = sent(app, {})

    assert all(f"text_{code}" in form and f"printed_{code}" in form for code in section_codes())


def test_only_what_was_sent_is_written(app: Flask) -> None:
    data = {
        "text_children": "Діти йдуть до Олі.",
        "_drawn": "printed_children",
        "language": "uk",
        "kept_at": "у сестри",
    }
    with app.test_request_context(method="POST", data=data):
        form = safety_form()(meta={"csrf": False})
        assert form.parts() == {"children": Part("Діти йдуть до Олі.", is_printed=False)}
        assert form.cover().kept_at == "у сестри"
        assert form.cover().code_word == ""
