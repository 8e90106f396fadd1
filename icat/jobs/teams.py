"""One job, team by team: what fails in one team stops no other, and is told when all had their turn."""

from collections.abc import Callable

from icat.db import engine as db
from icat.jobs.queries import teams
from icat.policy.actor import Actor, system


def each_team(do: Callable[[Actor], None]) -> None:
    """Do something in each team as the machine itself. Raises the first fault at the end, if there was one."""
    first: Exception | None = None
    known = teams()
    db.end()
    for team_id, code in known:
        try:
            do(system(team_id, code))
        except Exception as error:
            first = first or error
        finally:
            db.end()
    if first is not None:
        raise first
