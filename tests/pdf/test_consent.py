"""The form of consent: one page, in two languages, with nothing that names a system; two checkers find no fault."""

import pytest

from icat import clock
from icat.i18n import speaking
from icat.legal import Category
from icat.pdf.consent import EASY, Box, ConsentSheet, consent_pdf
from icat.pdf.render import TooManyPages
from tests.pdf import reading


def sheet(language: str = "uk", **more: object) -> ConsentSheet:
    return ConsentSheet(
        **{
            "language": language,
            "made_on": clock.now(),
            "agency": "Управління соціального захисту населення",
            "asked_by": "Ніна Щербак",
            "recipients": tuple(Box(f"Установа {n}") for n in range(9)),
            "categories": tuple(Box(words) for words in EASY.values()),
            "until_on": clock.today(),
            "reference": "KHM-2026-7F3K9-C",
            **more,
        }
    )  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["uk", "en"])
def test_it_is_fit_for_every_reader(language, tmp_path):
    made = consent_pdf(sheet(language))

    assert (reading.by_page(made), reading.by_pdfua(made, tmp_path), reading.by_hand(made)) == (set(), set(), set())


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("uk", ["Допомогу ви однаково отримаєте", "передумати й відкликати згоду", "поліцію або службу"]),
        ("en", ["You will get help all the same", "You may take it back", "the police or the child services"]),
    ],
)
def test_it_says_that_she_decides_and_when_the_law_does_not_ask(language, sentences):
    said = " ".join(reading.text(consent_pdf(sheet(language))).split())

    for sentence in sentences:
        assert sentence in said
    assert "ICAT" not in said


def test_what_is_not_known_is_a_line_to_fill():
    said = reading.text(consent_pdf(sheet(agency="", asked_by="", until_on=None, reference="")))

    assert "Щербак" not in said
    assert said.count("____") > 5


def test_more_than_one_page_is_refused():
    with pytest.raises(TooManyPages):
        consent_pdf(sheet(recipients=tuple(Box(f"Установа {n}") for n in range(60))))


def test_the_easy_words_are_those_of_categories_and_stand_in_both_languages():
    assert set(EASY) <= {str(category) for category in Category}
    for words in EASY.values():
        with speaking("uk"):
            ukrainian = str(words)
        with speaking("en"):
            assert str(words) != ukrainian
