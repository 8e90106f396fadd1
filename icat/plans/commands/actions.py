"""Actions of the risk-management plan: promised, changed, reported on."""

from datetime import date
from uuid import UUID

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Case, Stage
from icat.cases.scope import standing_of
from icat.cases.steps.sharing import held
from icat.errors import NotAllowed, RuleBroken
from icat.i18n import Message
from icat.plans import fields
from icat.plans.models import Action, ActionStatus, Domain
from icat.plans.queries.dangers import danger as danger_called
from icat.plans.steps.promises import USUAL, insist_on_promise, plan_for, tell_no_longer, tell_owner
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission

# An emergent meeting may act before it decides; a case that is only screened has no table yet.
PROMISED_AT = frozenset({Stage.MEETING, Stage.DECIDED, Stage.ACTIVE, Stage.WATCH})


def add_action(
    actor: Actor,
    case_id: UUID,
    version: int | None = None,
    *,
    domain: Domain,
    text: str,
    agency_id: UUID,
    danger_factor: str = "",
    danger: str = "",
    member_id: UUID | None = None,
    due_on: date | None = None,
    needs_consent: bool = False,
    reveals_source: bool = False,
    is_confirmed: bool = False,
    agenda_item_id: UUID | None = None,
) -> UUID:
    """Promise something in the plan, due in seven days unless told, and let the agency that is to act see it.

    Refuses before the meeting, an action that names no danger (near-miss reviews found that nobody could say how an
    action lowered a risk), an agency without a seat, a day in the past, and one that could show him where something
    came from unless that was looked at twice (``is_confirmed``). With ``version`` also what is older than the case.
    """
    with change(actor) as work:
        case = work.lock(Case, case_id, version)
        standing = standing_of(work.session, case)
        require(actor, Permission.ACTION_ADD, standing)
        if case.stage not in PROMISED_AT:
            raise RuleBroken(Message("Actions are agreed in the meeting or after it."))
        due_on = due_on or clock.today() + USUAL
        agency = insist_on_promise(
            work, standing, text=text, agency_id=agency_id, member_id=member_id, due_on=due_on, known=None
        )
        if not danger_factor and not danger.strip():
            raise RuleBroken(Message("Say which danger it reduces: choose a factor or write it."), field="danger")
        if danger_factor and danger_called(danger_factor) is None:
            raise RuleBroken(Message("Choose one of the factors on the list."), field="danger_factor")
        if len(danger) > fields.DANGER.longest:
            raise RuleBroken(Message("Use at most %(max)s characters.", max=fields.DANGER.longest), field="danger")
        if reveals_source and not is_confirmed:
            raise RuleBroken(
                Message("It could show him where this came from. Confirm that the table looked at it again."),
                field="is_confirmed",
            )
        action = work.add(
            Action(
                team_id=case.team_id,
                case_id=case.id,
                plan_id=plan_for(work, case).id,
                agenda_item_id=agenda_item_id,
                domain=Domain(domain),
                danger_factor=danger_factor or None,
                agency_id=agency.id,
                member_id=member_id,
                due_on=due_on,
                needs_consent=needs_consent,
                reveals_source=reveals_source,
                added_at=work.at,
                added_by_id=actor.member_id,
                text=text,
                danger=danger,
            )
        )
        work.session.flush()
        tell_owner(work, case, action, agency)
        work.record(Event.ACTION_ADDED, case=case.id, action=action.id, domain=action.domain)
        return action.id


def revise_action(
    actor: Actor,
    action_id: UUID,
    version: int,
    *,
    text: str,
    agency_id: UUID,
    due_on: date | None,
    member_id: UUID | None,
) -> None:
    """Change what is promised, by whom or until when. An action that goes to another agency is closed to the first.

    Refuses an action that was reported on already, and with ``Stale`` whoever comes second.
    """
    with change(actor) as work:
        case = held(work, work.get(Action, action_id).case_id)
        standing = standing_of(work.session, case)
        require(actor, Permission.ACTION_REVISE, standing)
        action = work.lock(Action, action_id, version)
        if action.status is not ActionStatus.OPEN:
            raise RuleBroken(Message("This action was reported on already. Add a new one instead."))
        if due_on is None:
            raise RuleBroken(Message("Give the day by which it is done."), field="due_on")
        agency = insist_on_promise(
            work, standing, text=text, agency_id=agency_id, member_id=member_id, due_on=due_on, known=action.due_on
        )
        before = action.agency_id
        action.text, action.agency_id, action.member_id, action.due_on = text, agency.id, member_id, due_on
        if before != agency.id:
            tell_no_longer(work, case, action, before)
            tell_owner(work, case, action, agency)
        work.record(Event.ACTION_REVISED, case=case.id, action=action.id)


def report_action(
    actor: Actor, action_id: UUID, version: int, *, status: ActionStatus, result: str, told_by: str = ""
) -> None:
    """Say how an action ended, and with what result. Whether it was done late follows from its day.

    The agency that promised it reports; the coordinator enters what was told by phone, with the name of who told it.
    Only the office cancels. Refuses a report of others, one without a result, and with ``Stale`` whoever comes second.
    """
    with change(actor) as work:
        case = held(work, work.get(Action, action_id).case_id)
        require(actor, Permission.ACTION_REPORT, standing_of(work.session, case))
        action = work.lock(Action, action_id, version)
        is_own = action.agency_id == actor.agency_id
        if not is_own and not actor.is_office:
            raise NotAllowed(
                Message("Only the agency that promised an action reports on it, or the coordinator for it.")
            )
        status = ActionStatus(status)
        if status is ActionStatus.OPEN:
            raise RuleBroken(Message("Say how it ended."), field="status")
        if status is ActionStatus.CANCELLED and not actor.is_office:
            raise RuleBroken(Message("Only the team's office cancels an action."), field="status")
        if not result.strip():
            raise RuleBroken(Message("Write the result in one sentence, or why there is none."), field="result")
        if len(result) > fields.RESULT.longest:
            raise RuleBroken(Message("Use at most %(max)s characters.", max=fields.RESULT.longest), field="result")
        if not is_own and status is not ActionStatus.CANCELLED and not told_by.strip():
            raise RuleBroken(Message("Write who of that agency told it."), field="told_by")
        action.status, action.result, action.told_by = status, result, told_by
        action.reported_at, action.reported_by_id = work.at, actor.member_id
        work.record(Event.ACTION_REPORTED, case=case.id, action=action.id, status=status, behalf=not is_own)
