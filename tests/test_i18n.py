"""What is said to people: put into words late, in the language of the reader, with the plural that it wants."""

import threading

import pytest
from markupsafe import escape

from icat import i18n
from icat.i18n import Message, Words, gettext, ngettext, set_language, speaking

MARKED = "Sign in"


def test_a_message_is_said_in_the_language_in_which_it_is_shown():
    message = Message(MARKED)

    with speaking("en"):
        english = str(message)
    with speaking("uk"):
        ukrainian = str(message)

    assert english == MARKED
    assert ukrainian == "Увійти"


def test_values_are_filled_in_and_a_message_inside_a_message_is_said_in_the_same_language():
    message = Message("A case at the stage «%(now)s» cannot go to «%(to)s».", now=Message("Screening"), to="%s 100%")

    with speaking("en"):
        assert str(message) == "A case at the stage «Screening» cannot go to «%s 100%»."
    with speaking("uk"):
        assert "Screening" not in str(message)


def test_a_percent_sign_in_a_sentence_without_values_is_just_one():
    assert str(Message("100% sure")) == "100% sure"
    assert gettext("100% sure") == "100% sure"


@pytest.mark.parametrize(("n", "words"), [(0, "0 cases"), (1, "1 case"), (2, "2 cases"), (21, "21 cases")])
def test_english_has_two_plurals(n, words):
    assert str(Message.plural("%(n)s case", "%(n)s cases", n)) == words
    assert ngettext("%(num)s case", "%(num)s cases", n) == words


@pytest.mark.parametrize(
    ("n", "word"),
    [(1, "секунду"), (2, "секунди"), (4, "секунди"), (5, "секунд"), (11, "секунд"), (14, "секунд"), (21, "секунду"),
     (22, "секунди"), (111, "секунд"), (0, "секунд")],
)  # fmt: skip
def test_ukrainian_has_three_plurals(n, word):
    message = Message.plural(
        "Too many tries. Wait %(n)s second and try again.", "Too many tries. Wait %(n)s seconds and try again.", n
    )

    with speaking("uk"):
        assert f"{n} {word} " in f"{message} "


def test_a_plural_may_have_other_values_too():
    message = Message.plural("%(n)s case of %(team)s", "%(n)s cases of %(team)s", 2, team="KHM")

    assert str(message) == "2 cases of KHM"


def test_an_empty_sentence_stays_empty():
    with speaking("uk"):
        assert gettext("") == ""


def test_a_message_on_a_page_is_escaped():
    assert escape(Message("<b>%(x)s</b>", x="<script>")) == "&lt;b&gt;&lt;script&gt;&lt;/b&gt;"


def test_equal_messages_are_equal_and_cannot_be_changed():
    assert Message("x", n=1) == Message("x", n=1)
    assert Message("x", n=1) != Message("x", n=2)
    with pytest.raises(AttributeError):
        Message("x").msgid = "y"  # type: ignore[misc]


def test_words_of_a_data_file_are_said_in_the_language_of_the_moment():
    words = Words(uk="справа", en="case")

    with speaking("en"):
        assert str(words) == "case"
    with speaking("uk"):
        assert str(words) == "справа"


def test_a_language_that_nobody_speaks_here_is_refused_or_becomes_the_first():
    with pytest.raises(ValueError, match="not a language"):
        set_language("ru")
    with speaking("fr"):
        assert i18n.language() == "uk"


def test_a_language_holds_for_its_own_thread_and_its_own_while():
    heard = []
    set_language("en")
    with speaking("uk"):
        thread = threading.Thread(target=lambda: heard.append(i18n.language()))
        thread.start()
        thread.join()
        heard.append(i18n.language())
    heard.append(i18n.language())

    assert heard == ["uk", "uk", "en"]  # a new thread begins with the default
