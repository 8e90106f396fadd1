"""Writing down a view of the danger: a professional's, or her own."""

from datetime import date
from uuid import UUID

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Judgement, Whose
from icat.cases.scope import standing_of
from icat.cases.steps.sharing import held
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission


def record_judgement(
    actor: Actor, case_id: UUID, *, whose: Whose, words: str, judged_on: date | None, asked_by: str = ""
) -> None:
    """Keep it beside the earlier ones: a professional's judgement stands under the own name, hers in her words.

    What the office writes is the team's, what an agency writes its own. It sets no level and answers no question of an
    instrument. Refuses one without words or day, her own without who asked her, and a case that is over.
    """
    with change(actor) as work:
        case = held(work, case_id)
        require(actor, Permission.JUDGEMENT_RECORD, standing_of(work.session, case))
        case.insist_on_open()
        whose, words, asked_by = Whose(whose), words.strip(), asked_by.strip()
        if not words:
            raise RuleBroken(Message("Write it in words."), field="words")
        if judged_on is None or judged_on > clock.today():
            raise RuleBroken(Message("Give the day."), field="judged_on")
        if whose is Whose.OWN and not asked_by:
            raise RuleBroken(Message("Say who asked her."), field="asked_by")
        row = work.add(
            Judgement(
                team_id=case.team_id,
                case_id=case.id,
                owner_id=None if actor.is_office else actor.agency_id,
                whose=whose,
                recorded_at=work.at,
                recorded_by_id=actor.member_id,
                words=words,
                judged_on=judged_on,
                asked_by=asked_by if whose is Whose.OWN else "",
            )
        )
        work.record(Event.JUDGEMENT_RECORDED, case=case.id, judgement=row.id, whose=whose)
