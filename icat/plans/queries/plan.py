"""The risk-management plan as one reader may see it: an agency its own actions, others only where they were shared."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from icat import clock
from icat.cases.models import Seat
from icat.cases.queries.door import CaseView
from icat.cases.scope import Cut, Withheld
from icat.db import engine as db
from icat.errors import NotFound
from icat.i18n import Message, Sayable
from icat.legal import Category
from icat.members.queries.people import AgencyView, MemberView, active_members, agencies, member_names
from icat.plans.models import Action, ActionStatus, Domain, Plan
from icat.plans.queries.dangers import danger

CODE = 8  # as many signs of the identifier as an address needs: not counted, so it tells nobody how many there are


@dataclass(frozen=True, slots=True)
class ActionView:
    """One promise."""

    id: UUID
    code: str
    version: int
    domain: Domain
    text: str | Withheld
    danger: Sayable | Withheld
    danger_code: str
    own_words: str | Withheld
    is_draft: bool
    agency_id: UUID
    agency: str
    member_id: UUID | None
    person: str
    due_on: date
    status: ActionStatus
    is_overdue: bool
    is_late: bool
    result: str | Withheld
    told_by: str | Withheld
    reported_at: datetime | None
    reported_by: str
    needs_consent: bool
    reveals_source: bool
    may_report: bool

    @property
    def state(self) -> str:
        """The code by which the page colours it."""
        if self.is_overdue:
            return "overdue"
        return "done-late" if self.is_late else self.status.value

    @property
    def state_label(self) -> Message:
        """Where it stands, in words; an overdue one says by how many days."""
        if self.is_overdue:
            return Message.plural("Overdue by %(n)s day", "Overdue by %(n)s days", (clock.today() - self.due_on).days)
        return Message("Done late") if self.is_late else self.status.label


@dataclass(frozen=True, slots=True)
class Block:
    """One domain with its actions."""

    domain: Domain
    actions: tuple[ActionView, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan, and the version of the case on which a decision about it rests."""

    edition: int
    agreed_at: datetime | None
    agreed_by: str
    blocks: tuple[Block, ...]

    @property
    def actions(self) -> tuple[ActionView, ...]:
        """All of them, in the order of the plan."""
        return tuple(action for block in self.blocks for action in block.actions)

    @property
    def is_draft(self) -> bool:
        """Whether a danger is named in words that nobody has attested yet."""
        return any(action.is_draft for action in self.actions)

    @property
    def overdue(self) -> int:
        """How many are overdue."""
        return sum(action.is_overdue for action in self.actions)


def plan_of(case: CaseView) -> PlanView:
    """The plan of the case as its reader may see it now, with an empty block for a domain without actions."""
    session = db.session()
    plan = session.scalars(select(Plan).where(Plan.case_id == case.id)).one_or_none()
    actions = _actions(case)
    names = member_names([plan.agreed_by_id] if plan and plan.agreed_by_id else [])
    return PlanView(
        edition=plan.edition if plan else 0,
        agreed_at=plan.agreed_at if plan else None,
        agreed_by=names.get(plan.agreed_by_id, "") if plan and plan.agreed_by_id else "",
        blocks=tuple(Block(domain, tuple(one for one in actions if one.domain is domain)) for domain in Domain),
    )


def action_of(case: CaseView, code: str) -> ActionView:
    """The action called ``code``. Refuses with ``NotFound`` one that there is not or that the reader may not see."""
    found = [action for action in _actions(case) if action.code == code]
    if len(found) != 1:
        raise NotFound
    return found[0]


@dataclass(frozen=True, slots=True)
class Owners:
    """Who may be given an action: the agencies at the table, and their people who may know of the case."""

    agencies: tuple[AgencyView, ...]
    people: tuple[MemberView, ...]


def owners(case: CaseView) -> Owners:
    """Whom an action of this case can be given to. Somebody barred from the case is not among them."""
    seated = set(db.session().scalars(select(Seat.agency_id).where(Seat.case_id == case.id, Seat.ended_at.is_(None))))
    found = tuple(one for one in agencies(case.actor.team_id).values() if one.id in seated)
    barred = case.may.standing.barred_ids
    people = active_members(case.actor.team_id).values()
    return Owners(found, tuple(one for one in people if one.agency_id in seated and one.id not in barred))


def _actions(case: CaseView) -> list[ActionView]:
    rows = (
        db.session()
        .scalars(select(Action).where(Action.case_id == case.id).order_by(Action.due_on, Action.added_at, Action.id))
        .all()
    )
    seen = [(row, cut) for row in rows if (cut := _cut(case, row)) is not None]
    wanted = {id for row, _ in seen for id in (row.member_id, row.reported_by_id) if id}
    names, known = member_names(wanted), agencies(case.actor.team_id)
    return [_action(case, row, cut, names, known[row.agency_id]) for row, cut in seen]


def _cut(case: CaseView, row: Action) -> Cut | None:
    """The knife for one action, none where its existence is not the reader's to know.

    What an agency promised stays readable to it, also after the share that told it has ended.
    """
    if case.scope.sees(None, row.id, Category.PLAN):
        return case.scope.of(None, row.id)
    return case.scope.of(row.agency_id, row.id) if row.agency_id == case.actor.agency_id else None


def _action(case: CaseView, row: Action, cut: Cut, names: dict[UUID, str], agency: AgencyView) -> ActionView:
    factor, own_words = danger(row.danger_factor), cut.get(row, "danger")
    on_behalf = case.actor.is_office and case.may.ACTION_REPORT
    return ActionView(
        id=row.id,
        code=row.id.hex[:CODE],
        version=row.version,
        domain=row.domain,
        text=cut.get(row, "text"),
        danger=own_words or (factor.words if factor else own_words),
        danger_code=row.danger_factor or "",
        own_words=own_words,
        is_draft=factor is not None and factor.is_draft,
        agency_id=row.agency_id,
        agency=agency.short_name,
        member_id=row.member_id,
        person=names.get(row.member_id, "") if row.member_id else "",
        due_on=row.due_on,
        status=row.status,
        is_overdue=row.is_overdue(clock.today()),
        is_late=row.is_late,
        result=cut.get(row, "result"),
        told_by=cut.get(row, "told_by"),
        reported_at=row.reported_at,
        reported_by=names.get(row.reported_by_id, "") if row.reported_by_id else "",
        needs_consent=row.needs_consent,
        reveals_source=row.reveals_source,
        may_report=on_behalf or (case.may.ACTION_REPORT and row.agency_id == case.actor.agency_id),
    )
