"""The page of one case for who looks after retention: its number, its days, its holds. No name and no word of the file.

A door of its own: an officer of data protection may not read cases, and a case that was destroyed has no other page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from icat.audit.reading import receipt
from icat.cases.models import Case, Stage
from icat.cases.queries.door import May, let_in
from icat.cases.queries.holds import HoldView, holds
from icat.cases.queries.recipients import Received, recipients_of
from icat.cases.scope import bits, standing_of_skeleton
from icat.db import engine as db
from icat.db.keys import vault
from icat.errors import NotFound
from icat.i18n import Sayable
from icat.legal import Category
from icat.members.queries.people import member_names
from icat.policy.actor import Actor
from icat.policy.permissions import Permission
from icat.retention.models import Disposal, StatedTerm
from icat.retention.queries.holding import kept_for_inquiry
from icat.retention.queries.terms import keepings
from icat.retention.rules import Keeping, rules


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal to destroy the case, or its destruction."""

    proposed_at: datetime
    proposed_by: str
    is_mine: bool
    disposed_at: datetime | None
    disposed_by: str
    kept_until: date
    label: Sayable
    erased: int
    keys: int


@dataclass(frozen=True, slots=True)
class StatedView:
    """What somebody stated of the perpetrator."""

    label: Sayable
    counted_on: date
    set_at: datetime
    set_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """What one recipient was told: kinds of information, first and last day, and how it stands."""

    recipient: Sayable
    categories: tuple[Category, ...]
    first_at: datetime
    last_at: datetime
    has_paper: bool
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class FileView:
    """One case by its number."""

    id: UUID
    reference: str
    version: int
    stage: Stage
    opened_at: datetime
    is_held: bool  # by a legal hold, or by an inquiry
    is_asked_about: bool  # an inquiry that keeps it is open
    disposed_at: datetime | None
    keeping: Keeping | None  # none once it was destroyed
    is_due: bool
    holds: tuple[HoldView, ...]
    stated: tuple[StatedView, ...]
    proposal: Proposal | None
    told: tuple[Told, ...]
    may: May
    actor: Actor

    def hold(self, number: int) -> HoldView:
        """One of its holds. Refuses with ``NotFound`` where there is none of that number."""
        if not 1 <= number <= len(self.holds):
            raise NotFound
        return self.holds[number - 1]


def open_file(actor: Actor, permission: Permission, reference: str, on: date) -> FileView:
    """Open the page of the case called ``reference``, also where the case was destroyed.

    Refuses whoever is barred from the case and whoever may not do ``permission``, as the door of cases does.
    """
    session = db.session()
    case, held, standing = let_in(actor, permission, reference, standing=standing_of_skeleton)
    kept = None if case.disposed_at else keepings(session, [case.id])[case.id]
    if kept is not None:
        vault(session).load([case.id])
    asked_about = bool(kept_for_inquiry(session, [case.id]))
    placed, stated = holds(case.id), _stated(case)
    receipt().saw(actor, case.id, categories=bits([Category.MINUTES] if placed or stated else []))
    receipt().opened_at(case.id, case.access_version)
    return FileView(
        id=case.id,
        reference=case.reference,
        version=case.version,
        stage=case.stage,
        opened_at=case.opened_at,
        is_held=held or asked_about,
        is_asked_about=asked_about,
        disposed_at=case.disposed_at,
        keeping=kept,
        is_due=kept is not None and kept.is_due(on),
        holds=placed,
        stated=stated,
        proposal=_proposal(case, actor),
        told=_told(_listed(recipients_of(session, case.team_id, case.id)), is_gone=case.disposed_at is not None),
        may=May(actor, standing),
        actor=actor,
    )


def _stated(case: Case) -> tuple[StatedView, ...]:
    rows = (
        db.session()
        .scalars(select(StatedTerm).where(StatedTerm.case_id == case.id).order_by(StatedTerm.set_at, StatedTerm.id))
        .all()
    )
    names = member_names(row.set_by_id for row in rows)
    return tuple(
        StatedView(_label(row.class_code), row.counted_on, row.set_at, names.get(row.set_by_id, ""), row.reason)
        for row in rows
    )


def _label(code: str) -> Sayable:
    known = rules().classes.get(code)
    return known.label if known else code


def _proposal(case: Case, actor: Actor) -> Proposal | None:
    row = db.session().scalars(select(Disposal).where(Disposal.case_id == case.id)).one_or_none()
    if row is None:
        return None
    names = member_names({id for id in (row.proposed_by_id, row.disposed_by_id) if id})
    return Proposal(
        proposed_at=row.proposed_at,
        proposed_by=names.get(row.proposed_by_id, ""),
        is_mine=row.proposed_by_id == actor.member_id,
        disposed_at=row.disposed_at,
        disposed_by=names.get(row.disposed_by_id, "") if row.disposed_by_id else "",
        kept_until=row.kept_until,
        label=_label(row.class_code),
        erased=row.erased,
        keys=row.keys,
    )


def _listed(received: Iterable[Received]) -> list[Received]:
    """Without her safety plan: who has no part in it is not told that there is one, and who made it with her tells
    those who hold it."""
    return [one for one in received if one.category is not Category.SAFETY_PLAN]


def _told(received: Iterable[Received], *, is_gone: bool) -> tuple[Told, ...]:
    """``is_gone``: the case is destroyed, so that nothing is read under any share."""
    by_recipient: dict[str, list[Received]] = {}
    for one in received:
        by_recipient.setdefault(str(one.recipient), []).append(one)
    return tuple(
        Told(
            recipient=lines[0].recipient,
            categories=tuple(category for category in Category if category in {line.category for line in lines}),
            first_at=min(line.given_at for line in lines),
            last_at=max(line.given_at for line in lines),
            has_paper=any(line.is_paper for line in lines),
            is_in_force=not is_gone and any(line.is_in_force and not line.is_paper for line in lines),
        )
        for lines in by_recipient.values()
    )
