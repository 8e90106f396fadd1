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
from icat.cases.queries.people_index import people_index
from icat.cases.scope import scopes_for
from icat.db import engine as db
from icat.db.keys import vault
from icat.errors import NotFound
from icat.i18n import Message
from icat.imports.columns import Column, recognised
from icat.imports.models import Import, ImportColumn, ImportState
from icat.imports.rows import LIVE, Defaults, Fault, Made, read_row
from icat.legal import Category, ConsentNeed
from icat.matching.index import Index
from icat.matching.keys import Known, key_of
from icat.matching.scoring import LIKELY, POSSIBLE
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
    known = _Known(session, actor, made, kept)
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


class _Known:
    """The cases that the actor may read, by the people in them, as far as their names are open to the actor."""

    def __init__(self, session: Session, actor: Actor, rows: Sequence[Made], kept: Receipt | None) -> None:
        index = people_index(session, actor.team_id)
        self._hers = {row.number: _likely(index, row.survivor, Part.SURVIVOR, LIKELY) for row in rows}
        self._his = {row.number: _likely(index, row.perpetrator, Part.PERPETRATOR, POSSIBLE) for row in rows}
        self._numbers = self._numbered(session, actor, {row.own_number for row in rows} - {""})
        met = {case_id for found in self._hers.values() for case_id in found}
        met |= {case_id for cases in self._numbers.values() for case_id in cases}
        cases = session.execute(
            visible(actor).with_only_columns(Case.id, Case.reference, Case.opened_at).where(Case.id.in_(met))
        ).all()
        self._cases = {row.id: (row.reference, clock.local(row.opened_at).date()) for row in cases}
        self._scopes = scopes_for(session, actor, self._cases, kept, only=Category.IDENTITY)
        people = session.execute(
            select(Person.case_id, Person.id, Person.owner_id, Person.part).where(
                Person.case_id.in_(self._cases), Person.part.in_([Part.SURVIVOR, Part.PERPETRATOR])
            )
        ).all()
        self._people = {row.id: row for row in people}

    def of(self, made: Made) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The cases that this row is already, and those of the same people at another time."""
        there: dict[str, None] = {}
        repeats: dict[str, None] = {}
        his = self._his[made.number]
        for case_id, persons in self._hers[made.number].items():
            if case_id not in self._cases or not self._shows(case_id, persons):
                continue
            if made.pair[1] and case_id not in his:
                continue  # she again, with somebody else: another case
            if made.pair[1] and not self._shows(case_id, his[case_id]):
                continue
            reference, opened_on = self._cases[case_id]
            (there if _is_near(made.opened_on, opened_on) else repeats)[reference] = None
        for case_id in self._numbers.get(made.own_number, ()):
            if case_id in self._cases:
                there[self._cases[case_id][0]] = None
        return tuple(there), tuple(one for one in repeats if one not in there)

    def _shows(self, case_id: UUID, persons: Iterable[UUID]) -> bool:
        """Whether the name of one of these is open to the reader; it goes on the receipt."""
        rows = (self._people[id] for id in persons if id in self._people)
        return any(self._scopes[case_id].show(row.owner_id, row.id, Category.IDENTITY) for row in rows)

    @staticmethod
    def _numbered(session: Session, actor: Actor, numbers: set[str]) -> dict[str, list[UUID]]:
        """The cases that were brought in under these numbers of the team's own."""
        found: dict[str, list[UUID]] = defaultdict(list)
        if not numbers:
            return found
        rows = session.scalars(select(Imported).where(Imported.team_id == actor.team_id)).all()
        vault(session).load([row.case_id for row in rows])
        for row in rows:
            if row.own_number in numbers:
                found[row.own_number].append(row.case_id)
        return found


def _likely(index: Index, values: Mapping[str, Any], part: Part, least: int) -> dict[UUID, list[UUID]]:
    """Who in that part may be the same person, by case."""
    year = str(values.get("birth_year") or "")
    key = key_of(
        Known(
            surname=str(values.get("surname") or ""),
            given_name=str(values.get("given_name") or ""),
            patronymic=str(values.get("patronymic") or ""),
            born=values.get("birth_on"),
            year=int(year) if year.isdecimal() else None,
        )
    )
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for _likeness, entry in index.alike(key, least=least) if key.surnames or key.given else ():
        if entry.part == part.value:
            found[entry.case_id].append(entry.id)
    return found


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
