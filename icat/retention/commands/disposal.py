"""Destroying a case: one person proposes, another confirms, and a legal hold stops both."""

from uuid import UUID

from sqlalchemy.orm import Session

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Case
from icat.cases.scope import standing_of
from icat.cases.steps.letters import tell_office
from icat.db.sweeping import sweep_log
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission
from icat.policy.roles import Role
from icat.retention.models import Disposal
from icat.retention.queries.holding import kept_among
from icat.retention.queries.terms import keepings
from icat.retention.rules import Term
from icat.retention.steps.disposing import destroy


def propose_disposal(actor: Actor, case_id: UUID, version: int) -> None:
    """Propose to destroy a case whose term is over; whoever may confirm it is told that something waits.
    A later proposal replaces one that nobody confirmed.

    Refuses a case that is still to be kept, and one on legal hold.
    """
    with change(actor) as work:
        case = work.lock(Case, case_id, version)
        require(actor, Permission.DISPOSAL_PROPOSE, standing_of(work.session, case))
        term = _insist_on_due(work.session, case)
        row = work.find(Disposal, Disposal.case_id == case.id)
        if row is None:
            row = work.add(
                Disposal(
                    team_id=case.team_id,
                    case_id=case.id,
                    class_code=term.kept.code,
                    kept_until=term.until,
                    proposed_at=work.at,
                    proposed_by_id=actor.member_id,
                )
            )
        row.class_code, row.kept_until = term.kept.code, term.until or row.kept_until
        row.proposed_at, row.proposed_by_id = work.at, actor.member_id
        row.version += 1
        work.record(Event.DISPOSAL_PROPOSED, case=case.id, term=row.class_code, until=row.kept_until.isoformat())
        tell_office(work, case, Role.COORDINATOR, Role.CHAIR, Role.DPO)


def dispose_case(actor: Actor, case_id: UUID, version: int) -> None:
    """Destroy a case that somebody else proposed to destroy: its keys, and every row that holds a word of it.

    It cannot be undone. What stays are its number, its days and the codes of what was told to whom, so that the log
    can still be read and checked. Refuses the proposer, a case without a proposal, on legal hold, or no longer due.
    """
    with change(actor) as work:
        case = work.lock(Case, case_id, version)
        require(actor, Permission.CASE_DISPOSE, standing_of(work.session, case))
        row = work.find(Disposal, Disposal.case_id == case.id)
        if row is None:
            raise RuleBroken(Message("Nobody has proposed to destroy this case."))
        if row.proposed_by_id == actor.member_id:
            raise RuleBroken(Message("It takes two people: somebody else must confirm your proposal."))
        _insist_on_due(work.session, case)
        destroy(work, case, row)
    sweep_log()


def _insist_on_due(session: Session, case: Case) -> Term:
    if kept_among(session, [case.id]):
        raise RuleBroken(Message("This case is on legal hold: nothing of it may be destroyed."))
    kept = keepings(session, [case.id])[case.id]
    if not kept.is_due(clock.today()):
        raise RuleBroken(Message("The term of this case is not over: it must still be kept."))
    return kept.deciding
