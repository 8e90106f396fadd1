"""The case page: the people, what was referred, who sits at the table, and the histories that stand side by side."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from icat import clock, codes, territory
from icat.cases.fields import Field
from icat.cases.models import (
    LATER_COLUMNS,
    Correction,
    Imported,
    Level,
    LevelCode,
    Part,
    Person,
    Referral,
    ReferralState,
    Seat,
)
from icat.cases.queries.door import CaseView, birth_year
from icat.cases.queries.papers import paper_numbers, sees_papers
from icat.cases.scope import WITHHELD, Cut, Withheld
from icat.db import engine as db
from icat.db.sealed import SealedRow
from icat.i18n import Message, Words
from icat.legal import Category, bases
from icat.members.queries.people import agencies, member_names

Shown = Any  # a text, words, a list of them, nothing, or ``WITHHELD``


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is known: what it is called, and what it is."""

    label: Message
    value: Shown


@dataclass(frozen=True, slots=True)
class Contact:
    """How she may be reached; a page shows it whole or not at all."""

    method: Shown
    number: Shown
    hours: str
    person: str
    code_word: str
    language: Words | None


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person of the case, cut by the reader's scope."""

    id: UUID
    part: Part
    name: str | Withheld
    year: str | Withheld
    lines: tuple[Line, ...]
    contact: Contact | None = None
    address_now: Shown = None
    later: tuple["Later", ...] = ()


@dataclass(frozen=True, slots=True)
class Later:
    """What was said later of a person and differs from what stands there. ``is_contact``: of how to reach her."""

    label: Message
    value: Shown
    at: datetime
    by: str
    is_contact: bool


@dataclass(frozen=True, slots=True)
class ReferralView:
    """What an agency referred, or what completed it later."""

    agency: str
    by: str
    submitted_at: datetime | None
    basis: Words | None
    reason_now: Shown
    lines: tuple[Line, ...]
    judgement: Shown
    own_rating: Shown
    own_rating_on: Shown
    own_rating_asked_by: Shown
    police_level: Shown
    police_level_on: Shown
    police_level_by: Shown
    is_addition: bool
    papers: tuple[int, ...]  # numbers of the photos that the reader may open


@dataclass(frozen=True, slots=True)
class LevelView:
    """One step in the history of the team's level."""

    level: LevelCode
    set_at: datetime
    by: str
    in_meeting: bool
    reason: Shown


@dataclass(frozen=True, slots=True)
class SeatView:
    """An agency at the table."""

    agency: str
    sector: Words
    since: datetime


@dataclass(frozen=True, slots=True)
class OriginView:
    """Where a case came from that was not referred here."""

    at: datetime
    by: str
    fingerprint: str  # of the file, so that it can be told from others
    row: int
    closed_on: date | None
    own_number: Shown


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the case page."""

    hromada: str
    survivor: PersonView | None
    perpetrators: tuple[PersonView, ...]
    children: tuple[PersonView, ...]
    others: tuple[PersonView, ...]
    referrals: tuple[ReferralView, ...]
    levels: tuple[LevelView, ...]
    seats: tuple[SeatView, ...]
    doubts: tuple[Message, ...]
    origin: OriginView | None = None  # none: it was referred here


def overview(case: CaseView) -> Overview:
    """The case as its reader may see it now."""
    session = db.session()
    people = session.scalars(select(Person).where(Person.case_id == case.id).order_by(Person.part, Person.id)).all()
    later = _later(case)
    views = [_person(case, row, later.get(row.id, ())) for row in people if _is_known_to(case, row)]
    place = territory.find(case.hromada)
    return Overview(
        hromada=str(place.title) if place else "",
        survivor=next((view for view in views if view.part is Part.SURVIVOR), None),
        perpetrators=tuple(view for view in views if view.part is Part.PERPETRATOR),
        children=tuple(sorted((v for v in views if v.part is Part.CHILD), key=lambda v: str(v.year), reverse=True)),
        others=tuple(view for view in views if view.part is Part.OTHER),
        referrals=_referrals(case),
        levels=_levels(case),
        seats=_seats(case),
        doubts=tuple(_doubts(case, people)),
        origin=_origin(case),
    )


def _origin(case: CaseView) -> OriginView | None:
    row = db.session().scalars(select(Imported).where(Imported.case_id == case.id)).one_or_none()
    if row is None:
        return None
    return OriginView(
        at=row.imported_at,
        by=member_names([row.imported_by_id]).get(row.imported_by_id, ""),
        fingerprint=row.digest[:16],
        row=row.row,
        closed_on=row.closed_on,
        own_number=case.scope.of(None, row.id).get(row, "own_number"),
    )


def _is_known_to(case: CaseView, row: Person) -> bool:
    """That there is a survivor and a perpetrator everybody knows; of anybody else the reader must have been told."""
    opened = any(case.scope.sees(row.owner_id, row.id, one) for one in (Category.IDENTITY, Category.CHILDREN))
    return row.part in (Part.SURVIVOR, Part.PERPETRATOR) or opened


_LINES: dict[Part, tuple[str, ...]] = {
    Part.SURVIVOR: ("other_names", "birth_on", "address_home", "needs", "status"),
    Part.PERPETRATOR: (
        "relationship", "other_names", "birth_on", "whereabouts", "address_home", "phone", "workplace", "vehicle",
        "service_status", "weapons",
    ),
    Part.CHILD: ("birth_on", "school", "lives_with", "witnessed"),
    Part.OTHER: ("relationship", "why_at_risk"),
}  # fmt: skip
_LISTS = {
    "relationship": "relationship",
    "needs": "need",
    "status": "survivor_status",
    "safe_method": "contact_method",
    "language": "language",
}


def _later(case: CaseView) -> dict[UUID, tuple[Later, ...]]:
    """What differs from what was said first, by person, cut by the category of the field that it is about."""
    rows = (
        db.session()
        .scalars(select(Correction).where(Correction.case_id == case.id).order_by(Correction.said_at, Correction.id))
        .all()
    )
    names = member_names(row.said_by_id for row in rows)
    found: dict[UUID, tuple[Later, ...]] = {}
    for row in rows:
        field: Field = Person.__sealed__[row.about].field  # type: ignore[assignment]
        column = LATER_COLUMNS.get(field.compartment, "said")
        said = case.scope.of(row.owner_id, row.person_id).get(row, column, field.category)
        if said is not WITHHELD:
            value = _said(_read_back(said, row.about), _LISTS.get(row.about, ""))
            one = Later(field.label, value, row.said_at, names.get(row.said_by_id, ""), row.about in REACHING)
            found[row.person_id] = (*found.get(row.person_id, ()), one)
    return found


REACHING = frozenset({"safe_method", "safe_number", "safe_hours", "safe_person", "code_word", "language"})


def _read_back(said: str, about: str) -> Shown:
    """As the field itself would hold it."""
    if about == "birth_on":
        return date.fromisoformat(said)
    return said.split(",") if about in ("needs", "status") else said


def _person(case: CaseView, row: Person, later: tuple[Later, ...]) -> PersonView:
    cut = case.scope.of(row.owner_id, row.id)
    named = cut.shows(Category.IDENTITY)
    is_survivor = row.part is Part.SURVIVOR
    return PersonView(
        id=row.id,
        part=row.part,
        name=(row.full_name or str(Message("Name not known"))) if named else WITHHELD,
        year=_year(row) if named else WITHHELD,
        lines=tuple(_line(cut, row, name) for name in _LINES[row.part]),
        contact=_contact(cut, row) if is_survivor else None,
        address_now=cut.get(row, "address_now") if is_survivor else None,
        later=later,
    )


def _year(row: Person) -> str:
    year = birth_year(row)
    return str(Message("about %(year)s", year=year)) if year and row.is_estimated else year


def _line(cut: Cut, row: Person, name: str) -> Line:
    value = _said(cut.get(row, name), _LISTS.get(name, ""))
    if name == "phone" and value:  # his: a call that nobody planned can cost her dearly
        value = Message("%(number)s: do not call, unless a plan says who calls", number=value)
    return Line(_label(row, name), value)


def _label(row: SealedRow, name: str) -> Message:
    return row.__sealed__[name].field.label  # type: ignore[attr-defined,no-any-return]


def _said(value: Shown, code_list: str) -> Shown:
    """A code as its words, a day as it is written, everything else as it is."""
    if isinstance(value, list):
        return tuple(_word(code_list, code) for code in value)
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return _word(code_list, value) if code_list and value else value


def _word(code_list: str, code: str) -> Words | str:
    known = codes.code_list(code_list).options.get(code)
    return known.words if known else code


def _contact(cut: Cut, row: Person) -> Contact | None:
    if not cut.shows(Category.CONTACT):
        return None
    return Contact(
        method=row.safe_method,
        number=row.safe_number,
        hours=row.safe_hours,
        person=row.safe_person,
        code_word=row.code_word,
        language=codes.words("language", row.language) if row.language else None,
    )


_REFERRED: tuple[tuple[str, str], ...] = (
    ("child_count", "child_count"),
    ("tried_so_far", ""),
    ("own_view", ""),
    ("wants", "want"),
    ("told", "informed_told"),
    ("agrees", "informed_agrees"),
    ("why_without", ""),
    ("sex_preference", "worker_sex"),
)


def _referrals(case: CaseView) -> tuple[ReferralView, ...]:
    rows = (
        db.session()
        .scalars(
            select(Referral)
            .where(Referral.case_id == case.id, Referral.state == ReferralState.SUBMITTED)
            .order_by(Referral.submitted_at)
        )
        .all()
    )
    agency, names = agencies(case.actor.team_id), member_names(row.author_id for row in rows)
    numbers = paper_numbers(case.id)
    return tuple(
        _referral(case, row, agency[row.owner_id].short_name, names.get(row.author_id, ""), numbers.get(row.id, ()))
        for row in rows
    )


def _referral(case: CaseView, row: Referral, agency: str, by: str, numbers: tuple[int, ...]) -> ReferralView:
    cut = case.scope.of(row.owner_id, row.id)
    basis = bases().get(row.basis_code or "")

    def said(name: str, code_list: str = "") -> Shown:
        return _said(cut.get(row, name), code_list)

    return ReferralView(
        agency=agency,
        by=by,
        submitted_at=row.submitted_at,
        # A basis may say by itself that a child suffered or that it was a crime: it goes with the reasons.
        basis=basis.label if basis and cut.shows(Category.RISK) else None,
        reason_now=said("reason_now"),
        lines=tuple(Line(_label(row, name), said(name, listed)) for name, listed in _REFERRED),
        judgement=said("judgement"),
        own_rating=said("own_rating"),
        own_rating_on=said("own_rating_on"),
        own_rating_asked_by=said("own_rating_asked_by"),
        police_level=said("police_level", "police_level"),
        police_level_on=said("police_level_on"),
        police_level_by=said("police_level_by"),
        is_addition=row.completes_id is not None,
        papers=numbers if sees_papers(case.scope, row) else (),
    )


def _levels(case: CaseView) -> tuple[LevelView, ...]:
    rows = db.session().scalars(select(Level).where(Level.case_id == case.id).order_by(Level.set_at.desc())).all()
    names = member_names(row.set_by_id for row in rows)
    return tuple(
        LevelView(
            level=row.level,
            set_at=row.set_at,
            by=names.get(row.set_by_id, ""),
            in_meeting=row.meeting_id is not None,
            reason=case.scope.of(None, row.id).get(row, "reason"),
        )
        for row in rows
    )


def _seats(case: CaseView) -> tuple[SeatView, ...]:
    rows = db.session().scalars(
        select(Seat).where(Seat.case_id == case.id, Seat.ended_at.is_(None)).order_by(Seat.given_at)
    )
    known = agencies(case.actor.team_id)
    return tuple(
        SeatView(known[row.agency_id].name, known[row.agency_id].sector.words, row.given_at)
        for row in rows
        if row.agency_id in known
    )


def _doubts(case: CaseView, people: Any) -> list[Message]:
    """What may be true and should be looked at: said, never refused."""
    years: dict[Part, list[int]] = {}
    for row in people:
        if case.scope.sees(row.owner_id, row.id, Category.IDENTITY) and (year := birth_year(row)):
            years.setdefault(row.part, []).append(int(year))
    found = []
    adults = years.get(Part.SURVIVOR, [])
    if adults and years.get(Part.CHILD) and min(years[Part.CHILD]) <= min(adults):
        found.append(Message("A child is older than the survivor, or as old. Check the years of birth."))
    if any(clock.today().year - year > 100 for all_years in years.values() for year in all_years):
        found.append(Message("Somebody in this case would be more than a hundred years old. Check the years of birth."))
    return found
