"""Critical developments: raising one in three taps, and setting one aside by name and with a reason."""

from datetime import date
from uuid import UUID

from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Development, LookedAgain
from icat.cases.scope import standing_of
from icat.cases.steps.developments import write_development
from icat.cases.steps.orders import seen_order
from icat.cases.steps.sharing import held
from icat.errors import NotFound, RuleBroken, Stale
from icat.i18n import Message
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission


def raise_development(
    actor: Actor,
    case_id: UUID,
    *,
    kind: str,
    happened_on: date | None = None,
    text: str = "",
    basis_code: str = "",
    order_id: UUID | None = None,
) -> UUID:
    """Say that something may have made the danger greater; the co-chairs know at once and judge anew within a day.

    ``basis_code`` is the basis on which the office is told what it is; without one it learns that there is something,
    and whom to ask. Practice: coordination again at each critical development (Nova Scotia protocol). Refuses a case
    that is over: there a new referral is the way; and, as the order that was breached, one that the actor may not see.
    """
    with change(actor) as work:
        case = held(work, case_id)
        require(actor, Permission.DEVELOPMENT_RAISE, standing_of(work.session, case))
        case.insist_on_open(Message("This case is closed: make a new referral."))
        if order_id is not None and seen_order(work, order_id)[0].id != case.id:
            raise NotFound
        return write_development(
            work, case, kind=kind, happened_on=happened_on, text=text, basis_code=basis_code, order_id=order_id
        ).id


def dismiss_development(actor: Actor, development_id: UUID, version: int, *, reason: str) -> None:
    """Set a development aside under a chair's name: the danger is not judged anew. Refuses one without a reason.

    One that was answered meanwhile is refused as stale.
    """
    with change(actor) as work:
        case = held(work, work.get(Development, development_id).case_id)
        require(actor, Permission.DEVELOPMENT_DISMISS, standing_of(work.session, case))
        row = work.lock(Development, development_id, version)
        if row.answered_at is not None:
            raise Stale
        if not reason.strip():
            raise RuleBroken(Message("Give the reason."), field="reason")
        row.answer, row.answered_at, row.answered_by_id = LookedAgain.SET_ASIDE, work.at, actor.member_id
        row.reason = reason.strip()
        work.record(Event.DEVELOPMENT_DISMISSED, case=case.id, development=row.id)
