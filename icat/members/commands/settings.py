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
MOST_STUB_DAYS = 365


def revise_team(actor: Actor, version: int, *, off_duty_advice: str, stub_days: int) -> None:
    """Change the team's settings. Refuses what is too long, a change of nothing, and one made on an old page.

    ``off_duty_advice``: whom an officer calls while nobody of the team is on duty, besides 102. ``stub_days``: after
    how many days a declined case is reduced to a stub; it is never kept for ever.
    """
    with change(actor) as work:
        require(actor, Permission.TEAM_REVISE)
        team = work.lock(Team, actor.team_id, version)
        advice = off_duty_advice.strip()
        if len(advice) > LONGEST_ADVICE:
            raise RuleBroken(Message("Use at most %(max)s characters.", max=LONGEST_ADVICE), field="off_duty_advice")
        if not 1 <= stub_days <= MOST_STUB_DAYS:
            message = Message("Give a number from %(least)s to %(most)s.", least=1, most=MOST_STUB_DAYS)
            raise RuleBroken(message, field="stub_days")
        wanted = {"off_duty_advice": advice, "stub_days": stub_days}
        changed = [name for name, value in wanted.items() if getattr(team, name) != value]
        if not changed:
            raise RuleBroken(Message("Nothing was changed."))
        for name in changed:
            setattr(team, name, wanted[name])
            work.record(Event.TEAM_REVISED, setting=name)
