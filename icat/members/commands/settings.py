"""What a team sets for itself."""

from icat.audit.events import Event
from icat.audit.recording import change
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.members.models import Team
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission

LONGEST_ADVICE = 300


def revise_team(actor: Actor, version: int, *, off_duty_advice: str) -> None:
    """Change the team's settings. Refuses what is too long, a change of nothing, and one made on an old page.

    ``off_duty_advice``: whom an officer calls while nobody of the team is on duty, besides 102.
    """
    with change(actor) as work:
        require(actor, Permission.TEAM_REVISE)
        team = work.lock(Team, actor.team_id, version)
        advice = off_duty_advice.strip()
        if len(advice) > LONGEST_ADVICE:
            raise RuleBroken(Message("Use at most %(max)s characters.", max=LONGEST_ADVICE), field="off_duty_advice")
        wanted = {"off_duty_advice": advice}
        changed = [name for name, value in wanted.items() if getattr(team, name) != value]
        if not changed:
            raise RuleBroken(Message("Nothing was changed."))
        for name in changed:
            setattr(team, name, wanted[name])
            work.record(Event.TEAM_REVISED, setting=name)
