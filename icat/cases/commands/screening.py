"""Screening: the coordinator opens, asks and proposes; a chair declines, and never without a proposal."""

from collections.abc import Collection
from uuid import UUID

from icat import clock, codes
from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Case, InformationRequest, Proposal, Stage
from icat.cases.scope import standing_of
from icat.cases.steps.alarming import settle_alarms
from icat.cases.steps.answering import insist_on_waiting
from icat.cases.steps.asking import ask
from icat.cases.steps.letters import tell_office, tell_referrer
from icat.cases.steps.sharing import held, held_part
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission
from icat.policy.roles import Role
from icat.workdays import working_days

BEFORE_MEETING = (Stage.SCREENING, Stage.RESEARCH)


def screen_case(actor: Actor, case_id: UUID, version: int) -> None:
    """Open a referral: from here on it is seen, and the clock of the unopened stops. Refuses one that was opened."""
    with change(actor) as work:
        case = work.lock(Case, case_id, version)
        require(actor, Permission.CASE_SCREEN, standing_of(work.session, case))
        if case.screened_at is not None:
            raise RuleBroken(Message("This referral has been opened already."))
        case.screened_at, case.screened_by_id = work.at, actor.member_id
        work.record(Event.CASE_SCREENED, case=case.id)
        settle_alarms(work, case)


def request_information(actor: Actor, case_id: UUID, *, text: str) -> None:
    """Ask the referrer. The clock of the case keeps running; the answer is wanted by the next working day."""
    with change(actor) as work:
        case = held(work, case_id)
        require(actor, Permission.INFORMATION_REQUEST, standing_of(work.session, case))
        _insist_on_stage(case)
        if not text.strip():
            raise RuleBroken(Message("Write what you ask."), field="text")
        work.add(
            InformationRequest(
                team_id=case.team_id,
                case_id=case.id,
                owner_id=case.referring_agency_id,
                asked_at=work.at,
                asked_by_id=actor.member_id,
                due_on=working_days().after(clock.today(), 1),
                text=text,
            )
        )
        work.record(Event.INFORMATION_REQUESTED, case=case.id)
        tell_referrer(work, case)


def answer_request(actor: Actor, request_id: UUID, version: int, *, answer: str) -> None:
    """Answer a question of the office. The answer belongs to the agency that was asked, and no other can give it."""
    with change(actor) as work:
        case, asked = held_part(work, InformationRequest, request_id)
        require(actor, Permission.REQUEST_ANSWER, standing_of(work.session, case))
        insist_on_waiting(work, asked, version)
        if not answer.strip():
            raise RuleBroken(Message("Write the answer."), field="answer")
        asked.answer, asked.answered_at, asked.answered_by_id = answer, work.at, actor.member_id
        work.record(Event.REQUEST_ANSWERED, case=case.id)
        tell_office(work, case, Role.COORDINATOR)


def ask_agency(actor: Actor, case_id: UUID, *, agency_ids: Collection[UUID]) -> None:
    """Give these agencies a seat and tell them the identifiers only, so that they can say what they know.

    The identifiers belong to the referring agency: it is the sender, and the office records the sharing in its name
    (law 2229-VIII Art. 8, 9: the coordination of those who respond). Refuses an agency that may not lawfully be told
    even the names, and one that was asked before.
    """
    with change(actor) as work:
        case = held(work, case_id)
        require(actor, Permission.AGENCY_ASK, standing_of(work.session, case))
        _insist_on_stage(case)
        if not agency_ids:
            raise RuleBroken(Message("Choose at least one agency."), field="agencies")
        ask(work, case, agency_ids)
        case.advance(Stage.RESEARCH)


def propose_case(
    actor: Actor, case_id: UUID, version: int, *, proposal: Proposal, code: str = "", reason: str = ""
) -> None:
    """Propose to the chairs to list the case, to call an emergent meeting, or to decline it; a later one replaces it.

    An emergent meeting needs a reason, declining a code and a reason. It sets nothing in motion: a chair decides.
    """
    with change(actor) as work:
        case = work.lock(Case, case_id, version)
        require(actor, Permission.CASE_PROPOSE, standing_of(work.session, case))
        _insist_on_stage(case)
        if case.screened_at is None:
            raise RuleBroken(Message("Open the referral first."))
        proposal = Proposal(proposal)
        if proposal is not Proposal.LIST and not reason.strip():
            raise RuleBroken(Message("Give the reason."), field="reason")
        if proposal is Proposal.DECLINE and not code:
            raise RuleBroken(Message("Choose why the referral is not accepted."), field="code")
        kept = codes.require("not_accepted_reason", code) if proposal is Proposal.DECLINE else None
        case.proposal, case.proposed_code, case.proposal_reason = proposal, kept, reason
        case.proposed_at, case.proposed_by_id = work.at, actor.member_id
        work.record(Event.CASE_PROPOSED, case=case.id, proposal=proposal)
        tell_office(work, case, Role.CHAIR)


def decline_case(actor: Actor, case_id: UUID, version: int, *, advice: str) -> None:
    """Decline a referral that the coordinator proposed to decline, with advice to the referrer.

    From then on no agency sees the case, and the referrer is told that there is something to read: who turned to the
    team must not wait for it. Refuses without such a proposal, and the one who made it: it takes two people.
    """
    with change(actor) as work:
        case = work.lock(Case, case_id, version)
        require(actor, Permission.CASE_DECLINE, standing_of(work.session, case))
        if case.proposal is not Proposal.DECLINE:
            raise RuleBroken(Message("Nobody has proposed to decline this referral."))
        if case.proposed_by_id == actor.member_id:
            raise RuleBroken(Message("It takes two people to decline: somebody else must confirm your proposal."))
        if not advice.strip():
            raise RuleBroken(Message("Say what the referrer should do instead."), field="advice")
        case.advance(Stage.DECLINED)
        case.decline_advice = advice
        case.declined_at, case.declined_by_id = work.at, actor.member_id
        work.record(Event.CASE_DECLINED, case=case.id, reason=case.proposed_code or "")
        tell_referrer(work, case)


def _insist_on_stage(case: Case) -> None:
    if case.stage not in BEFORE_MEETING:
        raise RuleBroken(Message("This can be done only before the case goes to a meeting."))
