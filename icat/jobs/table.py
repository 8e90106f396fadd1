"""The table of jobs: what the worker does, and how often. A new job is a function of the moment and a row here.

A job may be run twice or late, never half: each does its work in short changes of its own, and nothing slow while
others wait to write. A job that fails is tried again and stops none of the others.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from icat import clock
from icat.cases.commands.alarms import escalate_alarm
from icat.cases.commands.sharing import expire_share
from icat.config import Config
from icat.db import engine as db
from icat.jobs import checkpoints, forgetting
from icat.jobs.calling import Calls
from icat.jobs.clocks import watch_clocks
from icat.jobs.post import Post
from icat.jobs.stop import Stop
from icat.jobs.teams import each_team
from icat.jobs.verifying import verify_all
from icat.journal import log
from icat.meetings.commands.presenter import ask_presenter
from icat.members.queries.people import is_demo
from icat.policy.actor import Actor
from icat.retention.commands.stubs import reduce_case


@dataclass(frozen=True, slots=True)
class Job:
    """One job. ``hour``: once a day, at or after that hour on the team's clock."""

    name: str
    every: timedelta
    run: Callable[[datetime], None]
    hour: int | None = None

    def is_due(self, last: datetime | None, now: datetime) -> bool:
        """Whether it is time, when it was last begun at ``last``."""
        if last is None:
            return True
        if self.hour is None:
            return now - last >= self.every
        here = clock.local(now)
        today = here.replace(hour=self.hour, minute=0, second=0, microsecond=0)
        return last < (today if today <= here else today - self.every)


def jobs(config: Config, stop: Stop) -> tuple[Job, ...]:
    """Every job, in the order in which those that are due at one moment are done. Long ones look at ``stop``."""
    return (
        Job("errands", timedelta(seconds=2), checkpoints.run_errands),
        Job("letters", timedelta(seconds=5), Post(config).deliver),
        Job("alarms", timedelta(seconds=20), escalate_alarms),
        Job("calls", timedelta(seconds=5), Calls(config).deliver),
        Job("expiry", timedelta(minutes=5), expire_shares),
        Job("checkpoints", timedelta(minutes=15), checkpoints.take_in_time),
        Job("clocks", timedelta(minutes=4), watch_clocks),
        Job("ballast", timedelta(hours=1), keep_ballast),
        Job("officers", timedelta(days=1), checkpoints.send_to_officers, hour=18),
        Job("old", timedelta(hours=1), forgetting.forget_old),
        Job("drafts", timedelta(days=1), forgetting.forget_drafts, hour=3),
        Job("imports", timedelta(days=1), forgetting.forget_imports, hour=3),
        Job("presenters", timedelta(hours=1), ask_presenters),
        Job("stubs", timedelta(days=1), reduce_declined, hour=4),
        Job("verification", timedelta(days=1), partial(verify_all, stop), hour=2),
    )


def last_jobs(now: datetime) -> None:
    """What is done once more when the worker ends."""
    checkpoints.take_last(now)


def expire_shares(_now: datetime) -> None:
    """Close in the record the shares whose time is over; nobody has seen them since."""
    each_team(_expire)


def _expire(actor: Actor) -> None:
    expire_share(actor)


def escalate_alarms(_now: datetime) -> None:
    """Call the next one about urgent referrals that nobody acknowledged in time."""
    each_team(_escalate)


def _escalate(actor: Actor) -> None:
    escalate_alarm(actor)


def ask_presenters(_now: datetime) -> None:
    """Write to referrers who have not said whether they come to a meeting in two days."""
    each_team(_ask_presenter)


def _ask_presenter(actor: Actor) -> None:
    ask_presenter(actor)


def reduce_declined(_now: datetime) -> None:
    """Reduce to a stub what a team declined long enough ago."""
    each_team(_reduce)


def _reduce(actor: Actor) -> None:
    reduce_case(actor)


def keep_ballast(_now: datetime) -> None:
    """Keep room for the day when the disk is full. A demonstration needs none."""
    ballast = db.database().ballast
    if ballast is None or is_demo():
        return
    if not ballast.make():
        log.error("no room for the ballast")
