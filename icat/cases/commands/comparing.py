"""Saying what was found when two cases were compared. Cases are never joined."""

from uuid import UUID

from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Comparison, Verdict
from icat.cases.scope import standing_of
from icat.cases.steps.sharing import held
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission


def compare_case(actor: Actor, case_id: UUID, *, other_id: UUID, verdict: Verdict) -> None:
    """Record whether this case and another are about the same people; it is not asked again, and may be said anew.

    Refuses a case compared with itself, whoever may not read both, and what is for the chairs to anybody else. The log
    says that it was compared, not what was found: a counter-allegation must not be read from there either.
    """
    with change(actor) as work:
        if case_id == other_id:
            raise RuleBroken(Message("A case cannot be compared with itself."))
        cases = {id: held(work, id) for id in sorted((case_id, other_id))}  # in one order, whoever asks
        for case in cases.values():
            require(actor, Permission.CASE_COMPARE, standing_of(work.session, case))
        if verdict.is_for_chairs:
            require(actor, Permission.MIRROR_READ, standing_of(work.session, cases[case_id]))
        earlier, later = sorted(cases.values(), key=lambda one: (one.opened_at, one.id))
        work.add(
            Comparison(
                team_id=actor.team_id,
                case_id=later.id,
                other_id=earlier.id,
                compared_at=work.at,
                compared_by_id=actor.member_id,
                verdict=verdict.value,
            )
        )
        work.record(
            Event.CASE_COMPARED, case=later.id, words={"other": earlier.reference, "verdict": verdict.value.ljust(12)}
        )
