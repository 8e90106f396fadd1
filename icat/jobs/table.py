"""The table of jobs: what the worker does, and how often. A new job is a function of the moment and a row here.

A job may be run twice or late, never half: each does its work in short changes of its own, and nothing slow while
others wait to write. A job that fails is tried again and stops none of the others.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from icat import clock
from icat.config import Config
from icat.jobs.post import Post


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


def jobs(config: Config) -> tuple[Job, ...]:
    """Every job, in the order in which those that are due at one moment are done."""
    return (Job("letters", timedelta(seconds=5), Post(config).deliver),)


def last_jobs(now: datetime) -> None:
    """What is done once more when the worker ends."""
