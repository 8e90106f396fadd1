"""Checkpoints of each team's log: in time, after an act that asks for one, and at the end; and to whom they are sent.

They are taken every quarter of an hour if the log has grown. They are sent once a day, in the evening: nobody would
read ninety-six letters a day, and one that is kept holds every entry before it.
"""

from datetime import datetime

from icat.audit.checkpoint import LogDoubted, latest_checkpoint, take_checkpoint
from icat.audit.models import Check, Occasion
from icat.jobs.commands.verdicts import keep_verdict
from icat.jobs.teams import each_team
from icat.members.queries.people import active_members
from icat.outbox.commands.checkpoint import send_checkpoint
from icat.outbox.commands.delivery import finish_errand
from icat.outbox.queries import errands
from icat.policy.actor import Actor
from icat.policy.roles import Role


def take_in_time(now: datetime) -> None:
    """A checkpoint of each log that has grown."""
    each_team(lambda actor: _take(actor, Occasion.SCHEDULE, now))


def take_last(now: datetime) -> None:
    """The same at the end: what was done until now is held before the machine goes dark."""
    each_team(lambda actor: _take(actor, Occasion.SHUTDOWN, now))


def run_errands(now: datetime) -> None:
    """The checkpoints that acts have asked for, such as the opening of a meeting."""
    wanted = errands()

    def do(actor: Actor) -> None:
        for errand in wanted:
            if errand.team_id == actor.team_id:
                _take(actor, Occasion(errand.occasion), now)
                finish_errand(errand.id)

    if wanted:
        each_team(do)


def send_to_officers(now: datetime) -> None:
    """The newest checkpoint of each log to every officer of data protection who has not got it yet."""
    each_team(lambda actor: _send(actor, now))


def _take(actor: Actor, occasion: Occasion, now: datetime) -> None:
    try:
        head = take_checkpoint(actor.team_id, occasion)
    except LogDoubted as doubt:
        keep_verdict(actor.team_id, Check.CHECKPOINT, now, fault="doubted", seq=doubt.seq)
        raise
    if head is not None:
        keep_verdict(actor.team_id, Check.CHECKPOINT, now, checked=head.size, only_if_faulty=True)


def _send(actor: Actor, now: datetime) -> None:
    head = latest_checkpoint(actor.team_id)
    if head is None:
        return
    officers = [member for member in active_members(actor.team_id).values() if Role.DPO in member.roles]
    send_checkpoint(head, {member.account_id: member.agency_id for member in officers}, now)
