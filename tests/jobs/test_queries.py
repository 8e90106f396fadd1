"""What the worker knows of its own work."""

from icat import clock
from icat.db import engine as db
from icat.jobs.commands.runs import keep_run
from icat.jobs.queries import runs, teams


def test_the_newest_run_of_each_job(world, database):
    at = clock.now()
    keep_run("a", at, 2, "OSError")
    keep_run("b", at)
    db.end()

    found = runs()

    assert (found["a"].failures, found["a"].fault, found["b"].failures) == (2, "OSError", 0)
    assert found["b"].began_at == at


def test_every_team_in_order(world, database):
    assert teams() == ((world.team_id, "KHM"), (world.stranger.actor.team_id, "LVV"))
