"""A letter of one page, fit for every reader, in both languages."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from icat import clock
from icat.errors import RuleBroken
from icat.pdf.letters import Letter, letter_pdf
from tests.pdf import reading

LETTER = Letter(
    language="uk",
    team="Міжвідомча команда Хмельницької громади",
    number="7/1",
    made_on=datetime(2026, 11, 24, 11, 0, tzinfo=clock.KYIV),
    addressee=("Ольга Запитальна", "адвокатка"),
    answers="На ваш № 12",
    paragraphs=("Перше речення.", "Друге <b>речення</b>."),
    signed_by="Оксана Ющенко-Бойко",
    signed_as="координаторка",
)


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_letter_passes_three_checkers(language: str, tmp_path: Path) -> None:
    pdf = letter_pdf(replace(LETTER, language=language))

    assert (reading.by_page(pdf), reading.by_pdfua(pdf, tmp_path), reading.by_hand(pdf)) == (set(), set(), set())
    assert "<b>речення</b>" in reading.text(pdf)


def test_equal_letters_are_equal_files() -> None:
    assert letter_pdf(LETTER) == letter_pdf(replace(LETTER))
    assert letter_pdf(LETTER) != letter_pdf(replace(LETTER, number="7/2"))


def test_a_letter_of_two_pages_is_refused() -> None:
    with pytest.raises(RuleBroken):
        letter_pdf(replace(LETTER, paragraphs=("слово " * 200,) * 10))
