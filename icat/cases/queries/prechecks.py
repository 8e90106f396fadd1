"""Conflict before names: who would take part, what she said of them, and which agencies may be asked by now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from icat import codes
from icat.cases.models import Bar, Part, Person, Precheck, PrecheckOutcome, Seat
from icat.cases.queries.door import CaseView
from icat.cases.scope import Withheld
from icat.db import engine as db
from icat.i18n import Message, Words
from icat.members.queries.people import MemberView, active_members, agencies, member_names
from icat.names import skeleton
from icat.policy.roles import Role

TAKING_PART = frozenset({Role.MEMBER, Role.ADVOCATE, Role.SUPERVISOR, Role.COORDINATOR, Role.CHAIR})


@dataclass(frozen=True, slots=True)
class Somebody:
    """A member who would take part."""

    id: UUID
    name: str
    position: str
    is_barred: bool
    is_reader: bool
    has_same_surname: bool  # as somebody of the case: a question to ask, not a verdict


@dataclass(frozen=True, slots=True)
class ReadAgency:
    """One agency of the team, with those of its people who would take part, and what came of reading it to her."""

    id: UUID
    name: str
    people: tuple[Somebody, ...]
    is_seated: bool
    outcome: PrecheckOutcome | None
    at: datetime | None
    by: str
    read_by: str | Withheld

    @property
    def is_to_do(self) -> bool:
        """Whether she is still to be read this agency before it may be asked."""
        return not self.is_seated and self.outcome is None

    @property
    def state(self) -> Message:
        """Where it stands, in words."""
        if self.outcome is PrecheckOutcome.CLEARED:
            return Message("Read to her: she knows nobody there of whom she is afraid")
        if self.outcome is PrecheckOutcome.LEFT_OUT:
            return Message("Must not learn of the case")
        return Message("Has its seat already") if self.is_seated else Message("Not read to her yet")


@dataclass(frozen=True, slots=True)
class Skipped:
    """Why the list was not read out yet; it still has to be."""

    reason: Words
    note: str | Withheld
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Prechecks:
    """Where the pre-check of one case stands."""

    agencies: tuple[ReadAgency, ...]
    skipped: Skipped | None

    @property
    def to_do(self) -> tuple[ReadAgency, ...]:
        """The agencies that she is still to be read."""
        return tuple(one for one in self.agencies if one.is_to_do)


@dataclass(frozen=True, slots=True)
class Heard:
    """What she said of the agencies, and whether somebody gave a reason for not waiting for it."""

    cleared: frozenset[UUID]
    left_out: frozenset[UUID]
    may_skip: bool

    def allows(self, agency_id: UUID) -> bool:
        """Whether an agency may be told who it is about."""
        return agency_id not in self.left_out and (agency_id in self.cleared or self.may_skip)


def heard(session: Session, case_id: UUID) -> Heard:
    """The newest word on each agency, and whether any reason for not reading the list stands on record."""
    newest: dict[UUID | None, Precheck] = {row.agency_id: row for row in _rows(session, case_id)}

    def of(outcome: PrecheckOutcome) -> frozenset[UUID]:
        return frozenset(id for id, row in newest.items() if id and row.outcome is outcome)

    return Heard(of(PrecheckOutcome.CLEARED), of(PrecheckOutcome.LEFT_OUT), None in newest)


def prechecks(case: CaseView) -> Prechecks:
    """Every agency of the team with its people in office, and what was recorded; for the office."""
    session, team_id = db.session(), case.actor.team_id
    rows = _rows(session, case.id)
    newest = {row.agency_id: row for row in rows}
    by = member_names(row.done_by_id for row in rows)
    seated = set(session.scalars(select(Seat.agency_id).where(Seat.case_id == case.id, Seat.ended_at.is_(None))))
    barred = set(session.scalars(select(Bar.member_id).where(Bar.case_id == case.id)))
    surnames = _surnames(case)
    people = [one for one in active_members(team_id).values() if TAKING_PART.intersection(one.roles)]
    found = []
    for agency in agencies(team_id).values():
        row = newest.get(agency.id)
        found.append(
            ReadAgency(
                id=agency.id,
                name=agency.name,
                people=tuple(_somebody(one, case, barred, surnames) for one in people if one.agency_id == agency.id),
                is_seated=agency.id in seated,
                outcome=row.outcome if row else None,
                at=row.done_at if row else None,
                by=by.get(row.done_by_id, "") if row else "",
                read_by=case.scope.of(None, row.id).get(row, "read_by") if row else "",
            )
        )
    skip = newest.get(None)
    return Prechecks(tuple(found), _skipped(case, skip, by) if skip else None)


def _skipped(case: CaseView, row: Precheck, by: dict[UUID, str]) -> Skipped:
    note = case.scope.of(None, row.id).get(row, "note")
    return Skipped(codes.words("precheck_reason", row.reason_code or ""), note, row.done_at, by.get(row.done_by_id, ""))


def _somebody(one: MemberView, case: CaseView, barred: Collection[UUID | None], surnames: frozenset[str]) -> Somebody:
    return Somebody(
        id=one.id,
        name=one.name,
        position=one.position,
        is_barred=one.id in barred,
        is_reader=one.id == case.actor.member_id,
        has_same_surname=not surnames.isdisjoint(skeleton(one.name).split()),
    )


def _surnames(case: CaseView) -> frozenset[str]:
    """The surnames of the people of the case, as far as the reader may see them, in the form that spelling leaves."""
    found = set()
    for person in db.session().scalars(select(Person).where(Person.case_id == case.id, Person.part != Part.CHILD)):
        surname = case.scope.of(person.owner_id, person.id).get(person, "surname")
        if isinstance(surname, str) and surname:
            found.add(skeleton(surname))
    return frozenset(found)


def _rows(session: Session, case_id: UUID) -> Sequence[Precheck]:
    return session.scalars(
        select(Precheck).where(Precheck.case_id == case_id).order_by(Precheck.done_at, Precheck.id)
    ).all()
