"""The team's level between meetings: a chair may raise it, and nobody may lower it."""

from uuid import UUID

from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Case, Level, LevelCode, LookedAgain, Stage
from icat.cases.scope import standing_of
from icat.cases.steps.developments import answer_developments
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission


def raise_level(
    actor: Actor, case_id: UUID, version: int, *, reason: str, level: LevelCode = LevelCode.HIGHEST_RISK
) -> None:
    """Set the level to the highest, under the chair's name, until the team meets.

    Refuses to lower it (practice of teams: upwards between meetings, downwards at the table only), to raise what is
    highest, without a reason, and while the meeting has the case.
    """
    with change(actor) as work:
        case = work.lock(Case, case_id, version)
        require(actor, Permission.LEVEL_RAISE, standing_of(work.session, case))
        if LevelCode(level) is not LevelCode.HIGHEST_RISK:
            raise RuleBroken(Message("Between meetings a level is only raised. The team lowers it at the table."))
        if case.level is LevelCode.HIGHEST_RISK:
            raise RuleBroken(Message("The level is the highest already."))
        case.insist_on_open()
        if case.stage is Stage.MEETING:
            raise RuleBroken(Message("The meeting has this case now: the level is recorded there."))
        if not reason.strip():
            raise RuleBroken(Message("Give the reason."), field="reason")
        work.add(
            Level(
                team_id=case.team_id,
                case_id=case.id,
                level=LevelCode.HIGHEST_RISK,
                set_at=work.at,
                set_by_id=actor.member_id,
                reason=reason,
            )
        )
        case.level = LevelCode.HIGHEST_RISK
        work.record(Event.LEVEL_RAISED, case=case.id, level=LevelCode.HIGHEST_RISK)
        answer_developments(work, case.id, LookedAgain.LEVEL)
