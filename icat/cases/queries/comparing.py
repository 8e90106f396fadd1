"""Cases that may be about the same people as this one, for who screens it; each cut by the scope of the reader.

The office sees who else was referred under her name. The same perpetrator with another survivor, and the mirror of a
case (counter-allegation), are for the chairs alone: for everybody else they are not there.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from icat import codes
from icat.audit.reading import receipt
from icat.cases.models import Case, Comparison, Part, Person, Stage, Verdict
from icat.cases.queries.caseload import visible
from icat.cases.queries.door import CaseView, birth_year
from icat.cases.queries.people_index import key_of_person, people_index, people_of
from icat.cases.scope import WITHHELD, Scope, Withheld, scopes_for
from icat.db import engine as db
from icat.db.keys import vault
from icat.i18n import Message, Words
from icat.legal import Category
from icat.matching.keys import Key
from icat.matching.pairs import Kind, Met, One, Side, relations
from icat.matching.scoring import LIKELY, Sign
from icat.members.queries.people import agencies, member_names

MOST = 30  # as many other cases as anybody could look through
OPEN_KINDS = (Kind.SAME_PAIR, Kind.SURVIVOR)

KIND_LABELS = {
    Kind.SAME_PAIR: Message("Perhaps the same two people"),
    Kind.SURVIVOR: Message("Perhaps the same survivor"),
    Kind.PERPETRATOR: Message("Perhaps the same perpetrator with another survivor"),
    Kind.MIRROR: Message("Perhaps a counter-allegation: each is said to harm the other"),
}
SIGN_LABELS = {
    Sign.SURNAME: Message("surname"),
    Sign.NEAR_SURNAME: Message("nearly the same surname"),
    Sign.OTHER_SURNAME: Message("another surname"),
    Sign.EARLIER_SURNAME: Message("an earlier or other surname"),
    Sign.GIVEN_NAME: Message("given name"),
    Sign.NEAR_GIVEN_NAME: Message("nearly the same given name"),
    Sign.OTHER_GIVEN_NAME: Message("another given name"),
    Sign.SWAPPED: Message("surname and given name exchanged"),
    Sign.PATRONYMIC: Message("patronymic"),
    Sign.OTHER_PATRONYMIC: Message("another patronymic"),
    Sign.BIRTH_DATE: Message("date of birth"),
    Sign.NEAR_BIRTH_DATE: Message("nearly the same date of birth"),
    Sign.BIRTH_YEAR: Message("year of birth"),
    Sign.NEAR_BIRTH_YEAR: Message("about the same year of birth"),
    Sign.OTHER_BIRTH: Message("another year of birth"),
    Sign.PHONE: Message("telephone number"),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """What was found by whom, when two cases were compared."""

    verdict: Verdict
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Resemblance:
    """Another case that the reader may read, how it may be related, what speaks for it, and what was found of it."""

    reference: str
    kind: Kind
    signs: tuple[Message, ...]
    names: tuple[str, ...]
    opened_at: datetime
    stage: Stage
    compared: Compared | None

    @property
    def label(self) -> Message:
        """How it may be related, in words."""
        return KIND_LABELS[self.kind]


@dataclass(frozen=True, slots=True)
class Column:
    """One person as they stand in one of two cases that are compared."""

    name: str | Withheld
    other_names: str | Withheld
    born: str | Withheld
    number: str | Withheld
    how: Words | None  # whether it is safe to call, and how


@dataclass(frozen=True, slots=True)
class Beside:
    """Two cases beside each other: for each its number, day, agency, and those who are compared."""

    reference: str
    opened_at: datetime
    stage: Stage
    agency: str
    survivors: tuple[Column, ...]
    perpetrators: tuple[Column, ...]


def resemblances(case: CaseView) -> tuple[Resemblance, ...]:
    """Other cases that may be about the same people, what nobody has compared yet first.

    Only what the reader may see is compared: a name or a number that is withheld finds nothing.
    """
    session, actor = db.session(), case.actor
    here = _seen(case.scope, people_of(session, [case.id]))
    index = people_index(session, actor.team_id)
    points: dict[UUID, int] = defaultdict(int)
    for one in here:
        for found, entry in index.alike(one.key, least=LIKELY):
            if entry.case_id != case.id:
                points[entry.case_id] = max(points[entry.case_id], found.points)
    ids = sorted(points, key=lambda id: -points[id])[:MOST]
    if not ids:
        return ()
    others = {row.id: row for row in session.scalars(visible(actor).where(Case.id.in_(ids)))}
    vault(session).load(others)
    scopes = scopes_for(session, actor, others)
    people: dict[UUID, list[Person]] = defaultdict(list)
    for row in people_of(session, list(others)):
        people[row.case_id].append(row)
    known = verdicts(session, case.id, others)
    names = member_names(row.compared_by_id for rows in known.values() for row in rows)
    made = []
    for other in others.values():
        there = _seen(scopes[other.id], people[other.id])
        for kind, met in relations([one.one for one in here], [one.one for one in there]).items():
            if kind in OPEN_KINDS or case.may.MIRROR_READ:
                compared = _told(_newest(known[other.id], is_for_chairs=kind not in OPEN_KINDS), names)
                made.append(_resemblance(other, scopes[other.id], kind, met, there, compared))
    made.sort(key=lambda one: (one.compared is not None, list(Kind).index(one.kind), one.opened_at))
    return tuple(made)


def resemblance(case: CaseView, reference: str) -> tuple[Resemblance, ...]:
    """How this case may be related to the one called ``reference``; nothing where nothing speaks for it."""
    return tuple(one for one in resemblances(case) if one.reference == reference)


def offered(case: CaseView, found: Sequence[Resemblance]) -> tuple[Verdict, ...]:
    """What this reader may say of two cases: to a question of the chairs an answer of theirs."""
    usual = (Verdict.SAME_PAIR, Verdict.SURVIVOR, Verdict.DIFFERENT)
    if not case.may.MIRROR_READ:
        return usual
    asked = {one.kind in OPEN_KINDS for one in found}
    if asked == {False}:
        return (Verdict.MIRROR, Verdict.PERPETRATOR, Verdict.UNRELATED)
    neither = (Verdict.UNRELATED,) if False in asked else ()
    return (*usual[:2], Verdict.PERPETRATOR, Verdict.MIRROR, *neither, Verdict.DIFFERENT)


def beside(case: CaseView) -> Beside:
    """One of two cases that are compared, as the reader may see it."""
    session = db.session()
    row = session.get_one(Case, case.id)
    columns: dict[Side, list[Column]] = {side: [] for side in Side}
    for person in people_of(session, [case.id]):
        columns[Side(person.part)].append(_column(case.scope, person))
    return Beside(
        reference=case.reference,
        opened_at=case.opened_at,
        stage=case.stage,
        agency=agencies(case.actor.team_id)[row.referring_agency_id].name,
        survivors=tuple(columns[Side.SURVIVOR]),
        perpetrators=tuple(columns[Side.PERPETRATOR]),
    )


def verdicts(session: Session, case_id: UUID, other_ids: Iterable[UUID]) -> dict[UUID, list[Comparison]]:
    """What was found of this case and each of the others, the oldest first."""
    others = list(other_ids)
    rows = session.scalars(
        select(Comparison)
        .where(
            or_(
                (Comparison.case_id == case_id) & Comparison.other_id.in_(others),
                (Comparison.other_id == case_id) & Comparison.case_id.in_(others),
            )
        )
        .order_by(Comparison.compared_at, Comparison.id)
    ).all()
    vault(session).load({row.case_id for row in rows})
    found: dict[UUID, list[Comparison]] = defaultdict(list)
    for row in rows:
        found[row.other_id if row.case_id == case_id else row.case_id].append(row)
    return found


def _newest(rows: Sequence[Comparison], *, is_for_chairs: bool) -> Comparison | None:
    return next((row for row in reversed(rows) if Verdict(row.verdict).is_for_chairs is is_for_chairs), None)


def _told(row: Comparison | None, names: Mapping[UUID, str]) -> Compared | None:
    if row is None:
        return None
    return Compared(Verdict(row.verdict), row.compared_at, names.get(row.compared_by_id, ""))


@dataclass(frozen=True, slots=True)
class _Seen:
    """One person as far as the reader may see them."""

    row: Person
    key: Key
    one: One


def _seen(scope: Scope, people: Iterable[Person]) -> list[_Seen]:
    found = []
    for row in people:
        if not scope.sees(row.owner_id, row.id, Category.IDENTITY):
            continue
        key = key_of_person(row, with_phones=scope.sees(row.owner_id, row.id, Category.CONTACT))
        if not key.is_empty:
            found.append(_Seen(row, key, One(Side(row.part), key)))
    return found


def _resemblance(
    other: Case, scope: Scope, kind: Kind, met: Sequence[Met], there: Sequence[_Seen], compared: Compared | None
) -> Resemblance:
    receipt().opened_at(other.id, other.access_version)
    names, signs = [], list[Sign]()
    for one in met:
        row = there[one.there].row
        scope.show(row.owner_id, row.id, Category.IDENTITY)
        if Sign.PHONE in one.likeness.signs:
            scope.show(row.owner_id, row.id, Category.CONTACT)
        names.append(row.full_name)
        signs += [sign for sign in one.likeness.signs if sign not in signs]
    return Resemblance(
        reference=other.reference,
        kind=kind,
        signs=tuple(SIGN_LABELS[sign] for sign in signs),
        names=tuple(names),
        opened_at=other.opened_at,
        stage=other.stage,
        compared=compared,
    )


def _column(scope: Scope, row: Person) -> Column:
    """Of hers the number that she named as safe, with how; her own telephone stands on no page."""
    cut = scope.of(row.owner_id, row.id)
    is_hers = row.part is Part.SURVIVOR
    number: str | Withheld = cut.get(row, "safe_number" if is_hers else "phone")
    how = codes.words("contact_method", row.safe_method) if number and is_hers and row.safe_method else None
    if not cut.shows(Category.IDENTITY):
        return Column(WITHHELD, WITHHELD, WITHHELD, number, how)
    return Column(row.full_name, row.other_names, _born(row), number, how)


def _born(row: Person) -> str:
    on: date | None = row.birth_on
    if on is not None:
        return f"{on:%d.%m.%Y}"
    year = birth_year(row)
    return str(Message("about %(year)s", year=year)) if year and row.is_estimated else year
