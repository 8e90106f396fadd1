"""The plan of an earlier case of the same two people: what worked comes first, then what did not, then what is open."""

from icat.cases.queries.door import CaseView
from icat.cases.queries.related import Recalled, Remembered
from icat.plans.models import ActionStatus
from icat.plans.queries.plan import ActionView, plan_of

_FAILED = (ActionStatus.NOT_POSSIBLE, ActionStatus.REFUSED_BY_SURVIVOR, ActionStatus.OVERTAKEN, ActionStatus.CANCELLED)


def recalled(case: CaseView) -> Recalled | None:
    """What the reader may see of the plan of ``case``; nothing where there was none or the reader may not read it."""
    if not case.may.PLAN_READ:
        return None
    plan = plan_of(case)
    if not plan.actions:
        return None
    return Recalled(
        agreed_at=plan.agreed_at,
        worked=tuple(_told(one) for one in plan.actions if one.status is ActionStatus.DONE),
        failed=tuple(_told(one) for one in plan.actions if one.status in _FAILED),
        unfinished=tuple(_told(one) for one in plan.actions if one.status is ActionStatus.OPEN),
    )


def _told(one: ActionView) -> Remembered:
    return Remembered(one.text, one.agency, one.state_label, one.result)
