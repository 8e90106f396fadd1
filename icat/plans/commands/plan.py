"""Agreeing the risk-management plan."""

from uuid import UUID

from sqlalchemy import select

from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Case, Stage
from icat.cases.scope import standing_of
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.plans.models import Action, ActionStatus
from icat.plans.steps.promises import plan_for, tell_plan
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission


def agree_plan(actor: Actor, case_id: UUID, version: int) -> int:
    """Agree the plan as it was read: a new edition of it, and a decided case becomes active. Gives the edition.

    It is opened to her advocate, and to child services where there are children, also if they were not at the table.

    Refuses a plan without an action, a case whose level nobody has agreed, and with ``Stale`` a case that changed since
    it was read: what is agreed is what stood on the page.
    """
    with change(actor) as work:
        case = work.lock(Case, case_id, version)
        standing = standing_of(work.session, case)
        require(actor, Permission.PLAN_AGREE, standing)
        if case.level is None or case.stage not in (Stage.DECIDED, Stage.ACTIVE, Stage.WATCH):
            raise RuleBroken(Message("The level is agreed first, then the plan."))
        promised = select(Action.id).where(Action.case_id == case.id, Action.status != ActionStatus.CANCELLED)
        if work.session.scalars(promised).first() is None:
            raise RuleBroken(Message("A plan needs at least one action."))
        plan = plan_for(work, case)
        plan.edition += 1
        plan.version += 1
        plan.agreed_at, plan.agreed_by_id = work.at, actor.member_id
        if case.stage is Stage.DECIDED:
            case.advance(Stage.ACTIVE)
        tell_plan(work, case, standing)
        work.record(Event.PLAN_AGREED, case=case.id, plan=plan.id, edition=plan.edition)
        return plan.edition
