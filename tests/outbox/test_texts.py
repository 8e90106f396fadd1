"""Every letter, word for word in both languages: nothing of a case has a place in one."""

import re

import pytest

from icat.i18n import LANGUAGES, speaking
from icat.outbox.texts import TEXTS, Kind, UnfitFact, refuse_unfit_facts

OF_THE_WORK = "case|referral|survivor|violence|meeting|випад|постражд|насильств|засідан|направлен"
CHECKPOINT = {"size": 7, "root": "ab" * 32, "fingerprint": " ".join(["ABC2"] * 8)}


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_has_words_in_both_languages_and_a_place_for_its_facts_only(kind, language):
    text = TEXTS[kind]
    with speaking(language):
        subject, body = str(text.subject), str(text.body)

    assert re.findall(r"%\((\w+)\)", subject) == []
    assert set(re.findall(r"%\((\w+)\)", body)) == {"home", *text.facts}
    assert bool(re.search("[а-яі]", subject + body)) is (language == "uk")
    assert "\n" not in subject
    assert not re.search(OF_THE_WORK, subject + body, re.I)


def test_a_letter_about_a_task_carries_nothing():
    assert TEXTS[Kind.TASK].facts == {}
    refuse_unfit_facts(Kind.TASK, {})


def test_a_letter_about_a_checkpoint_carries_numbers_of_the_right_form():
    refuse_unfit_facts(Kind.CHECKPOINT, CHECKPOINT)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {**CHECKPOINT, "reference": "KHM-2026-7F3K9-C"},
        {**CHECKPOINT, "size": "many"},
        {**CHECKPOINT, "root": "ab" * 32 + "\n"},
        {**CHECKPOINT, "root": "Єва"},
        {**CHECKPOINT, "fingerprint": "ABC2 ABC2\r\nBcc: x@example.org"},
    ],
)
def test_what_a_letter_does_not_carry_is_refused(facts):
    with pytest.raises(UnfitFact):
        refuse_unfit_facts(Kind.CHECKPOINT, facts)


def test_a_task_takes_no_fact_at_all():
    with pytest.raises(UnfitFact):
        refuse_unfit_facts(Kind.TASK, {"case": "KHM-2026-7F3K9-C"})
