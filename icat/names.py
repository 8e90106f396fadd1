"""Names of people and places: in Latin letters, in Ukrainian order, joined, and matched in spite of spelling.

A skeleton proposes that two spellings may be one name; it never decides that two people are one.
"""

import re
import unicodedata

APOSTROPHES = "'’ʼ‘`´′"
_NO_APOSTROPHES = str.maketrans("", "", APOSTROPHES)

# Cabinet of Ministers resolution 55 of 27.01.2010.
_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "y",
    "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu",
    "я": "ia",
}  # fmt: skip
_LATIN_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}

_ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_PLACE = {letter: index for index, letter in enumerate(_ALPHABET)}
_AFTER_UKRAINIAN = len(_ALPHABET)


def transliterate(text: str) -> str:
    """``text`` in Latin letters as Ukrainian passports have it (CMU resolution 55 of 27.01.2010).

    What is not a Ukrainian letter stays as it is. Capitals follow the word: Щука gives Shchuka and ЩУКА gives SHCHUKA.
    """
    source = unicodedata.normalize("NFC", text).translate(_NO_APOSTROPHES)
    # The soft sign is dropped before anything is looked at, so that it never separates з from г.
    source = source.replace("ь", "").replace("Ь", "")
    out = []
    for index, letter in enumerate(source):
        before = source[index - 1] if index else ""
        small = letter.lower()
        latin = _LATIN.get(small)
        if latin is None:
            out.append(letter)
            continue
        if small in _LATIN_FIRST and not (before.isalnum() or before == "_"):
            latin = _LATIN_FIRST[small]
        elif small == "г" and before.lower() == "з":
            latin = "gh"
        if letter != small:
            after = source[index + 1 : index + 2]
            shouting = after.isupper() or (not after.isalpha() and before.isupper())
            latin = latin.upper() if shouting else latin.capitalize()
        out.append(latin)
    return "".join(out)


def sort_key(text: str) -> tuple[tuple[int, ...], str]:
    """A key that puts names in the order of the Ukrainian alphabet (33 letters; ґ after г, і and ї after и).

    Apostrophes, hyphens and capitals do not count unless nothing else differs; other scripts come after Ukrainian.
    """
    folded = unicodedata.normalize("NFC", text).casefold()
    key = []
    for letter in folded:
        if letter in _PLACE:
            key.append(_PLACE[letter] + 1)
        elif letter.isspace():
            key.append(0)  # a shorter word comes before a longer one
        elif letter.isalnum():
            key.append(_AFTER_UKRAINIAN + 1 + ord(letter))
    return tuple(key), text


def full_name(surname: str = "", given: str = "", patronymic: str = "") -> str:
    """Surname, given name and patronymic in the official order; any may be absent (Family Code of Ukraine Art. 146)."""
    return " ".join(part for part in (" ".join(name.split()) for name in (surname, given, patronymic)) if part)


def initials(surname: str = "", given: str = "", patronymic: str = "") -> str:
    """The first letters only, for lists that must not show a name: «К. О. П.»; a double name gives both: «К. А.-М.»."""
    return "\N{NO-BREAK SPACE}".join(
        _initial(name) for name in (surname, given, patronymic) if name.strip(f" -{APOSTROPHES}")
    )


def _initial(name: str) -> str:
    parts = [part.strip(APOSTROPHES) for part in re.split(r"[\s\-]+", name.strip())]
    return "-".join(f"{part[0].upper()}." for part in parts if part)


# One plain letter for what people write in several ways: г ґ х h g kh are one, и і ї й ы y j are one, є е ё э too.
_CYRILLIC_FOLD = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "e", "ё": "e", "э": "e", "ж": "ž",
    "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "ы": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "g", "ц": "ts", "ч": "č", "ш": "š", "щ": "šč",
    "ю": "iu", "я": "ia", "ь": "", "ъ": "", "ў": "u",
}  # fmt: skip
_LATIN_FOLD = (
    ("shch", "šč"), ("szcz", "šč"), ("sch", "šč"), ("zgh", "zg"), ("zh", "ž"), ("sh", "š"), ("sz", "š"), ("ch", "č"),
    ("cz", "č"), ("kh", "g"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("tz", "ts"), ("ck", "k"), ("x", "ks"),
    ("h", "g"), ("w", "v"), ("q", "k"), ("c", "k"), ("y", "i"), ("j", "i"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_SOUNDS = (
    (re.compile(r"ie"), "e"),
    (re.compile(r"io"), "o"),
    (re.compile(r"(?<!^)i(?=[ua])"), ""),  # Natalia, Nataliia, Наталя; not at the start, or Яна would be Anna
    (re.compile(r"(?<=.)ei$"), "i"),  # Андрей, Андрій
    (re.compile(r"(?<=..)ev$"), "ov"),  # Соловьев, Соловйов
    (re.compile(r"(?<=..)eva$"), "ova"),
)

# Given names that Ukrainian and Russian (or English) spell too differently for rules; keys and values are skeletons.
_SAME_NAME = {
    "aleksandr": "oleksandr",
    "aleksander": "oleksandr",
    "aleksandra": "oleksandra",
    "aleksi": "oleksi",
    "elena": "olena",
    "ekaterina": "katerina",
    "nikolai": "mikola",
    "mikgail": "migailo",
    "migail": "migailo",
    "pavel": "pavlo",
    "petr": "petro",
    "dmitri": "dmitro",
    "vladimir": "volodimir",
    "evgeni": "evgen",
    "anna": "gana",
    "ana": "gana",
    "svetlana": "svitlana",
    "danil": "danilo",
    "daniil": "danilo",
    "kirill": "kirilo",
    "kiril": "kirilo",
    "konstantin": "kostantin",
    "vasili": "vasil",
    "filip": "pilip",
    "katerine": "katerina",
    "anastasia": "anastasa",
    "iliana": "ulana",
}


def skeleton(name: str) -> str:
    """What is left of ``name`` when spelling is taken away; equal skeletons may be the same name.

    Folds apostrophes, soft signs and doubled letters, г ґ х h g, и і ї й y, є е, ю iu yu, and takes Ukrainian, Russian
    and Latin spellings together (Сергій, Сергей, Serhii, Sergey). Words keep their order; hyphens count as spaces.
    """
    return " ".join(_SAME_NAME.get(word, word) for word in sounds(name))


def sounds(name: str) -> list[str]:
    """The words of ``name`` as they sound, without taking a Ukrainian and a Russian name for one: Николай stays."""
    text = unicodedata.normalize("NFKC", name.translate(_NO_APOSTROPHES)).casefold()
    # A mark of stress stands behind its letter and is no end of the word.
    words = re.findall(r"(?:[^\W_][\u0300-\u036f]*)+", text)
    return [folded for word in words if (folded := _fold(word))]


def _fold(word: str) -> str:
    # Accents of other alphabets go, but й and ї are letters of their own and are folded first.
    letters = "".join(_CYRILLIC_FOLD.get(letter, letter) for letter in word)
    letters = "".join(
        c for c in unicodedata.normalize("NFD", letters) if c == "\N{COMBINING CARON}" or not unicodedata.combining(c)
    )
    letters = unicodedata.normalize("NFC", letters)
    for written, folded in _LATIN_FOLD:
        letters = letters.replace(written, folded)
    for sound, folded in _SOUNDS:
        letters = sound.sub(folded, _single(letters))
    return _single(letters)


def _single(letters: str) -> str:
    return _DOUBLED.sub(r"\1", letters)
