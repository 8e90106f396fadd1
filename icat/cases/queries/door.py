"""The door: the only way to a case. Who comes through gets a frozen view; who does not leaves a refusal behind.

A reference that does not exist and a case one is barred from cost the same statements, leave leaves of the same size
and get the same answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, load_only

from icat import references
from icat.audit.reading import receipt, record_refusal
from icat.cases.models import Case, LevelCode, Part, Person, Proposal, Stage
from icat.cases.queries.holds import is_held
from icat.cases.scope import WITHHELD, Scope, Standing, Withheld, scopes_for, standing_of, standing_of_nothing
from icat.db import engine as db
from icat.db.keys import vault
from icat.errors import NotAllowed, NotFound
from icat.policy.actor import Actor
from icat.policy.decide import can
from icat.policy.permissions import Permission


@dataclass(frozen=True, slots=True)
class May:
    """What the reader may do with this case; a page asks ``case.may.CASE_LIST`` and never for a role."""

    actor: Actor
    standing: Standing

    def __getattr__(self, name: str) -> bool:
        return can(self.actor, Permission[name], self.standing)


@dataclass(frozen=True, slots=True)
class CaseView:
    """The head of a case, as this reader may see it."""

    id: UUID
    reference: str
    version: int
    access_version: int
    stage: Stage
    urgency: str
    hromada: str
    level: LevelCode | None
    next_review_on: date | None
    opened_at: datetime
    screened_at: datetime | None
    proposal: Proposal | None
    proposed_code: str | None
    is_emergent: bool
    is_not_agreed: bool
    has_children: bool
    is_held: bool  # on legal hold
    survivor: str | Withheld
    birth_year: str | Withheld
    may: May
    scope: Scope

    @property
    def actor(self) -> Actor:
        """Who is reading."""
        return self.scope.actor


def open_case(actor: Actor, permission: Permission, reference: str) -> CaseView:
    """Open the case called ``reference`` for ``actor`` and ``permission``, and begin its receipt.

    Refuses with ``NotFound`` when there is no such case, when the actor is barred, or may not even read it; with
    ``NotAllowed`` when the actor may read it but not do this. Each refusal is in the ledger before the answer leaves.
    """
    case, held, standing = let_in(actor, permission, reference)
    session = db.session()
    vault(session).load([case.id])
    scope = scopes_for(session, actor, [case.id])[case.id]
    receipt().saw(actor, case.id)
    receipt().opened_at(case.id, case.access_version)
    return _view(case, held, scope, standing)


def let_in(
    actor: Actor,
    permission: Permission,
    reference: str,
    *,
    standing: Callable[[Session, Case], Standing] = standing_of,
) -> tuple[Case, bool, Standing]:
    """The case called ``reference``, whether it is on hold, and how it stands; for doors, which cut what they show.

    Refuses as ``open_case`` does, and records it. ``standing`` is another one for who looks after what was destroyed.
    """
    session = db.session()
    known = references.parse(reference)
    found = session.execute(
        select(Case, is_held()).where(Case.reference == (known or ""), Case.team_id == actor.team_id)
    ).one_or_none()
    if found is None:
        asked = uuid4()
        standing_of_nothing(session, asked)
        record_refusal(actor, permission, asked)
        raise NotFound
    case, held = found
    stands = standing(session, case)
    if not can(actor, permission, stands):
        may_know = can(actor, Permission.CASE_READ, stands)
        record_refusal(actor, permission, case.id)
        raise NotAllowed if may_know else NotFound
    return case, held, stands


def _view(case: Case, held: bool, scope: Scope, standing: Standing) -> CaseView:
    survivor = db.session().scalars(first_survivor([case.id])).first()
    name, year = headline(scope, survivor)
    return CaseView(
        id=case.id,
        reference=case.reference,
        version=case.version,
        access_version=case.access_version,
        stage=case.stage,
        urgency=case.urgency,
        hromada=case.hromada,
        level=case.level,
        next_review_on=case.next_review_on,
        opened_at=case.opened_at,
        screened_at=case.screened_at,
        proposal=case.proposal if scope.actor.is_office else None,
        proposed_code=case.proposed_code if scope.actor.is_office else None,
        is_emergent=case.is_emergent,
        is_not_agreed=case.is_not_agreed,
        has_children=case.has_children,
        is_held=held,
        survivor=name,
        birth_year=year,
        may=May(scope.actor, standing),
        scope=scope,
    )


def first_survivor(case_ids: list[UUID]) -> Select[Person]:
    """The survivors by whom these cases are called, with what ``headline`` reads of them."""
    return (
        select(Person)
        .where(Person.case_id.in_(case_ids), Person.part == Part.SURVIVOR, Person.is_first)
        .options(load_only(Person.case_id, Person.owner_id, *(getattr(Person, f"{name}_sealed") for name in _HEADLINE)))
    )


_HEADLINE = ("surname", "given_name", "patronymic", "birth_on", "birth_year")


def headline(scope: Scope, survivor: Person | None) -> tuple[str | Withheld, str | Withheld]:
    """Her name and year of birth: the two identifiers that stand at the head of every page about her."""
    if survivor is None:
        return WITHHELD, WITHHELD
    cut = scope.of(survivor.owner_id, survivor.id)
    surname = cut.get(survivor, "surname")
    if surname is WITHHELD:
        return WITHHELD, WITHHELD
    return survivor.full_name, birth_year(survivor)


def birth_year(person: Person) -> str:
    """The year of birth, from the date where it is known."""
    return str(person.birth_on.year) if person.birth_on else person.birth_year


def access_versions(session: Session, case_ids: set[UUID]) -> dict[UUID, int]:
    """The access versions of these cases as they are in ``session``, locked until it ends."""
    found = session.execute(
        select(Case.id, Case.access_version).where(Case.id.in_(case_ids)).with_for_update(read=True)
    )
    return {row.id: row.access_version for row in found}
