"""A question that waits for one agency: answered once, by that agency and nobody else."""

from icat.audit.recording import Work
from icat.cases.models import FactorQuestion, InformationRequest
from icat.errors import NotFound, RuleBroken, Stale
from icat.i18n import Message


def insist_on_waiting(work: Work, asked: InformationRequest | FactorQuestion, version: int) -> None:
    """Refuse whoever is not of the agency that was asked, a question that was answered, and one that changed since."""
    if asked.owner_id != work.actor.agency_id:
        raise NotFound
    if asked.answered_at is not None:
        raise RuleBroken(Message("This question has been answered already."))
    if asked.version - 1 != version:
        raise Stale
