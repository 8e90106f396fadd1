"""Tests of how fields and parts of pages are drawn."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import Environment
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from icat.i18n import Message, Words, speaking
from icat.templating import environment
from icat.web import component
from icat.web.field import (
    ChecksField,
    DayField,
    LongTextField,
    MomentField,
    PhoneField,
    RadiosField,
    SecretField,
    SelectField,
    TextField,
    TickField,
    UploadField,
    choices,
    length,
    required,
)
from icat.web.form import Form, RowForm, RowsField
from icat.web.gallery import specimens

TEMPLATES = Path(__file__).parents[2] / "templates"
YES_NO = [("yes", Words("Так", "Yes")), ("no", Words("Ні", "No"), Words("Підказка", "A hint"))]


class Child(RowForm):
    name = TextField("Name")


class Sheet(Form):
    name = TextField(Message("Name"), [required(Message("Give a name."))], description=Message("As on paper."))
    note = LongTextField("Note", [length(50)])
    born = DayField("Born")
    at = MomentField("At")
    phone = PhoneField("Phone")
    secret = SecretField("Password")
    safe = RadiosField("Safe?", choices=choices(YES_NO))
    wants = ChecksField("Wants", choices=choices(YES_NO))
    agency = SelectField("Agency", choices=choices(YES_NO))
    told = TickField("Told")
    children = RowsField(Child, "Children")


@pytest.fixture
def env() -> Environment:
    env = environment(TEMPLATES)
    component.install(env)
    return env


@pytest.fixture(autouse=True)
def app() -> Iterator[Flask]:
    app = Flask("drawing")
    app.config.update(SECRET_KEY="x")
    with app.test_request_context("/"):
        yield app


def draw(env: Environment, which: str, typed: dict[str, str] | None = None, /, **options: Any) -> str:
    form = Sheet(formdata=MultiDict(typed) if typed is not None else None)
    if typed is not None:
        form.validate()
    macro = env.get_template("components/form.html").module.field  # type: ignore[attr-defined]
    return str(macro(form[which], **options))


def test_a_line_of_text_has_its_label_its_hint_and_no_memory_of_others(env: Environment) -> None:
    html = draw(env, "name", name=True)

    assert re.search(r'<label[^>]*for="name"[^>]*>\s*Name', html)
    assert 'id="name-hint"' in html
    assert "As on paper." in html
    assert 'autocomplete="off"' in html
    assert 'spellcheck="false"' in html


def test_an_error_is_tied_to_its_box_and_its_hidden_word_is_said(env: Environment) -> None:
    html = draw(env, "name", {"name": ""})

    assert '<span class="govuk-visually-hidden">Error:</span> Give a name.' in html
    assert 'aria-describedby="name-hint name-error"' in html


def test_what_was_typed_comes_back_and_cannot_become_markup(env: Environment) -> None:
    assert 'value="&lt;b&gt;&#34;"' in draw(env, "name", {"name": '<b>"'})


def test_a_text_of_several_lines_keeps_its_lines_even_inside_a_revealed_part(env: Environment) -> None:
    form = Sheet(formdata=MultiDict({"safe": "no", "note": "one\n two\n</textarea>"}))
    html = page(
        env,
        """{% from "components/form.html" import field %}{% set inner %}{{ field(form.note) }}{% endset %}
        {{ field(form.safe, conditional={"no": inner}) }}""",
        form=form,
    )

    assert "one&#10; two&#10;&lt;/textarea&gt;</textarea>" in html


def test_a_counter_has_its_sentences_for_each_kind_of_number(env: Environment) -> None:
    html = draw(env, "note", count=True)

    assert 'data-maxlength="50"' in html
    assert 'data-i18n.characters-under-limit.one="You have %{count} character left"' in html
    assert 'data-i18n.characters-under-limit.few="You have %{count} characters left"' in html


def test_a_day_has_three_labelled_boxes_and_marks_the_wrong_one_only(env: Environment) -> None:
    html = draw(env, "born", {"born-day": "4", "born-month": "", "born-year": "1987"})

    assert re.findall(r'name="(born-\w+)"', html) == ["born-day", "born-month", "born-year"]
    assert html.count("govuk-input--error") == 1
    assert re.search(r'id="born-month"[^>]*', html)
    assert 'value="1987"' in html


def test_the_doubled_hour_is_asked_about_only_where_it_is_doubled(env: Environment) -> None:
    usual = draw(env, "at", {"at-day": "5.12.2026", "at-time": "03:30"})
    doubled = draw(env, "at", {"at-day": "25.10.2026", "at-time": "03:30"})

    assert "at-fold" not in usual
    assert doubled.count('name="at-fold"') == 2


def test_answers_are_a_group_with_a_legend_and_what_opens_is_tied_to_its_answer(env: Environment) -> None:
    html = draw(env, "safe", {"safe": "no"}, conditional={"no": Markup("<p>inside</p>")}, inline=True)

    assert re.search(r"<legend[^>]*>\s*Safe\?", html)
    assert "govuk-radios--inline" in html
    assert 'data-aria-controls="conditional-safe-2"' in html
    assert "A hint" in html
    assert re.search(r'value="no"\s+checked', html)


def test_boxes_and_circles_say_that_they_were_on_the_page(env: Environment) -> None:
    for name in ("safe", "wants", "told"):
        assert f'<input type="hidden" name="_drawn" value="{name}">' in draw(env, name)


def test_a_list_that_opens_starts_with_nothing_chosen(env: Environment) -> None:
    html = draw(env, "agency")

    assert re.search(r'<option value=""\s+selected>Choose', html)
    assert not re.search(r'<option value="yes"\s+selected', html)


def test_a_password_is_never_sent_back(env: Environment) -> None:
    html = draw(env, "secret", {"secret": "correct horse"}, autocomplete="current-password")

    assert 'type="password"' in html
    assert "horse" not in html


def test_labels_are_said_in_the_readers_language(env: Environment) -> None:
    with speaking("uk"):
        assert "Підказка" in draw(env, "safe")
    with speaking("en"):
        assert "A hint" in draw(env, "safe")


def page(env: Environment, text: str, **values: Any) -> str:
    return env.from_string(text).render(**values)


def test_a_form_has_its_token_its_rows_and_a_pattern_for_more(env: Environment) -> None:
    html = page(
        env,
        """{% from "components/form.html" import field, form_for, rows %}
        {% call form_for(form, button="Save") %}
        {% call(row) rows(form.children, "Child", "Add another child") %}{{ field(row.name) }}{% endcall %}
        {% endcall %}""",
        form=Sheet(formdata=None),
    )

    assert html.count('name="csrf_token"') == 1
    assert "novalidate" in html
    assert 'name="children-0-name"' in html
    assert 'name="children-__n__-name"' in html
    assert 'name="_add" value="children"' in html


def test_every_error_in_the_summary_leads_to_a_box_of_the_page(env: Environment) -> None:
    form = Sheet(formdata=MultiDict({"name": "", "born-day": "4", "safe": "maybe", "phone": "12"}))
    form.validate()
    html = page(
        env,
        """{% from "components/form.html" import field, form_for %}{% call form_for(form, button="Save") %}
        {% for f in form if f.name != "children" and not is_hidden(f) %}{{ field(f) }}{% endfor %}{% endcall %}""",
        form=form,
    )
    targets = re.findall(r'<a href="#([\w-]+)">', html)

    assert targets == ["name", "born-month", "phone", "safe"]
    assert all(f'id="{target}"' in html for target in targets)


def test_a_phone_is_never_shown_without_the_line_that_says_whether_to_call(env: Environment) -> None:
    text = '{% from "components/contact.html" import contact %}{{ contact(lines) }}'
    number = "+380671234567"

    unknown = page(env, text, lines=[{"phone": number}])
    never = page(env, text, lines=[{"phone": number, "safe": "no"}])
    always = page(env, text, lines=[{"phone": number, "safe": "yes"}])

    assert "Not known whether a call is safe" in unknown
    assert "Do not call" in never
    assert never.index("Do not call") < never.index("+380 67")
    assert "tel:" not in unknown + never
    assert f"tel:{number}" in always


def test_a_withheld_value_is_said_to_be_there_and_nothing_more(env: Environment) -> None:
    class Withheld:
        is_withheld = True
        reason = "no share"

        def __bool__(self) -> bool:
            return False

    html = page(
        env,
        '{% from "components/summary.html" import summary %}{{ summary([("Address", v), ("Language", none)]) }}',
        v=Withheld(),
    )

    assert "Withheld: no share" in html
    assert "Not recorded" in html


def test_a_banner_pins_every_yes_and_at_most_three_unknowns(env: Environment) -> None:
    html = page(
        env,
        '{% from "components/banner.html" import critical %}{{ critical(yes, unknown) }}{{ critical([], []) }}',
        yes=[f"yes {n}" for n in range(6)],
        unknown=[f"open {n}" for n in range(5)],
    )

    assert html.count("<li>") == 6
    assert html.count("app-unknown") == 3
    assert "and 2 more not known" in html
    assert html.count("<section") == 1


def test_a_state_nobody_has_heard_of_is_still_readable(env: Environment) -> None:
    html = page(env, '{% from "components/status.html" import tag %}{{ tag("case:new-thing", "New") }}')

    assert html == '<strong class="govuk-tag">New</strong>'


@pytest.mark.parametrize("tongue", ["uk", "en"])
def test_the_gallery_shows_everything_in_both_languages_without_a_stray_value(env: Environment, tongue: str) -> None:
    with speaking(tongue):
        html = env.get_template("components/gallery.html").render(**specimens("/draft"))

    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert html.count("<h1") == 1
    assert not re.search(r"Words\(|Message\(|Undefined|&lt;(span|a) ", html)
    assert "<script>" not in html
    assert " style=" not in html


def test_the_shell_stands_without_anything_being_set_and_names_nobody_in_its_title(env: Environment) -> None:
    html = page(
        env, '{% extends "base.html" %}{% block title %}Cases{% endblock %}{% block main %}<h1>Cases</h1>{% endblock %}'
    )

    assert "<title>Cases – ICAT</title>" in html
    assert 'content="no-referrer"' in html
    assert "noindex" in html
    assert "data-exit" in html
    assert "app-columns" not in html
    assert "app-demo" not in html


@pytest.mark.parametrize("path", sorted(p.name for p in (TEMPLATES / "errors").glob("*.html")))
def test_every_error_page_stands_by_itself(env: Environment, path: str) -> None:
    html = env.get_template(f"errors/{path}").render()

    assert html.count("<h1") == 1


def test_a_page_not_found_tells_whom_to_ask(env: Environment) -> None:
    assert "ask your coordinator" in env.get_template("errors/404.html").render()


def test_every_template_of_ours_keeps_to_its_length() -> None:
    long = {
        str(path): n
        for path in [
            TEMPLATES / "base.html",
            *(TEMPLATES / "components").glob("*.html"),
            *(TEMPLATES / "errors").glob("*.html"),
        ]
        if (n := len(path.read_text().splitlines())) > 120
    }

    assert long == {}


def test_a_day_in_a_timeline_is_written_for_people_and_for_machines(env: Environment) -> None:
    html = page(
        env,
        """{% from "components/timeline.html" import timeline %}
        {{ timeline([{"title": "Sent", "on": on}]) }}{{ timeline([]) }}""",
        on=date(2026, 12, 5),
    )

    assert '<time datetime="2026-12-05">05.12.2026</time>' in html
    assert "Nothing has happened yet." in html


class Bringing(RowForm):
    file = UploadField("Signed form")


def test_a_box_for_a_file_has_its_label_and_says_what_it_takes(env: Environment) -> None:
    macro, told = component.params(Bringing()["file"], {"hint": "A scan or a photo"})

    drawn = str(env.globals["kit"](macro, told))  # type: ignore[operator]

    assert 'type="file"' in drawn
    assert 'accept=".pdf,.jpg,.jpeg,.png"' in drawn
    assert '<label class="govuk-label" for="file">' in drawn
