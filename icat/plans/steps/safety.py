"""Who may work with a safety plan, and the note that it was gone through with her."""

from icat import clock
from icat.audit.events import Event
from icat.audit.reading import Receipt
from icat.audit.recording import Work
from icat.cases.scope import scopes_for
from icat.errors import NotFound
from icat.legal import Category
from icat.plans.models import SafetyPlan


def insist_on_sight(work: Work, plan: SafetyPlan) -> None:
    """Refuse with ``NotFound`` whoever may not read the plan: its owner may, and those to whom it was entrusted."""
    scope = scopes_for(work.session, work.actor, [plan.case_id], Receipt())[plan.case_id]
    if not scope.sees(plan.owner_id, plan.id, Category.SAFETY_PLAN):
        raise NotFound


def confirm(work: Work, plan: SafetyPlan) -> None:
    """Note that she went through it today, present."""
    plan.confirmed_on, plan.confirmed_by_id = clock.today(), work.actor.member_id
    work.record(Event.SAFETY_PLAN_CONFIRMED, case=plan.case_id, plan=plan.id)
