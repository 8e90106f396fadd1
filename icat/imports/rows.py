"""A row of a table as a case: each cell read as its column says, and every fault with the row and column it is in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from icat import clock, codes, territory
from icat.cases.models import Stage
from icat.i18n import Message
from icat.imports.cells import Unreadable, birth_of, day_of, has_children, is_closed, name_of, phone_of
from icat.imports.columns import Column
from icat.names import skeleton

HISTORY = timedelta(days=366)  # so far back a repeat counts, and no further is anything brought in
LIVE = (Stage.RESEARCH, Stage.ACTIVE, Stage.WATCH)
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one row: in which column, by its heading, or in the row as a whole."""

    heading: str
    message: Message


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for every row that says nothing else."""

    live_stage: Stage
    hromadas: Sequence[str]  # of the team, by their codes
    hromada: str = ""
    agencies: Mapping[str, Any] = field(default_factory=dict)  # identifiers by every name they are called by


@dataclass(frozen=True, slots=True)
class Made:
    """One row, read. ``survivor`` and ``perpetrator`` are the values of ``Person`` by name."""

    number: int
    stage: Stage
    opened_on: date | None
    closed_on: date | None
    review_on: date | None
    hromada: str
    agency_id: Any
    own_number: str
    survivor: Mapping[str, Any]
    perpetrator: Mapping[str, Any]
    has_children: bool
    happened: str
    tried: str
    faults: tuple[Fault, ...] = ()

    @property
    def pair(self) -> tuple[str, str]:
        """The two by their names without spelling: who may be the same as somebody else."""
        return key_of_person(self.survivor), key_of_person(self.perpetrator)


def key_of_person(values: Mapping[str, Any]) -> str:
    """Surname and given name without spelling; empty where one of them is missing."""
    surname, given = str(values.get("surname") or ""), str(values.get("given_name") or "")
    return f"{skeleton(surname)} {skeleton(given)}" if surname and given else ""


class _Row:
    """The cells of one row by what they are; gathers the faults."""

    def __init__(self, header: Sequence[str], columns: Mapping[int, Column], cells: Sequence[str]) -> None:
        self._header, self._columns, self._cells = header, columns, cells
        self.faults: list[Fault] = []

    def text(self, column: Column) -> str:
        """What stands there; of several columns each with its heading."""
        places = [place for place, one in self._columns.items() if one is column and self._cells[place]]
        if len(places) == 1:
            return self._cells[places[0]]
        return "\n".join(f"{self._header[place]}: {self._cells[place]}" for place in places)

    def read(self, column: Column, by: Callable[[str], Any]) -> Any:
        """The cell as ``by`` reads it, or none with a fault."""
        try:
            return by(self.text(column))
        except Unreadable as fault:
            self.fault(column, fault.message)
            return None

    def fault(self, column: Column, message: Message) -> None:
        """Note what is wrong, under the heading of the column."""
        place = next((place for place, one in self._columns.items() if one is column), None)
        self.faults.append(Fault(self._header[place] if place is not None else "", message))

    def longer(self, column: Column, most: int) -> str:
        """A text that fits."""
        text = self.text(column)
        if len(text) > most:
            self.fault(column, Message("At most %(most)s characters fit.", most=most))
        return text[:most]


def read_row(
    number: int, header: Sequence[str], columns: Mapping[int, Column], cells: Sequence[str], defaults: Defaults
) -> Made:
    """One row of the table as a case. Whatever is wrong stands in its faults; nothing is refused here."""
    row = _Row(header, columns, cells)
    opened_on = row.read(Column.OPENED_ON, day_of)
    closed_on = row.read(Column.CLOSED_ON, day_of)
    closed = row.read(Column.STATE, is_closed)
    is_over = bool(closed_on) if closed is None else closed
    review_on = row.read(Column.REVIEW_ON, lambda text: day_of(text, not_future=False))
    survivor, perpetrator = _person(row, "her"), _person(row, "his")
    # Without a way that is safe, every page says beside the number that nobody knows whether a call is.
    survivor["safe_number"] = survivor.pop("phone")
    perpetrator["relationship"] = row.read(Column.RELATIONSHIP, _relationship) or ""
    made = Made(
        number=number,
        stage=Stage.CLOSED if is_over else defaults.live_stage,
        opened_on=opened_on or closed_on,
        closed_on=closed_on if is_over else None,
        review_on=None if is_over else review_on,
        hromada=row.read(Column.HROMADA, lambda text: _hromada(text, defaults)) or "",
        agency_id=row.read(Column.AGENCY, lambda text: _agency(text, defaults)),
        own_number=row.longer(Column.OWN_NUMBER, 60),
        survivor=survivor,
        perpetrator=perpetrator,
        has_children=bool(row.read(Column.CHILDREN, has_children)),
        happened=row.longer(Column.HAPPENED, _LONGEST),
        tried=row.longer(Column.TRIED, _LONGEST),
        faults=(),
    )
    _insist(row, made, closed_on=closed_on, is_open=closed is False)
    return Made(**{name: getattr(made, name) for name in made.__slots__ if name != "faults"}, faults=tuple(row.faults))


def _insist(row: _Row, made: Made, *, closed_on: date | None, is_open: bool) -> None:
    if not (made.survivor.get("surname") or made.survivor.get("given_name")):
        row.faults.append(Fault("", Message("The survivor has no name.")))
    if not any(made.perpetrator.get(name) for name in ("surname", "given_name", "phone", "address_home")):
        row.faults.append(Fault("", Message("Nothing is said by which he could be recognised.")))
    if made.opened_on is None and not row.faults:
        row.fault(Column.OPENED_ON, Message("The day on which the case was opened is missing."))
    if not made.hromada and not any(one.heading and "громад" in one.heading.casefold() for one in row.faults):
        row.faults.append(Fault("", Message("It is not said in which hromada. Choose one for all rows above.")))
    if is_open and closed_on is not None:
        row.fault(Column.CLOSED_ON, Message("The case is open, and yet a day stands here on which it was closed."))
    if made.opened_on and closed_on and closed_on < made.opened_on:
        row.fault(Column.CLOSED_ON, Message("It cannot have been closed before it was opened."))
    over = closed_on or made.opened_on
    if made.stage is Stage.CLOSED and over is not None and over < clock.today() - HISTORY:
        row.fault(
            Column.CLOSED_ON,
            Message("It was closed more than twelve months ago: nothing so old is brought in."),
        )


def _person(row: _Row, who: str) -> dict[str, Any]:
    columns = {name: Column(f"{who}_{name}") for name in ("name", "surname", "given_name", "patronymic")}
    surname, given, patronymic = row.read(columns["name"], name_of) or ("", "", "")
    day, year = row.read(Column(f"{who}_birth"), birth_of) or (None, "")
    return {
        "surname": row.longer(columns["surname"], 100) or surname,
        "given_name": row.longer(columns["given_name"], 100) or given,
        "patronymic": row.longer(columns["patronymic"], 100) or patronymic,
        "birth_on": day,
        "birth_year": year,
        "phone": row.read(Column(f"{who}_phone"), phone_of) or "",
        "address_home": row.longer(Column(f"{who}_address"), 200),
    }


def _relationship(text: str) -> str:
    bare = " ".join(text.casefold().split())
    if not bare:
        return ""
    for option in codes.code_list("relationship").options.values():
        if bare in {one.casefold() for one in (option.code, option.words.uk, option.words.en)}:
            return option.code
    known = _SAID.get(bare)
    if known is None:
        said = (option.words for option in codes.options("relationship"))
        raise Unreadable(
            Message(
                "«%(text)s» is not in the list. Write one of: %(known)s.",
                text=bare[:60],
                known="; ".join(str(one) for one, _ in zip(said, range(5), strict=False)),
            )
        )
    return known


# What people write of the law's long descriptions.
_SAID = {
    "чоловік": "spouse", "дружина": "spouse", "шлюб": "spouse", "husband": "spouse", "колишній чоловік": "ex_spouse",
    "колишня дружина": "ex_spouse", "колишній": "ex_spouse", "ex": "ex_spouse", "співмешканець": "cohabitant",
    "співмешканка": "cohabitant", "цивільний чоловік": "cohabitant", "partner": "cohabitant", "партнер": "cohabitant",
    "син": "parent_child", "дочка": "parent_child", "донька": "parent_child", "батько": "parent_child",
    "мати": "parent_child", "вітчим": "step", "мачуха": "step", "брат": "sibling", "сестра": "sibling",
    "онук": "grandparent", "онука": "grandparent", "зять": "other_kin", "свекор": "other_kin", "родич": "other_kin",
}  # fmt: skip


def _hromada(text: str, defaults: Defaults) -> str:
    if not text.strip():
        return defaults.hromada
    if text.strip().upper() in defaults.hromadas:
        return text.strip().upper()
    wanted = skeleton(text).replace(" teritorialna gromada", "").replace(" gromada", "").replace(" tg", "")
    fits = [code for code in defaults.hromadas if wanted and wanted in _called(code)]
    if len(fits) != 1:
        names = ", ".join(str(place.title) for code in defaults.hromadas if (place := territory.find(code)))
        raise Unreadable(
            Message("«%(text)s» is no hromada of this team. These are: %(known)s.", text=text[:60], known=names)
        )
    return fits[0]


def _called(code: str) -> set[str]:
    place = territory.find(code)
    if place is None:
        return set()
    names = [place.name.uk, place.name.en]
    return {skeleton(name) for name in names} | {code}


def _agency(text: str, defaults: Defaults) -> Any:
    if not text.strip():
        return None
    found = defaults.agencies.get(skeleton(text))
    if found is None:
        raise Unreadable(
            Message("«%(text)s» is no agency of this team.", text=text[:60]),
        )
    return found
