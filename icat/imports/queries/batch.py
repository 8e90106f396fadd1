"""Tables on their way in: the list, one of them with what its columns are, and what would come of it now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from icat import clock, legal
from icat.audit.reading import Receipt
from icat.cases.models import Case, Imported, Part, Person, Stage
from icat.cases.queries.caseload import visible
from icat.cases.queries.office import office_bases
from icat.cases.scope import Scope, scopes_for
from icat.db import engine as db
from icat.db.keys import vault
from icat.errors import NotFound
from icat.i18n import Message
from icat.imports.columns import Column, recognised
from icat.imports.models import Import, ImportColumn, ImportState
from icat.imports.rows import LIVE, Defaults, Fault, Made, key_of_person, read_row
from icat.legal import Category, ConsentNeed
from icat.members.models import Agency, Team
from icat.members.queries.people import member_names
from icat.names import skeleton
from icat.policy.actor import Actor

NEAR = timedelta(days=7)  # the same two people within so many days are one case, entered twice
MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One line of the list."""

    number: int
    state: ImportState
    rows: int
    cases: int
    brought_at: datetime
    brought_by: str
    ended_at: datetime | None
    fingerprint: str


@dataclass(frozen=True, slots=True, repr=False)
class Choices:
    """What was said about a table: what each column is, and what holds for every row."""

    columns: Mapping[int, Column]
    live_stage: Stage = Stage.RESEARCH
    hromada: str = ""
    basis_code: str = ""
    reason: str = ""
    is_made: bool = False  # somebody chose, and the page did not only guess


@dataclass(frozen=True, slots=True, repr=False)
class ImportView:
    """One table in full, for the coordinator while it waits."""

    id: UUID
    version: int
    number: int
    team_code: str
    state: ImportState
    file_name: str
    sheet: str
    digest: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    choices: Choices
    row: ImportRow
    earlier: int | None  # the number under which the same file was brought in before

    @property
    def is_open(self) -> bool:
        """Whether something may still be done with it."""
        return self.state is ImportState.OPEN

    def examples(self, place: int) -> tuple[str, ...]:
        """What stands in the first filled rows of a column."""
        return tuple(cells[place] for _number, cells in self.rows if cells[place])[:3]


@dataclass(frozen=True, slots=True, repr=False)
class Tried:
    """One row as it would come in."""

    made: Made
    faults: tuple[Fault, ...]
    is_there: tuple[str, ...] = ()  # cases that are this one already, by reference
    repeats: tuple[str, ...] = ()  # cases of the same people at another time

    @property
    def is_good(self) -> bool:
        """Whether it can come in."""
        return not self.faults and not self.is_there

    @property
    def name(self) -> str:
        """Her name, as the row has it."""
        return " ".join(filter(None, (self.made.survivor["surname"], self.made.survivor["given_name"])))


@dataclass(frozen=True, slots=True, repr=False)
class Trial:
    """What would come of the whole table now."""

    rows: tuple[Tried, ...]
    lacking: tuple[Message, ...] = field(default=())  # what has to be chosen before anything can come in

    @property
    def good(self) -> tuple[Tried, ...]:
        """The rows that can come in."""
        return tuple(row for row in self.rows if row.is_good)

    @property
    def wrong(self) -> tuple[Tried, ...]:
        """The rows with a fault."""
        return tuple(row for row in self.rows if row.faults)

    @property
    def there(self) -> tuple[Tried, ...]:
        """The rows that are cases already."""
        return tuple(row for row in self.rows if row.is_there and not row.faults)


def imports(actor: Actor) -> tuple[ImportRow, ...]:
    """What was brought to the actor's team, the newest first."""
    rows = (
        db.session()
        .scalars(
            select(Import).where(Import.team_id == actor.team_id).order_by(Import.number.desc()).limit(MOST_LISTED)
        )
        .all()
    )
    names = member_names(row.brought_by_id for row in rows)
    return tuple(_row(row, names) for row in rows)


def one_import(actor: Actor, number: int) -> ImportView:
    """One of them. Refuses with ``NotFound`` where there is none in the actor's team."""
    session = db.session()
    row = session.scalars(select(Import).where(Import.team_id == actor.team_id, Import.number == number)).one_or_none()
    if row is None:
        raise NotFound
    return import_of(session, actor, row, member_names([row.brought_by_id]))


def import_of(session: Session, actor: Actor, row: Import, names: Mapping[UUID, str]) -> ImportView:
    """The same of a row that was found, also within a change."""
    vault(session).load([row.id])
    table = row.table
    header = tuple(table.get("header", ()))
    return ImportView(
        id=row.id,
        version=row.version,
        number=row.number,
        team_code=actor.team_code,
        state=row.state,
        file_name=row.file_name,
        sheet=table.get("sheet", ""),
        digest=row.digest,
        header=header,
        rows=tuple((line, tuple(cells)) for line, cells in table.get("rows", ())),
        choices=choices_of(session, row, header),
        row=_row(row, names),
        earlier=session.scalar(
            select(Import.number).where(
                Import.team_id == row.team_id,
                Import.digest == row.digest,
                Import.state == ImportState.DONE,
                Import.id != row.id,
            )
        ),
    )


def choices_of(session: Session, row: Import, header: Sequence[str]) -> Choices:
    """What was chosen; before that, what the headings and the team's last choices suggest."""
    kept = row.choices
    if kept:
        return Choices(
            columns={int(place): Column(code) for place, code in kept["columns"].items()},
            live_stage=Stage(kept["live_stage"]),
            hromada=kept["hromada"],
            basis_code=kept["basis_code"],
            reason=kept["reason"],
            is_made=True,
        )
    known = session.execute(
        select(ImportColumn.heading, ImportColumn.column).where(ImportColumn.team_id == row.team_id)
    ).all()
    team = session.get_one(Team, row.team_id)
    return Choices(
        recognised(header, {line.heading: line.column for line in known}),
        hromada=team.hromadas[0] if len(team.hromadas) == 1 else "",
    )


def bases_for(session: Session, actor: Actor) -> tuple[legal.Basis, ...]:
    """On which bases the coordinator's agency may tell the office what stands in its table. Her consent is none: of
    nobody in a table is it on record."""
    agency = session.get_one(Agency, actor.agency_id)
    offered = office_bases(agency, critical_yes=True, child_concerned=True)
    return tuple(basis for basis in offered if basis.consent is not ConsentNeed.REQUIRED)


def offered(actor: Actor) -> tuple[tuple[str, ...], tuple[legal.Basis, ...]]:
    """Of what the page lets choose: the team's hromadas, and the legal bases."""
    session = db.session()
    return tuple(session.get_one(Team, actor.team_id).hromadas), bases_for(session, actor)


def tried(actor: Actor, view: ImportView) -> Trial:
    """The trial for a page."""
    return trial(db.session(), actor, view)


def trial(session: Session, actor: Actor, view: ImportView, kept: Receipt | None = None) -> Trial:
    """Each row as it would come in now. Of cases that the actor may not read nothing is said, also not that they are
    there; of the others that are named, the names go on the receipt (``kept``, or that of the page)."""
    choices = view.choices
    team = session.get_one(Team, actor.team_id)
    agencies = session.scalars(select(Agency).where(Agency.team_id == actor.team_id)).all()
    called = {skeleton(name): one.id for one in agencies for name in (one.short_name, one.name)}
    defaults = Defaults(choices.live_stage, tuple(team.hromadas), choices.hromada, called)
    made = [read_row(number, view.header, choices.columns, cells, defaults) for number, cells in view.rows]
    known = _Known(session, actor, [row.pair for row in made], kept)
    seen: dict[tuple[str, str], list[Made]] = defaultdict(list)
    numbers: dict[str, int] = {}
    tried = []
    for row in made:
        faults = [*row.faults, *_twice(row, seen, numbers)]
        there, repeats = known.of(row)
        tried.append(Tried(row, tuple(faults), there, repeats))
    return Trial(tuple(tried), tuple(_lacking(session, actor, choices)))


def _lacking(session: Session, actor: Actor, choices: Choices) -> Iterable[Message]:
    held = set(choices.columns.values())
    if not held & {Column.HER_NAME, Column.HER_SURNAME}:
        yield Message("Say in which column the survivor’s name stands.")
    if not held & {Column.HIS_NAME, Column.HIS_SURNAME}:
        yield Message("Say in which column the perpetrator’s name stands.")
    if not held & {Column.OPENED_ON, Column.CLOSED_ON}:
        yield Message("Say in which column the day stands on which a case was opened.")
    if choices.basis_code not in {basis.code for basis in bases_for(session, actor)}:
        yield Message("Choose the legal basis on which these cases are kept here.")
    if choices.live_stage not in LIVE:
        yield Message("Say where open cases stand.")


def _twice(row: Made, seen: dict[tuple[str, str], list[Made]], numbers: dict[str, int]) -> list[Fault]:
    """What an earlier row of the same table says already."""
    found = []
    if row.own_number:
        before = numbers.setdefault(row.own_number, row.number)
        if before != row.number:
            found.append(Fault("", Message("Row %(n)s has the same number of the case.", n=before)))
    if all(row.pair):
        for other in seen[row.pair]:
            if _is_near(row.opened_on, other.opened_on) and not _differ(row.survivor, other.survivor):
                found.append(Fault("", Message("Row %(n)s is about the same people at the same time.", n=other.number)))
                break
        seen[row.pair].append(row)
    return found


def _is_near(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and abs(one - other) <= NEAR


def _differ(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two of one name were born in different years."""
    years = {str(values.get("birth_year") or "") for values in (one, other)} - {""}
    return len(years) > 1


@dataclass(frozen=True, slots=True, repr=False)
class _Existing:
    case_id: UUID
    reference: str
    opened_on: date
    survivor_id: UUID
    owner_id: UUID
    year: str
    pair: tuple[str, str]
    own_number: str


class _Known:
    """The cases that the actor may read, by the people in them, as far as their names are open to the actor."""

    def __init__(self, session: Session, actor: Actor, wanted: Iterable[tuple[str, str]], kept: Receipt | None) -> None:
        hers = {pair[0] for pair in wanted if pair[0]}
        self._by_her: dict[str, list[_Existing]] = defaultdict(list)
        self._by_number: dict[str, list[_Existing]] = defaultdict(list)
        cases = session.execute(visible(actor).with_only_columns(Case.id, Case.reference, Case.opened_at)).all()
        ids = [row.id for row in cases]
        self._scopes: dict[UUID, Scope] = scopes_for(session, actor, ids, kept, only=Category.IDENTITY)
        vault(session).load(ids)
        people: dict[UUID, dict[Part, Person]] = defaultdict(dict)
        for person in session.scalars(
            select(Person).where(
                Person.case_id.in_(visible(actor).with_only_columns(Case.id)),
                Person.is_first | (Person.part == Part.PERPETRATOR),
                Person.part.in_([Part.SURVIVOR, Part.PERPETRATOR]),
            )
        ):
            people[person.case_id].setdefault(person.part, person)
        numbers = self._numbers(session, ids)
        for row in cases:
            found = self._existing(row, people[row.id], numbers.get(row.id, ""))
            if found is None:
                continue
            if found.pair[0] in hers:
                self._by_her[found.pair[0]].append(found)
            if found.own_number:
                self._by_number[found.own_number].append(found)

    def of(self, made: Made) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The cases that this row is already, and those of the same people at another time."""
        there: list[str] = []
        repeats: list[str] = []
        for one in self._by_her.get(made.pair[0], []):
            same_pair = not made.pair[1] or not one.pair[1] or made.pair[1] == one.pair[1]
            if not same_pair or (one.year and _differ({"birth_year": one.year}, made.survivor)):
                continue
            self._show(one)
            (there if _is_near(made.opened_on, one.opened_on) else repeats).append(one.reference)
        for one in self._by_number.get(made.own_number, []) if made.own_number else []:
            if one.reference not in there:
                self._show(one)
                there.append(one.reference)
        return tuple(there), tuple(repeats)

    def _show(self, one: _Existing) -> None:
        self._scopes[one.case_id].show(one.owner_id, one.survivor_id, Category.IDENTITY)

    def _numbers(self, session: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
        rows = session.scalars(select(Imported).where(Imported.case_id.in_(ids))).all() if ids else []
        return {row.case_id: row.own_number for row in rows}

    def _existing(self, row: Any, people: Mapping[Part, Person], number: str) -> _Existing | None:
        survivor, perpetrator = people.get(Part.SURVIVOR), people.get(Part.PERPETRATOR)
        if survivor is None or not self._scopes[row.id].sees(survivor.owner_id, survivor.id, Category.IDENTITY):
            return None
        his = ""
        if perpetrator and self._scopes[row.id].sees(perpetrator.owner_id, perpetrator.id, Category.IDENTITY):
            his = _key(perpetrator)
        return _Existing(
            row.id,
            row.reference,
            clock.local(row.opened_at).date(),
            survivor.id,
            survivor.owner_id,
            survivor.birth_year or (str(survivor.birth_on.year) if survivor.birth_on else ""),
            (_key(survivor), his),
            number,
        )


def _key(person: Person) -> str:
    return key_of_person({"surname": person.surname, "given_name": person.given_name})


def _row(row: Import, names: Mapping[UUID, str]) -> ImportRow:
    return ImportRow(
        number=row.number,
        state=row.state,
        rows=row.rows,
        cases=row.cases,
        brought_at=row.brought_at,
        brought_by=names.get(row.brought_by_id, ""),
        ended_at=row.ended_at,
        fingerprint=row.digest[:16],
    )
