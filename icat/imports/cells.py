"""One cell of a coordinator's table, read as people write here. What cannot be read is refused in a sentence."""

import re
from datetime import date

import phonenumbers

from icat import clock
from icat.i18n import Message

_MONTHS = {
    "січ": 1, "лют": 2, "берез": 3, "квіт": 4, "трав": 5, "черв": 6, "лип": 7, "серп": 8, "верес": 9, "жовт": 10,
    "листоп": 11, "груд": 12,
}  # fmt: skip
_NUMBERS = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t]\d{1,2}:\d{2}(?::\d{2})?)?")
_WORDS = re.compile(r"[«\"]?(\d{1,2})[»\"]?\s+([а-яґєії]+)\s+(\d{4})")
_YEAR = re.compile(r"(19|20)\d{2}")
_TAIL = re.compile(r"\s*(р\.?\s*н\.?|року народження|року|рік|р\.?)$")

_OPEN = re.compile(r"робот|актив|відкрит|трива|контрол|спостереж|жив|діюч|open|active|live|watch|yes")
_CLOSED = re.compile(r"закрит|заверш|знят|припин|архів|виконан|closed|done|archiv")
_YES = re.compile(r"так|є|yes|y|\+|присутні")
_NO = re.compile(r"ні|немає|нема|відсутні|no|n|-|–|—|0")


class Unreadable(ValueError):
    """A cell that cannot be taken for what its column is; ``message`` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def day_of(text: str, *, not_future: bool = True) -> date | None:
    """A day: 05.11.2026, 5/11/26, 2026-11-05, «5» листопада 2026 року. Refuses a day that never was or is to come."""
    bare = _bare(text)
    if not bare:
        return None
    if found := _NUMBERS.fullmatch(bare):
        parts = int(found[3]), int(found[2]), int(found[1])
    elif found := _ISO.fullmatch(bare):
        parts = int(found[1]), int(found[2]), int(found[3])
    elif (found := _WORDS.fullmatch(bare)) and (month := _month(found[2])):
        parts = int(found[3]), month, int(found[1])
    else:
        raise Unreadable(Message("«%(text)s» is no day. Write it as 05.11.2026.", text=_short(text)))
    year = _century(parts[0])
    try:
        day = date(year, parts[1], parts[2])
    except ValueError:
        raise Unreadable(Message("There is no such day: «%(text)s».", text=_short(text))) from None
    if not 1900 <= day.year <= 2100:  # noqa: PLR2004
        raise Unreadable(Message("There is no such day: «%(text)s».", text=_short(text)))
    if not_future and day > clock.today():
        raise Unreadable(Message("«%(text)s» is yet to come.", text=_short(text)))
    return day


def birth_of(text: str) -> tuple[date | None, str]:
    """A date of birth and its year; of a year alone only the year."""
    bare = _bare(text)
    if _YEAR.fullmatch(bare):
        if int(bare) > clock.today().year:
            raise Unreadable(Message("«%(text)s» is yet to come.", text=_short(text)))
        return None, bare
    day = day_of(text)
    return day, str(day.year) if day else ""


def name_of(text: str) -> tuple[str, str, str]:
    """Surname, given name and patronymic out of a whole name, in the order in which they are written here."""
    words = " ".join(text.split()).strip(" ,;").split(" ")
    if len(words) > 5 or any(sign.isdigit() for sign in text):  # noqa: PLR2004
        raise Unreadable(
            Message("«%(text)s» is more than one name. Only one person may stand in it.", text=_short(text))
        )
    surname, given, *rest = [*words, "", ""][:2] + words[2:]
    return surname[:100], given[:100], " ".join(rest)[:100]


def phone_of(text: str) -> str:
    """A phone as it is dialled: +380671234567."""
    digits = re.sub(r"[\s().\u00a0-]", "", text)
    if not digits:
        return ""
    if re.fullmatch(r"380\d{9}", digits):
        digits = f"+{digits}"
    elif re.fullmatch(r"[1-9]\d{8}", digits):  # a table of numbers drops the first nought
        digits = f"0{digits}"
    try:
        number = phonenumbers.parse(digits[:30], "UA")
    except phonenumbers.NumberParseException:
        number = None
    good = phonenumbers.ValidationResult.IS_POSSIBLE
    if number is None or phonenumbers.is_possible_number_with_reason(number) != good:
        raise Unreadable(
            Message("«%(text)s» is no phone number. Write one number, such as 067 123 45 67.", text=_short(text))
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_closed(text: str) -> bool | None:
    """Whether a state says that a case is closed; none where nothing stands. Refuses a word that is not known."""
    bare = text.casefold().strip()
    if not bare:
        return None
    if _CLOSED.search(bare):
        return True
    if _OPEN.search(bare):
        return False
    raise Unreadable(
        Message("«%(text)s» does not say whether the case is open. Write «open» or «closed».", text=_short(text))
    )


def has_children(text: str) -> bool:
    """Whether there are children: a number, yes or no."""
    bare = text.casefold().strip()
    if not bare or _NO.fullmatch(bare):
        return False
    number = re.match(r"\d{1,2}", bare)
    if number:
        return int(number[0]) > 0
    if _YES.fullmatch(bare) or re.search(r"[а-яґєіїa-z]{3}", bare):
        return True
    raise Unreadable(Message("«%(text)s» does not say whether there are children.", text=_short(text)))


def _bare(text: str) -> str:
    return _TAIL.sub("", " ".join(text.casefold().split()))


def _month(word: str) -> int | None:
    return next((number for stem, number in _MONTHS.items() if word.startswith(stem)), None)


def _century(year: int) -> int:
    """Two digits of a year: the nearest that is not to come."""
    if year > 99:  # noqa: PLR2004
        return year
    return 2000 + year if year <= clock.today().year % 100 else 1900 + year


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"  # noqa: PLR2004
