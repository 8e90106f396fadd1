"""The keys of a team's people in memory: opened from the sealed fields when first needed, kept up with the database.

Nothing derived from a name is stored, not even in hashed form: no blind index. Each process opens the names once, a few
seconds of work for 7,500 cases, and from then on only what changed: the number in ``people_version`` tells it. What
lies here is never shown as it is; whoever asks cuts by the scope of the reader.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, load_only

from icat.cases.models import Part, PeopleVersion, Person
from icat.cases.models.people_version import RECOGNISED_BY
from icat.crypto import Compartment
from icat.db import engine as db
from icat.db.keys import Vault
from icat.matching.index import Entry, Index
from icat.matching.keys import Key, Known, key_of

COMPARED = (Part.SURVIVOR, Part.PERPETRATOR)
AT_ONCE = 500


@dataclass(slots=True)
class _Kept:
    """What this process knows of one team."""

    lock: Lock = field(default_factory=Lock)
    index: Index = field(default_factory=Index)
    version: int = -1


_kept: WeakKeyDictionary[db.Database, dict[UUID, _Kept]] = WeakKeyDictionary()
_adding = Lock()


def people_index(session: Session, team_id: UUID) -> Index:
    """The index of this team, as new as what ``session`` sees at least; it may be newer."""
    database = db.database()
    with _adding:
        kept = _kept.setdefault(database, {}).setdefault(team_id, _Kept())
    now = session.scalar(select(PeopleVersion.version).where(PeopleVersion.team_id == team_id)) or 0
    if kept.version < now:
        with kept.lock:
            if kept.version < now:
                _catch_up(database, team_id, kept)
    return kept.index


def _catch_up(database: db.Database, team_id: UUID, kept: _Kept) -> None:
    """Take in what was written since. Where something is gone, begin anew: names of a destroyed case stay nowhere."""
    with database.open_reading() as session:
        version = session.scalar(select(PeopleVersion.version).where(PeopleVersion.team_id == team_id)) or 0
        index = kept.index
        _take_in(session, index, _written_since(team_id, kept.version))
        there = session.scalar(
            select(func.count()).select_from(Person).where(Person.team_id == team_id, Person.part.in_(COMPARED))
        )
        if len(index) != there:
            index = Index()
            _take_in(session, index, _written_since(team_id, -1))
        kept.index, kept.version = index, version


def _written_since(team_id: UUID, version: int) -> Select[Person]:
    sealed = (getattr(Person, f"{name}_sealed") for name in RECOGNISED_BY)
    return (
        select(Person)
        .where(Person.team_id == team_id, Person.part.in_(COMPARED), Person.people_version > version)
        .options(load_only(Person.case_id, Person.part, Person.is_estimated, *sealed, raiseload=True))
    )


def _take_in(session: Session, index: Index, wanted: Select[Person]) -> None:
    for rows in session.scalars(wanted.execution_options(yield_per=AT_ONCE)).partitions():
        _open_keys(session, {row.case_id for row in rows})
        for row in rows:
            index.put(Entry(row.id, row.case_id, row.part.value, key_of_person(row)))


def _open_keys(session: Session, case_ids: Iterable[UUID]) -> None:
    """The data keys of these cases, and no others: those of the chunk before are not kept in memory."""
    vault = session.info["vault"] = Vault(session)
    for compartment in (Compartment.CORE, Compartment.CONTACT):
        vault.load(case_ids, only=compartment)


def key_of_person(row: Person, *, with_phones: bool = True) -> Key:
    """What somebody can be recognised by. Her own number and the safe one are both hers."""
    year = row.birth_year
    return key_of(
        Known(
            surname=row.surname,
            given_name=row.given_name,
            patronymic=row.patronymic,
            other_names=row.other_names,
            born=row.birth_on,
            year=int(year) if year.isdecimal() else None,
            is_estimated=row.is_estimated,
            phones=tuple(filter(None, (row.phone, row.safe_number))) if with_phones else (),
        )
    )


def people_of(session: Session, case_ids: Sequence[UUID]) -> list[Person]:
    """The people of these cases who are compared with others."""
    found = select(Person).where(Person.case_id.in_(case_ids), Person.part.in_(COMPARED)).order_by(Person.id)
    return list(session.scalars(found))
