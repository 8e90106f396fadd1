"""Tests of the environment that pages and prints share."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from jinja2 import Environment, UndefinedError

from icat.i18n import Message, Words, speaking
from icat.templating import age, clock, day, environment, moment, phone, weekday_day


@pytest.fixture
def env(tmp_path: Path) -> Environment:
    return environment(tmp_path, static_dir=tmp_path)


def said(env: Environment, text: str, **values: object) -> str:
    return env.from_string(text).render(**values)


def test_a_name_that_nobody_set_is_an_error_and_not_a_blank(env: Environment) -> None:
    with pytest.raises(UndefinedError):
        said(env, "{{ survivor }}")


def test_what_was_typed_cannot_become_markup(env: Environment) -> None:
    assert said(env, "{{ x }}", x="<b>") == "&lt;b&gt;"
    assert said(env, '{{ _("Hello %(name)s", name=x) }}', x="<b>") == "Hello &lt;b&gt;"
    assert said(env, "{{ x }}", x=Message("Hello %(name)s", name="<b>")) == "Hello &lt;b&gt;"


def test_nothing_is_shown_for_none(env: Environment) -> None:
    assert said(env, "[{{ x }}]", x=None) == "[]"


def test_words_of_data_files_are_said_in_the_readers_language(env: Environment) -> None:
    words = Words(uk="так", en="yes")

    with speaking("uk"):
        assert said(env, "{{ w }} {{ language() }}", w=words) == "так uk"
    with speaking("en"):
        assert said(env, "{{ w }} {{ language() }}", w=words) == "yes en"


def test_plurals_take_other_values_beside_the_number(env: Environment) -> None:
    text = '{{ ngettext("%(num)s case of %(who)s", "%(num)s cases of %(who)s", n, who="50%") }}'

    with speaking("en"):
        assert said(env, text, n=1) == "1 case of 50%"
        assert said(env, text, n=3) == "3 cases of 50%"


def test_days_and_moments_are_written_as_on_every_paper_and_by_the_teams_clock() -> None:
    evening = datetime(2026, 12, 5, 22, 30, tzinfo=UTC)

    assert day(date(2026, 12, 5)) == "05.12.2026"
    assert day(evening) == "06.12.2026"
    assert moment(evening) == "06.12.2026 00:30"
    assert clock(evening) == "00:30"
    assert [day(None), moment(None), clock(None), weekday_day(None)] == [""] * 4


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        moment(datetime(2026, 12, 5))  # noqa: DTZ001 - that is the point


def test_a_weekday_is_said_in_the_readers_language() -> None:
    with speaking("uk"):
        assert weekday_day(date(2026, 12, 5)) == "субота, 5 грудня 2026"
    with speaking("en"):
        assert weekday_day(date(2026, 12, 5)) == "Saturday, 5 December 2026"


def test_a_phone_is_written_in_the_pairs_in_which_it_is_read_aloud() -> None:
    assert phone("+380671234567") == "+380 67 123 45 67"
    assert phone("+48221234567") == "+48 22 123 45 67"
    assert phone("102") == "102"
    assert phone(None) == ""


def test_an_age_counts_the_birthday_and_admits_what_a_year_alone_does_not_say() -> None:
    assert age(date(1995, 12, 5), date(2026, 12, 4)) == "30"
    assert age(date(1995, 12, 5), date(2026, 12, 5)) == "31"
    assert age(1995, date(2026, 12, 5)) == "30–31"
    assert age(2026, date(2026, 12, 5)) == "0"
    assert age(None) == ""


def test_a_static_file_is_found_under_its_hashed_name_and_a_missing_one_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"app.css": "app.0123.css"}')
    env = environment(tmp_path, static_dir=tmp_path)

    assert said(env, '{{ static("app.css") }}|{{ static("kit.js") }}') == "/static/app.0123.css|"


def test_the_kits_macros_may_leave_names_unset_and_still_escape(env: Environment) -> None:
    drawn = said(env, '{{ kit("govukTag", {"text": x}) }}', x="<b>")

    assert "govuk-tag" in drawn
    assert "&lt;b&gt;" in drawn


def test_indents_of_a_template_are_left_out_and_what_was_typed_stays_escaped(env: Environment) -> None:
    drawn = said(env, "{% filter lean %}<p>\n\n      {{ x }}</p>{% endfilter %}", x="<b> a")

    assert drawn == "<p>\n&lt;b&gt; a</p>"
