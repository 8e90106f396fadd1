"""Keys: names written by different people become one, what is missing stays missing, and the table is sound."""

from datetime import date

import pytest

from icat.errors import ConfigError
from icat.matching import keys
from icat.matching.keys import Known, given_names, key_of


@pytest.mark.parametrize(
    "forms",
    [
        ("Олена", "Елена", "Olena", "Yelena", "Лена"),
        ("Микола", "Николай", "Mykola", "Nikolai", "Коля"),
        ("Сергій", "Сергей", "Serhii", "Serhiy", "СЕРГІЙ"),
        ("Дар’я", "Дарья", "Дария", "Дарʼя"),
        ("Христина", "Кристина", "Khrystyna"),
        ("Ганна", "Анна", "Hanna"),
    ],
)
def test_forms_of_one_given_name_share_a_key(forms: tuple[str, ...]) -> None:
    assert len({key_of(Known(given_name=form)).given for form in forms}) == 1


def test_a_short_form_may_be_of_several_names() -> None:
    assert key_of(Known(given_name="Саша")).given == ("oleksandra", "oleksandr")


@pytest.mark.parametrize(
    "forms",
    [
        ("Левицька", "Левицкая", "Levytska"),
        ("Заболотна", "Заболотная"),
        ("Ґалаґан", "Галаган", "Halahan", "Galagan"),
        ("Лук’янчук", "Лукянчук", "Лукьянчук", "Lukianchuk"),
        ("Соловйова", "Соловьёва", "Soloviova"),
        ("В’юн", "Вьюн", "Viun"),
    ],
)
def test_spellings_of_one_surname_share_a_key(forms: tuple[str, ...]) -> None:
    assert len({key_of(Known(surname=form)).surnames for form in forms}) == 1


@pytest.mark.parametrize(
    "forms",
    [
        ("Миколаївна", "Николаевна", "Mykolaivna", "Миколайович"),
        ("Олексіївна", "Алексеевна"),
        ("Володимирівна", "Владимировна", "Владимирович"),
        ("Яківна", "Якович", "Яковлевна"),
        ("Іллівна", "Ильинична", "Ілліч"),
        ("Федорівна", "Фёдоровна"),
    ],
)
def test_a_patronymic_is_the_name_of_the_father(forms: tuple[str, ...]) -> None:
    assert len({key_of(Known(patronymic=form)).patronymic for form in forms}) == 1


def test_fathers_of_different_names_stay_apart() -> None:
    names = ("Олександрівна", "Олексіївна", "Петрівна", "Павлівна", "Іванівна", "Ігорівна", "Михайлівна", "Миколаївна")

    assert len({key_of(Known(patronymic=name)).patronymic for name in names}) == len(names)


def test_a_double_surname_is_known_by_either_half_and_an_earlier_one_by_its_own() -> None:
    key = key_of(Known(surname="Нечуй-Левицька", other_names="дівоче Квітка, Олена"))

    assert key.surnames == ("nečui", "levitska")
    assert {"kvitka", "olena"} <= set(key.others)


def test_a_number_is_the_same_with_and_without_the_country() -> None:
    written = ("+380671112233", "067 111-22-33", "8 067 111 22 33", "(067) 1112233")

    assert {key_of(Known(phones=(one,))).phones for one in written} == {("671112233",)}
    assert key_of(Known(phones=("102", ""))).phones == ()


def test_a_day_gives_its_year_and_is_never_estimated() -> None:
    key = key_of(Known(born=date(1991, 3, 27), year=1990, is_estimated=True))

    assert (key.year, key.is_estimated) == (1991, False)


def test_nothing_known_is_an_empty_key() -> None:
    assert key_of(Known()).is_empty
    assert key_of(Known(born=date(1991, 3, 27), patronymic="Петрівна")).is_empty
    assert not key_of(Known(given_name="Єва")).is_empty


def test_without_phones_everything_else_stays() -> None:
    whole = key_of(Known("Ґалаґан", "Єва", "Їжаківна", phones=("+380671112233",)))

    assert whole.without_phones() == key_of(Known("Ґалаґан", "Єва", "Їжаківна"))


def test_the_table_says_where_it_is_from_and_gives_no_name_to_two_rows_of_one_sex() -> None:
    table = given_names()

    assert table.source
    assert table.checked_on
    for names in (table.women, table.men):
        assert all(forms and name not in forms for name, forms in names.items())


def test_a_misspelt_table_is_refused(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    broken = tmp_path / "given_names.toml"
    broken.write_text('source = "x"\nstatus = "perhaps"\nchecked_on = 2026-01-01\n[women]\n[men]\n', encoding="utf-8")
    monkeypatch.setattr(keys, "DATA_FILE", broken)
    given_names.cache_clear()
    try:
        with pytest.raises(ConfigError):
            given_names()
    finally:
        given_names.cache_clear()
