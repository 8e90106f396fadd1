"""Invented people with the names of real life, and how the same person is written down by somebody else.

The lists are the commonest given names and surnames; the surnames are of every pattern (-енко, -ук, -ський, -ів, with
apostrophe, with ґ, double ones). Nobody in them exists. Variants are made without any rule of the code under test
but for the official transliteration, which has a table of its own.
"""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from icat.matching.keys import Known
from icat.names import transliterate

# Ukrainian and Russian form.
WOMEN = [
    ("Олена", "Елена"), ("Наталія", "Наталья"), ("Тетяна", "Татьяна"), ("Ірина", "Ирина"), ("Світлана", "Светлана"),
    ("Оксана", "Оксана"), ("Людмила", "Людмила"), ("Юлія", "Юлия"), ("Ганна", "Анна"), ("Марія", "Мария"),
    ("Катерина", "Екатерина"), ("Вікторія", "Виктория"), ("Надія", "Надежда"), ("Любов", "Любовь"), ("Віра", "Вера"),
    ("Дар’я", "Дарья"), ("Олександра", "Александра"), ("Євгенія", "Евгения"), ("Анастасія", "Анастасия"),
    ("Галина", "Галина"), ("Христина", "Кристина"), ("Уляна", "Ульяна"), ("Лідія", "Лидия"), ("Мар’яна", "Марьяна"),
    ("Єлизавета", "Елизавета"), ("Софія", "София"), ("Зоряна", "Зоряна"), ("Ольга", "Ольга"),
]  # fmt: skip
MEN = [
    ("Олександр", "Александр"), ("Сергій", "Сергей"), ("Микола", "Николай"), ("Володимир", "Владимир"),
    ("Андрій", "Андрей"), ("Олексій", "Алексей"), ("Дмитро", "Дмитрий"), ("Михайло", "Михаил"), ("Павло", "Павел"),
    ("Петро", "Пётр"), ("Євген", "Евгений"), ("Василь", "Василий"), ("Іван", "Иван"), ("Юрій", "Юрий"),
    ("Ігор", "Игорь"), ("Анатолій", "Анатолий"), ("Віктор", "Виктор"), ("Григорій", "Григорий"), ("Олег", "Олег"),
    ("Костянтин", "Константин"), ("Кирило", "Кирилл"), ("Микита", "Никита"), ("Геннадій", "Геннадий"),
    ("Тарас", "Тарас"), ("Роман", "Роман"), ("Богдан", "Богдан"), ("Пилип", "Филипп"), ("Гнат", "Игнат"),
]  # fmt: skip
# A father's name, and his daughter's and son's patronymics in Ukrainian and in Russian.
FATHERS = [
    ("Петрівна", "Петрович", "Петровна", "Петрович"), ("Іванівна", "Іванович", "Ивановна", "Иванович"),
    ("Миколаївна", "Миколайович", "Николаевна", "Николаевич"), ("Сергіївна", "Сергійович", "Сергеевна", "Сергеевич"),
    ("Олександрівна", "Олександрович", "Александровна", "Александрович"),
    ("Володимирівна", "Володимирович", "Владимировна", "Владимирович"),
    ("Васильівна", "Васильович", "Васильевна", "Васильевич"), ("Юріївна", "Юрійович", "Юрьевна", "Юрьевич"),
    ("Григорівна", "Григорович", "Григорьевна", "Григорьевич"), ("Іллівна", "Ілліч", "Ильинична", "Ильич"),
    ("Анатоліївна", "Анатолійович", "Анатольевна", "Анатольевич"), ("Яківна", "Якович", "Яковлевна", "Яковлевич"),
    ("Олексіївна", "Олексійович", "Алексеевна", "Алексеевич"), ("Дмитрівна", "Дмитрович", "Дмитриевна", "Дмитриевич"),
    ("Михайлівна", "Михайлович", "Михайловна", "Михайлович"), ("Степанівна", "Степанович", "Степановна", "Степанович"),
]  # fmt: skip
# As a woman and as a man have it.
SURNAMES = [
    *((name, name) for name in (
        "Шевченко", "Бондаренко", "Коваленко", "Ткаченко", "Кравченко", "Олійник", "Шевчук", "Коваль", "Поліщук",
        "Бондар", "Мороз", "Марченко", "Лисенко", "Руденко", "Савченко", "Петренко", "Кравчук", "Клименко",
        "Павленко", "Савчук", "Кузьменко", "Іщенко", "Василенко", "Гаврилюк", "Гончаренко", "Юрченко", "Яценко",
        "Єременко", "Їжакевич", "Ґалаґан", "Ґудзь", "Дем’яненко", "Лук’янчук", "В’юн", "Кір’янчук", "Щербак",
        "Цюпа", "Хоменко", "Чайка", "Жук", "Згурець", "Гайдамака", "Панасюк", "Мельничук", "Нечипорук", "Стець",
        "Каленюк", "Ющенко", "Ковалів", "Федорців", "Заєць", "Горобець", "Кравець", "Гриценко", "Засуха",
    )),
    ("Левицька", "Левицький"), ("Криницька", "Криницький"), ("Заболотна", "Заболотний"), ("Чорна", "Чорний"),
    ("Соловйова", "Соловйов"), ("Зайцева", "Зайцев"), ("Іванова", "Іванов"), ("Кириленкова", "Кириленков"),
    ("Вишнева", "Вишневий"), ("Знам’янська", "Знам’янський"), ("Нечуй-Левицька", "Нечуй-Левицький"),
    ("Квітка-Основ’яненко", "Квітка-Основ’яненко"), ("Яблонська", "Яблонський"), ("Білецька", "Білецький"),
]  # fmt: skip
_RUSSIAN = str.maketrans({"і": "и", "ї": "и", "є": "е", "ґ": "г", "’": "ь", "І": "И", "Ї": "И", "Є": "Е", "Ґ": "Г"})
# As people without the official table write in Latin letters.
_HOMEMADE = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "e", "ж": "zh", "з": "z", "и": "i",
    "і": "i", "ї": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "yu", "я": "ya",
    "ь": "", "’": "", "-": "-",
}  # fmt: skip


def anybody(chance: random.Random) -> Known:
    """One invented adult, complete."""
    is_woman = chance.random() < 0.5
    common = [1 / (place + 2) for place in range(len(SURNAMES))]  # a few surnames are many people's
    return Known(
        surname=chance.choices(SURNAMES, common)[0][0 if is_woman else 1],
        given_name=chance.choice(WOMEN if is_woman else MEN)[0],
        patronymic=chance.choice(FATHERS)[0 if is_woman else 1],
        born=date(1950, 1, 1) + timedelta(days=chance.randrange(20_000)),
        phones=(f"+38067{chance.randrange(10**7):07}",),
    )


def relative(chance: random.Random, who: Known) -> Known:
    """Somebody of the same family: a sister or brother, a spouse, a child with the same given name."""
    other = anybody(chance)
    born = who.born or date(1980, 1, 1)
    kind = chance.choice(["sibling", "spouse", "child"])
    if kind == "sibling":
        return replace(other, surname=who.surname, patronymic=who.patronymic, phones=who.phones)
    if kind == "spouse":
        return replace(other, surname=who.surname, phones=who.phones)
    return replace(other, surname=who.surname, given_name=who.given_name, born=born + timedelta(days=9_000))


# ---- the same person, written down by somebody else ----------------------------------------------------------------


def russian(who: Known, _chance: random.Random) -> Known:
    """As Russian documents had it."""
    given = dict(WOMEN + MEN)
    patronymics = {uk: ru for row in FATHERS for uk, ru in zip(row[:2], row[2:], strict=True)}
    surname = re.sub(r"цька(?=-|$)", "цкая", re.sub(r"ський(?=-|$)", "ский", who.surname))
    surname = re.sub(r"ська(?=-|$)", "ская", re.sub(r"цький(?=-|$)", "цкий", surname))
    surname = re.sub(r"на$", "ная", surname) if who.surname in ("Заболотна", "Чорна") else surname
    return replace(
        who,
        surname=surname.replace("йо", "ьё").translate(_RUSSIAN),
        given_name=given.get(who.given_name, who.given_name),
        patronymic=patronymics.get(who.patronymic, who.patronymic),
    )


def official(who: Known, _chance: random.Random) -> Known:
    """As in a passport for travelling."""
    return _spelled(who, transliterate)


def homemade(who: Known, _chance: random.Random) -> Known:
    """In Latin letters without the table."""
    return _spelled(who, lambda text: "".join(_HOMEMADE[letter] for letter in text.lower()).capitalize())


def russian_in_latin(who: Known, chance: random.Random) -> Known:
    """As in an old passport for travelling."""
    names = {"ё": "e", "ы": "y", "э": "e", "ъ": ""}
    return _spelled(
        russian(who, chance), lambda text: "".join(names.get(x) or _HOMEMADE.get(x, "") for x in text.lower()).title()
    )


def another_apostrophe(who: Known, chance: random.Random) -> Known:
    """On another keyboard, or left out."""
    sign = chance.choice(["'", "ʼ", "`", "", "*"])
    return _spelled(who, lambda text: text.replace("’", sign if sign != "*" else ""))


def without_g(who: Known, _chance: random.Random) -> Known:
    """Without the letter that old keyboards lacked."""
    return _spelled(who, lambda text: text.replace("ґ", "г").replace("Ґ", "Г"))


def slip_of_i(who: Known, _chance: random.Random) -> Known:
    """и for і, the commonest slip."""
    return replace(who, surname=who.surname.replace("і", "и"), given_name=who.given_name.replace("і", "и"))


def without_soft_sign(who: Known, _chance: random.Random) -> Known:
    """Kravec for Kravets' in a hurry."""
    return _spelled(who, lambda text: text.replace("ь", ""))


def doubled(who: Known, _chance: random.Random) -> Known:
    """A letter doubled, or a double one written once."""
    return _spelled(who, lambda text: text.replace("лл", "л").replace("нн", "н") if "нн" in text else _twice(text))


def _twice(text: str) -> str:
    return re.sub(r"([нл])(?=[аеиіоу])", r"\1\1", text, count=1)


def swapped(who: Known, _chance: random.Random) -> Known:
    """Given name and surname in each other's box."""
    return replace(who, surname=who.given_name, given_name=who.surname)


def without_patronymic(who: Known, _chance: random.Random) -> Known:
    """Not asked."""
    return replace(who, patronymic="")


def married(who: Known, chance: random.Random) -> Known:
    """Under another surname; the earlier one was noted."""
    return replace(who, surname=chance.choice(SURNAMES)[0], other_names=f"раніше {who.surname}")


def half_a_surname(who: Known, _chance: random.Random) -> Known:
    """One half of a double surname."""
    return replace(who, surname=who.surname.split("-")[0])


def shouted(who: Known, _chance: random.Random) -> Known:
    """In capitals, with a space too many."""
    return _spelled(who, lambda text: f" {text.upper()} ")


def one_letter_off(who: Known, chance: random.Random) -> Known:
    """A letter of the surname is missing or exchanged with the next."""
    name = who.surname
    if len(name) < 6:
        return who
    place = chance.randrange(2, len(name) - 2)
    wrong = chance.choice(
        [name[:place] + name[place + 1 :], name[:place] + name[place + 1] + name[place] + name[place + 2 :]]
    )
    return replace(who, surname=wrong)


NAMES: list[Callable[[Known, random.Random], Known]] = [
    russian, official, homemade, russian_in_latin, another_apostrophe, without_g, slip_of_i, without_soft_sign, doubled,
    swapped, without_patronymic, married, half_a_surname, shouted, one_letter_off,
]  # fmt: skip


def only_year(who: Known, _chance: random.Random) -> Known:
    """Only the year is known."""
    return replace(who, born=None, year=who.born.year if who.born else None)


def about_year(who: Known, chance: random.Random) -> Known:
    """The year was guessed."""
    year = (who.born.year if who.born else 1980) + chance.randint(-2, 2)
    return replace(who, born=None, year=year, is_estimated=True)


def no_birth(who: Known, _chance: random.Random) -> Known:
    """Nobody asked."""
    return replace(who, born=None, year=None)


def slipped_date(who: Known, _chance: random.Random) -> Known:
    """Day and month exchanged where that is a date."""
    born = who.born
    if born is None or born.day > 12:
        return who
    return replace(who, born=date(born.year, born.day, born.month))


def same_birth(who: Known, _chance: random.Random) -> Known:
    """As it is."""
    return who


def local_phone(who: Known, _chance: random.Random) -> Known:
    """067 … for +380 67 …"""
    return replace(who, phones=tuple(number[3:] for number in who.phones))


def other_phone(who: Known, chance: random.Random) -> Known:
    """A new number."""
    return replace(who, phones=(f"+38050{chance.randrange(10**7):07}",))


BIRTHS = [same_birth, same_birth, only_year, about_year, no_birth, slipped_date]
PHONES = [local_phone, other_phone, other_phone]


def variant(chance: random.Random, who: Known, number: int) -> tuple[str, Known]:
    """``who`` as somebody else has written it, and what was done."""
    how = [NAMES[number % len(NAMES)], chance.choice(BIRTHS), chance.choice(PHONES)]
    if chance.random() < 0.3:
        how.append(chance.choice([without_patronymic, another_apostrophe, shouted]))
    for step in how:
        who = step(who, chance)
    return " ".join(step.__name__ for step in how), who


def _spelled(who: Known, how: Callable[[str], str]) -> Known:
    return replace(
        who, surname=how(who.surname), given_name=how(who.given_name), patronymic=how(who.patronymic),
        other_names=who.other_names,
    )  # fmt: skip
