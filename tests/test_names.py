"""Names: Latin letters, Ukrainian order, parts that may be absent, and matching in spite of spelling."""

import random

import pytest
import translitua
from hypothesis import example, given
from hypothesis import strategies as st

from icat.names import APOSTROPHES, full_name, initials, skeleton, sort_key, transliterate

ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
letters = st.sampled_from(ALPHABET + ALPHABET.upper() + "'’ʼ -.,зг12")
titled = (
    st.text(ALPHABET + "'’", min_size=1, max_size=12)
    .filter(lambda word: word[0] not in "'’ь")
    .map(lambda word: word[0].upper() + word[1:])
)


@given(st.text(letters, max_size=30))
def test_transliteration_agrees_with_an_independent_one_letter_for_letter(text):
    assert transliterate(text.lower()) == translitua.translit(text.lower())
    assert transliterate(text).lower() == transliterate(text.lower())


@given(st.lists(titled, min_size=1, max_size=4).map(" ".join))
def test_names_are_transliterated_with_their_capitals(name):
    assert transliterate(name) == translitua.translit(name, preserve_case=False)


@pytest.mark.parametrize(
    ("ukrainian", "latin"),
    [
        ("Згурський", "Zghurskyi"),
        ("Щербак Юлія", "Shcherbak Yuliia"),
        ("ЩУКА", "SHCHUKA"),
        ("Знам'янка", "Znamianka"),
        ("Знам’янка", "Znamianka"),
        ("Є. Ю. Їжакевич", "Ye. Yu. Yizhakevych"),
        ("Нечуй-Левицький", "Nechui-Levytskyi"),
        ("Короп'є", "Koropie"),
        ("", ""),
        ("Smith 12", "Smith 12"),
    ],
)
def test_transliteration_of_known_names(ukrainian, latin):
    assert transliterate(ukrainian) == latin


# The examples that stand in the table of the resolution itself.
OFFICIAL = """
Алушта Alushta, Андрій Andrii, Борщагівка Borshchahivka, Борисенко Borysenko, Вінниця Vinnytsia, Володимир Volodymyr,
Гадяч Hadiach, Богдан Bohdan, Згурський Zghurskyi, Ґалаґан Galagan, Ґорґани Gorgany, Донецьк Donetsk, Дмитро Dmytro,
Рівне Rivne, Олег Oleh, Есмань Esman, Єнакієве Yenakiieve, Гаєвич Haievych, Короп’є Koropie, Житомир Zhytomyr,
Жанна Zhanna, Жежелів Zhezheliv, Закарпаття Zakarpattia, Казимирчук Kazymyrchuk, Медвин Medvyn,
Михайленко Mykhailenko, Іванків Ivankiv, Іващенко Ivashchenko, Їжакевич Yizhakevych, Кадиївка Kadyivka,
Мар’їне Marine, Йосипівка Yosypivka, Стрий Stryi, Олексій Oleksii, Київ Kyiv, Коваленко Kovalenko, Лебедин Lebedyn,
Леонід Leonid, Миколаїв Mykolaiv, Маринич Marynych, Ніжин Nizhyn, Наталія Nataliia, Одеса Odesa,
Онищенко Onyshchenko, Полтава Poltava, Петро Petro, Решетилівка Reshetylivka, Рибчинський Rybchynskyi, Суми Sumy,
Соломія Solomiia, Тернопіль Ternopil, Троць Trots, Ужгород Uzhhorod, Уляна Uliana, Фастів Fastiv,
Філіпчук Filipchuk, Харків Kharkiv, Христина Khrystyna, Біла Bila, Церква Tserkva, Стеценко Stetsenko,
Чернівці Chernivtsi, Шевченко Shevchenko, Шостка Shostka, Кишеньки Kyshenky, Щербухи Shcherbukhy, Гоща Hoshcha,
Гаращенко Harashchenko, Юрій Yurii, Корюківка Koriukivka, Яготин Yahotyn, Ярошенко Yaroshenko,
Костянтин Kostiantyn, Знам’янка Znamianka, Феодосія Feodosiia, Згорани Zghorany, Розгон Rozghon
"""


def test_the_worked_examples_of_the_resolution_come_out_as_it_has_them():
    pairs = [pair.split() for pair in OFFICIAL.replace("\n", " ").split(",")]

    assert len(pairs) == 77
    assert [latin for uk, latin in pairs if transliterate(uk) != latin] == []


def test_all_33_letters_stand_in_ukrainian_order():
    shuffled = random.Random(7).sample(ALPHABET, 33)

    assert "".join(sorted(shuffled, key=sort_key)) == ALPHABET
    assert len(ALPHABET) == 33


def test_names_are_sorted_as_a_ukrainian_index_has_them():
    right = [
        "Білозерка",
        "Бучанський",
        "Гнатюк",
        "Ґудзь",
        "Єрмак",
        "Іваненко",
        "Їжак",
        "Йосипенко",
        "Коваль",
        "Коваль Анна",
        "Ковальчук",
        "Мартин",
        "Мар'яненко",
        "Яременко",
        "Smith",
    ]

    assert sorted(random.Random(3).sample(right, len(right)), key=sort_key) == right


@example("Мар'яна", "Маряна")
@example("Коваль", "коваль")
@given(st.text(letters, max_size=12), st.text(letters, max_size=12))
def test_two_different_names_never_tie(a, b):
    assert (sort_key(a) == sort_key(b)) == (a == b)


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (("Коваленко", "Олена", "Петрівна"), "Коваленко Олена Петрівна"),
        (("", "Олена", ""), "Олена"),
        (("Ібрагім", "", ""), "Ібрагім"),
        (("  Коваленко ", "Анна  Марія", " "), "Коваленко Анна Марія"),
        (("", "", ""), ""),
    ],
)
def test_a_name_is_complete_without_some_of_its_parts(parts, whole):
    assert full_name(*parts) == whole


@pytest.mark.parametrize(
    ("parts", "letters_only"),
    [
        (("Коваленко", "Олена", "Петрівна"), "К. О. П."),
        (("коваленко", "", "Петрівна"), "К. П."),
        (("Нечуй-Левицький", "Анна-Марія", ""), "Н.-Л. А.-М."),
        (("О'Коннор", "ʼ", ""), "О."),
        (("", "", ""), ""),
    ],
)
def test_initials_show_first_letters_only_and_do_not_break_the_line(parts, letters_only):
    assert initials(*parts) == letters_only.replace(" ", "\N{NO-BREAK SPACE}")


SAME = [
    ("Сергій", "Сергей"), ("Serhii", "Sergey"), ("Сергій", "Serhiy"), ("Олександр", "Александр"),
    ("Oleksandr", "Aleksandr"), ("Олександр", "Alexander"), ("Наталія", "Наталья"), ("Наталія", "Наталя"),
    ("Наталія", "Natalya"), ("Мар'яна", "Мар’яна"), ("Мар'яна", "Марьяна"), ("Григоренко", "Ґригоренко"),
    ("Гнатенко", "Hnatenko"), ("Гнатенко", "Gnatenko"), ("Харченко", "Kharchenko"), ("Харченко", "Harchenko"),
    ("Юлія", "Yuliia"), ("Юлія", "Julia"), ("Любов", "Lubov"), ("Геннадій", "Генадий"), ("Ганна", "Анна"),
    ("Ковальчук", "Koval'chuk"), ("Щербак", "Shcherbak"), ("Щербак", "Scherbak"), ("Згурський", "Zghurskyi"),
    ("Згурський", "Згурский"), ("Левицький", "Levitsky"), ("Соловйов", "Соловьёв"), ("Їжакевич", "Yizhakevych"),
    ("Євген", "Евгений"), ("Євгенія", "Евгения"), ("Микола", "Nikolay"), ("Дмитро", "Dmitry"), ("Андрій", "Андрей"),
    ("Нечуй-Левицький", "Нечуй Левицкий"), ("Олена", "Yelena"), ("Катерина", "Catherine"), ("Михайло", "Mikhail"),
    ("Ірина", "Iryna"), ("Iван", "Іван"), ("Цибуля", "Tsybulia"), ("Петро", "Пётр"), ("Максим", "Maxim"),
    ("Гнатієнко", "Hnatiienko"), ("КОВАЛЬ", "коваль"), ("Лук’янчук", "Лукянчук"), ("Вікторія", "Victoria"),
]  # fmt: skip
DIFFERENT = [
    ("Яна", "Анна"), ("Ковальчук", "Коваленко"), ("Петренко", "Петрук"), ("Марія", "Марина"), ("Іван", "Іванна"),
    ("Олена", "Олеся"), ("Коваль", "Ковальов"), ("Шевченко", "Шевчук"), ("Мельник", "Мельничук"), ("Ніна", "Нонна"),
    ("Сергій", "Сергіївна"), ("Лідія", "Лада"), ("Жук", "Шук"), ("Чайка", "Щайка"), ("Бондар", "Бондаренко"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_share_a_skeleton(one, other):
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_keep_different_skeletons(one, other):
    assert skeleton(one) != skeleton(other)


@given(st.text(ALPHABET + APOSTROPHES + " -", max_size=20))
def test_a_skeleton_does_not_mind_apostrophes_capitals_or_spaces(name):
    bare = name.translate(str.maketrans("", "", APOSTROPHES))

    assert skeleton(name) == skeleton(bare) == skeleton(f"  {name.upper()} ")


def test_a_name_without_letters_has_an_empty_skeleton():
    assert skeleton(" -'’ ") == ""


def test_a_mark_of_stress_does_not_split_a_word() -> None:
    assert skeleton("Є\u0301вченко") == skeleton("Євченко")
