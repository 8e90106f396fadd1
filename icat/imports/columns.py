"""What a column of a coordinator's table can be, and by which words in its heading it is recognised."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from icat.i18n import LANGUAGES, Message, speaking


class Column(StrEnum):
    """What one column holds. The value stands in what a team's choices were kept as: none is renamed."""

    OWN_NUMBER = auto()
    OPENED_ON = auto()
    STATE = auto()
    CLOSED_ON = auto()
    REVIEW_ON = auto()
    HROMADA = auto()
    AGENCY = auto()
    HER_NAME = auto()
    HER_SURNAME = auto()
    HER_GIVEN_NAME = auto()
    HER_PATRONYMIC = auto()
    HER_BIRTH = auto()
    HER_PHONE = auto()
    HER_ADDRESS = auto()
    HIS_NAME = auto()
    HIS_SURNAME = auto()
    HIS_GIVEN_NAME = auto()
    HIS_PATRONYMIC = auto()
    HIS_BIRTH = auto()
    HIS_PHONE = auto()
    HIS_ADDRESS = auto()
    RELATIONSHIP = auto()
    CHILDREN = auto()
    HAPPENED = auto()
    TRIED = auto()

    @property
    def label(self) -> Message:
        """What it holds, in words."""
        return COLUMNS[self].label


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of column. ``words``: a heading that holds all words of one of these is taken for it."""

    label: Message
    words: tuple[str, ...] = ()
    example: tuple[str, ...] = ()
    repeats: bool = False  # several columns may hold it


_HERS = r"постраждал|потерпіл|survivor|victim|\bвона\b"
_HIS = r"кривдник|агресор|perpetrator|abuser|\bвін\b"
_BIRTH, _PHONE, _PLACE = r"народж|born|birth|р\.\s?н", r"тел|phone", r"адрес|address"
_SURNAME, _GIVEN, _PATRONYMIC = r"прізвище|surname", r"\bім.?я\b|given", r"по.?батькові|patronymic"


def _both(who: str, what: str) -> tuple[str, ...]:
    return (rf"({who}).*({what})|({what}).*({who})",)


C = Column
COLUMNS: dict[Column, Kind] = {
    C.OWN_NUMBER: Kind(Message("The team's own number of the case"), (r"^№|^n$|номер|^no\b|number|п/п",),
                       ("12/26", "13/26", "4/26")),
    C.OPENED_ON: Kind(Message("Day on which the case was opened"),
                      (r"(дата|день|коли).*(направ|надход|відкрит|зверн|реєстр)|opened|referred", r"^дата$|^date$"),
                      ("03.11.2026", "17 жовтня 2026", "2026-02-20")),
    C.STATE: Kind(Message("Whether it is open or closed"), (r"^стан|статус|етап|status|state|stage",),
                  ("в роботі", "на контролі", "закрито")),
    C.CLOSED_ON: Kind(Message("Day on which it was closed"), (r"закрит|заверш|знят|closed",), ("", "", "30.06.2026")),
    C.REVIEW_ON: Kind(Message("Day of the next review"), (r"перегляд|review|наступн",), ("01.12.2026", "", "")),
    C.HROMADA: Kind(Message("Hromada"), (r"громада|hromada|тг$",)),
    C.AGENCY: Kind(Message("Agency that referred it"), (r"установа|ініціатор|хто направив|agency|referrer",)),
    C.HER_NAME: Kind(Message("Survivor: whole name"), (_HERS,),
                     ("Приклад Олена Іванівна", "Зразок Марія", "Вигадана Ганна Петрівна")),
    C.HER_SURNAME: Kind(Message("Survivor: surname"), _both(_HERS, _SURNAME)),
    C.HER_GIVEN_NAME: Kind(Message("Survivor: given name"), _both(_HERS, _GIVEN)),
    C.HER_PATRONYMIC: Kind(Message("Survivor: patronymic"), _both(_HERS, _PATRONYMIC)),
    C.HER_BIRTH: Kind(Message("Survivor: date or year of birth"), _both(_HERS, _BIRTH),
                      ("14.03.1990", "1985", "27 березня 1991 р.")),
    C.HER_PHONE: Kind(Message("Survivor: phone"), _both(_HERS, _PHONE)),
    C.HER_ADDRESS: Kind(Message("Survivor: registered address"), _both(_HERS, _PLACE)),
    C.HIS_NAME: Kind(Message("Perpetrator: whole name"), (_HIS,),
                     ("Приклад Петро Іванович", "Зразок Іван", "Вигаданий Олег")),
    C.HIS_SURNAME: Kind(Message("Perpetrator: surname"), _both(_HIS, _SURNAME)),
    C.HIS_GIVEN_NAME: Kind(Message("Perpetrator: given name"), _both(_HIS, _GIVEN)),
    C.HIS_PATRONYMIC: Kind(Message("Perpetrator: patronymic"), _both(_HIS, _PATRONYMIC)),
    C.HIS_BIRTH: Kind(Message("Perpetrator: date or year of birth"), _both(_HIS, _BIRTH), ("1984", "", "1979")),
    C.HIS_PHONE: Kind(Message("Perpetrator: phone"), _both(_HIS, _PHONE)),
    C.HIS_ADDRESS: Kind(Message("Perpetrator: address"), _both(_HIS, _PLACE)),
    C.RELATIONSHIP: Kind(Message("Who he is to her"), (r"ким доводиться|ким є|стосунк|зв.язок|relation",),
                         ("подружжя", "колишнє подружжя", "")),
    C.CHILDREN: Kind(Message("Children: how many, or yes or no"), (r"^діти|дітей|children|^дитин",), ("2", "ні", "")),
    C.HAPPENED: Kind(Message("What happened"), (r"обставин|що сталося|суть|опис|happened|incident",),
                     ("Погрози, виклик поліції", "", ""), repeats=True),
    C.TRIED: Kind(Message("What has been tried"), (r"заход|що зроблено|допомог|примітк|notes?$|done|tried",),
                  ("Терміновий заборонний припис", "", "Переїхала до сестри"), repeats=True),
}  # fmt: skip

# A name is what speaks of somebody and of nothing more exact.
_NO_NAME = re.compile("|".join((_BIRTH, _PHONE, _PLACE, r"діт|дит|child")))


def key_of(heading: str) -> str:
    """By what a team's choice for a heading is kept: not the heading, in which somebody's name may stand by mistake."""
    return hashlib.sha256(" ".join(heading.casefold().split()).encode()).hexdigest()


def recognised(headings: Sequence[str], kept: Mapping[str, str]) -> dict[int, Column]:
    """What each column seems to be: as the team chose last for the same heading, else by its words."""
    found: dict[int, Column] = {}
    for place, heading in enumerate(headings):
        chosen = kept.get(key_of(heading))
        if chosen is not None:
            if chosen in set(Column):
                _take(found, place, Column(chosen))
            continue
        guess = _guess(heading)
        if guess is not None:
            _take(found, place, guess)
    return found


def _take(found: dict[int, Column], place: int, column: Column) -> None:
    if COLUMNS[column].repeats or column not in found.values():
        found[place] = column


def _guess(heading: str) -> Column | None:
    text = " ".join(heading.casefold().split())
    for code in LANGUAGES:  # the example that the page gives is read without a question
        with speaking(code):
            same = [column for column in Column if str(column.label).casefold() == text]
        if same:
            return same[0]
    columns: tuple[Column, ...] = (*_SPECIFIC, *Column)
    for column in columns:
        if column in (Column.HER_NAME, Column.HIS_NAME) and _NO_NAME.search(text):
            continue
        if any(re.search(words, text) for words in COLUMNS[column].words):
            return column
    return None


# Asked first: their words stand in the headings of others too.
_SPECIFIC = (
    Column.HER_BIRTH, Column.HIS_BIRTH, Column.HER_PHONE, Column.HIS_PHONE, Column.HER_ADDRESS, Column.HIS_ADDRESS,
    Column.RELATIONSHIP, Column.HER_SURNAME, Column.HIS_SURNAME, Column.HER_GIVEN_NAME, Column.HIS_GIVEN_NAME,
    Column.HER_PATRONYMIC, Column.HIS_PATRONYMIC, Column.HIS_NAME, Column.HER_NAME, Column.REVIEW_ON, Column.CLOSED_ON,
)  # fmt: skip
