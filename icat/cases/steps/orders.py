"""Orders inside a change: finding one that the actor may see, and adding a step to its history."""

from datetime import datetime
from typing import Any
from uuid import UUID

from icat.audit.reading import Receipt
from icat.audit.recording import Work
from icat.cases.models import Case, Order, OrderStep, StepKind
from icat.cases.scope import scopes_for
from icat.cases.steps.sharing import held
from icat.errors import NotAllowed, NotFound
from icat.i18n import Message


def seen_order(work: Work, order_id: UUID) -> tuple[Case, Order]:
    """The order, with its case locked. Refuses with ``NotFound`` whoever may not see it: it could be none."""
    found = work.get(Order, order_id)
    case = held(work, found.case_id)
    scope = scopes_for(work.session, work.actor, [case.id], Receipt())[case.id]
    if not scope.sees(found.owner_id, found.id, found.category, by_name=True):
        raise NotFound
    return case, found


def insist_on_owner(work: Work, order: Order) -> None:
    """Refuse whoever does not act for the one who recorded it: an agency, or the office for what is the team's."""
    own = work.actor.is_office if order.owner_id is None else order.owner_id == work.actor.agency_id
    if not own:
        raise NotAllowed(Message("Only who recorded the order corrects it. Tell them what is wrong."))


def add_step(
    work: Work,
    order: Order,
    kind: StepKind,
    *,
    at: datetime,
    reason: str = "",
    outcome: str = "",
    was: dict[str, Any] | None = None,
) -> OrderStep:
    """A step in the order's history; ``was`` is what stood there before."""
    return work.add(
        OrderStep(
            team_id=order.team_id,
            case_id=order.case_id,
            order_id=order.id,
            kind=kind,
            at=at,
            recorded_at=work.at,
            recorded_by_id=work.actor.member_id,
            outcome=outcome,
            reason=reason.strip(),
            was=was or {},
        )
    )


def as_it_stands(order: Order) -> dict[str, Any]:
    """What the order says now, for its history."""
    return {
        "number": order.number,
        "starts_at": order.starts_at.isoformat(),
        "ends_at": order.ends_at.isoformat() if order.ends_at else "",
        "measures": order.measures,
        "conditions": order.conditions,
    }
