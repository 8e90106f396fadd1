"""Answering the factors later: by the office, or by an agency at the table."""

from collections.abc import Mapping
from uuid import UUID

from icat.audit.recording import change
from icat.cases.models import LookedAgain
from icat.cases.scope import standing_of
from icat.cases.steps.assessing import Given, keep_answers
from icat.cases.steps.developments import answer_developments
from icat.cases.steps.sharing import held
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission
from icat.risk import instrument


def record_assessment(actor: Actor, case_id: UUID, *, answers: Mapping[str, Given], code: str = "bc-19") -> None:
    """A new assessment, frozen with the instrument's content; older ones stay as they are.

    What the office answers is the team's. What an agency answers is its own: others see it under what that agency
    shares of the category *risk*, and the referring agency shared all of it with the office. What the office answers
    answers the critical developments that wait; what one agency thinks does not. Refuses one without any answer, and a
    case that is over.
    """
    with change(actor) as work:
        case = held(work, case_id)
        require(actor, Permission.ASSESSMENT_RECORD, standing_of(work.session, case))
        case.insist_on_open()
        owner_id = None if actor.is_office else actor.agency_id
        if keep_answers(work, case, instrument.current(code), answers, owner_id=owner_id) is None:
            raise RuleBroken(Message("Answer at least one factor."))
        if owner_id is None:
            answer_developments(work, case.id, LookedAgain.ASSESSMENT)
