"""Legal holds: placing one, and lifting it, which takes somebody else."""

from datetime import date
from uuid import UUID

from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Hold
from icat.cases.queries.holds import is_in_force
from icat.cases.scope import standing_of
from icat.cases.steps.holding import put_on_hold
from icat.cases.steps.sharing import held, held_part
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission


def place_hold(
    actor: Actor, case_id: UUID, *, code: str, authority: str, reason: str = "", until_on: date | None = None
) -> UUID:
    """Put a case on legal hold: from now on nothing of it can be destroyed. Gives the identifier of the hold.

    Refuses a hold that nobody demands, and one that would be over already.
    """
    with change(actor) as work:
        case = held(work, case_id)
        require(actor, Permission.HOLD_PLACE, standing_of(work.session, case))
        return put_on_hold(work, case, code=code, authority=authority, reason=reason, until_on=until_on).id


def lift_hold(actor: Actor, hold_id: UUID, version: int, *, reason: str) -> None:
    """End a legal hold. Refuses whoever placed it, one that is over, and an end without a reason."""
    with change(actor) as work:
        case, hold = held_part(work, Hold, hold_id, version)
        require(actor, Permission.HOLD_LIFT, standing_of(work.session, case))
        if not is_in_force(hold):
            raise RuleBroken(Message("This hold is over already."))
        if hold.placed_by_id == actor.member_id:
            raise RuleBroken(Message("It takes two people: somebody else must lift the hold that you placed."))
        if not reason.strip():
            raise RuleBroken(Message("Say why the hold may be lifted."), field="reason")
        hold.lifted_at, hold.lifted_by_id, hold.lift_reason = work.at, actor.member_id, reason.strip()
        work.record(Event.HOLD_LIFTED, case=case.id, hold=hold.id)
