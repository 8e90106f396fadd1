"""A question that waits for one agency: held with its case, and answered once, by that agency and nobody else."""

from typing import TypeVar
from uuid import UUID

from icat.audit.recording import Work
from icat.cases.models import Case, FactorQuestion, InformationRequest
from icat.cases.steps.sharing import held
from icat.errors import NotFound, RuleBroken, Stale
from icat.i18n import Message

Q = TypeVar("Q", InformationRequest, FactorQuestion)


def held_question(work: Work, kind: type[Q], question_id: UUID) -> tuple[Case, Q]:
    """The question with its case, both locked: the case first, as everywhere, so that two changes never wait for each
    other. Refuses with ``NotFound`` when there is none in the actor's team."""
    case = held(work, work.get(kind, question_id).case_id)
    return case, work.lock(kind, question_id)


def insist_on_waiting(work: Work, asked: InformationRequest | FactorQuestion, version: int) -> None:
    """Refuse whoever is not of the agency that was asked, a question that was answered, and one that changed since."""
    if asked.owner_id != work.actor.agency_id:
        raise NotFound
    if asked.answered_at is not None:
        raise RuleBroken(Message("This question has been answered already."))
    if asked.version - 1 != version:
        raise Stale
