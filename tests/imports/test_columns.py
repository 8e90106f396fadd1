"""Headings are recognised; what a team chose last comes first."""

import pytest

from icat.imports.columns import COLUMNS, Column, key_of, recognised

HEADINGS = {
    "№ п/п": Column.OWN_NUMBER,
    "Дата направлення": Column.OPENED_ON,
    "ПІБ постраждалої особи": Column.HER_NAME,
    "Прізвище постраждалої": Column.HER_SURNAME,
    "Рік народження постраждалої": Column.HER_BIRTH,
    "Телефон постраждалої": Column.HER_PHONE,
    "ПІБ кривдника": Column.HIS_NAME,
    "Дата народження кривдника": Column.HIS_BIRTH,
    "Адреса кривдника": Column.HIS_ADDRESS,
    "Ким доводиться кривдник": Column.RELATIONSHIP,
    "Громада": Column.HROMADA,
    "Діти": Column.CHILDREN,
    "Обставини": Column.HAPPENED,
    "Вжиті заходи": Column.TRIED,
    "Стан": Column.STATE,
    "Дата закриття": Column.CLOSED_ON,
    "Наступний перегляд": Column.REVIEW_ON,
    "Survivor (name)": Column.HER_NAME,
    "Date of birth of the perpetrator": Column.HIS_BIRTH,
    "Бали": None,
}


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_is_known_by_its_words(heading: str) -> None:
    assert recognised([heading], {}).get(0) is HEADINGS[heading]


def test_a_column_is_taken_once_unless_it_may_repeat() -> None:
    found = recognised(["ПІБ постраждалої", "Постраждала", "Вжиті заходи", "Примітки"], {})

    assert found == {0: Column.HER_NAME, 2: Column.TRIED, 3: Column.TRIED}


def test_what_was_chosen_last_comes_before_every_guess_also_that_it_is_left_out() -> None:
    kept = {key_of("Бали"): "tried", key_of("  стан "): "", key_of("Діти"): "of-a-newer-version"}

    assert recognised(["Бали", "Стан", "Діти"], kept) == {0: Column.TRIED}


def test_a_heading_is_kept_as_a_digest() -> None:
    assert key_of("ПІБ  Постраждалої") == key_of("піб постраждалої")
    assert "піб" not in key_of("піб")


def test_every_column_has_words_and_the_examples_are_three() -> None:
    assert set(COLUMNS) == set(Column)
    assert all(str(kind.label) and len(kind.example) in (0, 3) for kind in COLUMNS.values())
    assert len({str(kind.label) for kind in COLUMNS.values()}) == len(COLUMNS)
