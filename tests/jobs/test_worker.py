"""The worker: does what is due, fails without falling, and works only while it has the lease."""

import threading
import time
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from icat import clock
from icat.db import engine as db
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.jobs import worker as under_test
from icat.jobs.commands.lease import take_lease
from icat.jobs.queries import runs
from icat.jobs.table import Job
from icat.jobs.worker import Worker

HOUR = timedelta(hours=1)


class Task:
    """A job that counts how often it was done, and fails as often as it is told."""

    def __init__(self, failures: int = 0) -> None:
        self.times: list[datetime] = []
        self.failures = failures

    def __call__(self, now: datetime) -> None:
        self.times.append(now)
        if len(self.times) <= self.failures:
            raise RuleBroken(Message("Єва Їжак lives at Прихована 5"))


def held(*jobs: Job) -> Worker:
    made = Worker(jobs)
    assert made._take()
    return made


def test_a_job_is_done_when_it_is_due_and_not_before(world, database):
    task, now = Task(), clock.now()
    worker = held(Job("hourly", HOUR, task))

    assert worker.round(now) == ["hourly"]
    assert worker.round(now + HOUR / 2) == []
    assert worker.round(now + HOUR) == ["hourly"]
    assert task.times == [now, now + HOUR]


def test_a_worker_that_follows_goes_on_from_where_the_other_was(world, database):
    first, now = Task(), clock.now()
    worker = held(Job("hourly", HOUR, first))
    worker.round(now)
    worker._give_back()

    second = Task()
    follower = held(Job("hourly", HOUR, second))
    follower.round(now + HOUR / 2)
    assert second.times == []
    follower.round(now + HOUR)
    assert second.times == [now + HOUR]


def test_a_job_that_fails_stops_no_other_and_is_tried_again_later_and_later(world, database, capsys):
    bad, good, now = Task(failures=2), Task(), clock.now()
    worker = held(Job("bad", HOUR, bad), Job("good", HOUR, good))

    worker.round(now)
    assert len(good.times) == 1
    run = runs()["bad"]
    assert (run.failures, run.fault) == (1, "RuleBroken")
    db.end()
    worker.round(now + timedelta(seconds=29))
    assert len(bad.times) == 1
    worker.round(now + timedelta(seconds=30))
    assert len(bad.times) == 2
    worker.round(now + timedelta(seconds=60))
    assert len(bad.times) == 2
    worker.round(now + timedelta(seconds=90))
    assert len(bad.times) == 3
    assert runs()["bad"].failures == 0
    said = capsys.readouterr().out
    assert "job failed" in said
    assert "Їжак" not in said
    assert "Прихована" not in said


def test_a_frequent_job_is_not_noted_each_time_but_its_failures_are(world, database):
    now = clock.now()
    worker = held(Job("often", timedelta(seconds=10), Task()), Job("bad", timedelta(seconds=10), Task(failures=1)))

    worker.round(now)
    db.end()

    assert set(runs()) == {"bad"}


def test_who_has_no_lease_does_nothing(world, database):
    assert take_lease(uuid4())
    task = Task()

    assert Worker([Job("x", HOUR, task)]).once() is False
    assert task.times == []


def test_once_does_what_is_due_and_lets_the_next_one_begin(world, database):
    task = Task()

    assert Worker([Job("x", HOUR, task)]).once()
    assert Worker([Job("x", HOUR, task)]).once()

    assert len(task.times) == 1


def test_who_lost_the_lease_stops_in_the_middle(world, database):
    second = Task()
    worker: Worker

    def lose(_now: datetime) -> None:
        worker._held.clear()

    worker = held(Job("first", HOUR, lose), Job("second", HOUR, second))

    assert worker.round(clock.now()) == ["first"]
    assert second.times == []


def test_a_lease_that_another_took_is_noticed(world, database):
    worker = held()
    with clock.pretending(clock.now() + HOUR):
        if db.database().is_sqlite:
            assert take_lease(uuid4())
            worker.renew()
            assert not worker._held.is_set()


def test_it_ends_in_order_when_it_is_asked_to(world, database, monkeypatch):
    monkeypatch.setattr(under_test, "TICK_SECONDS", 0.02)
    often, last = Task(), Task()
    worker = Worker([Job("often", timedelta(0), often)], last=last)
    thread = threading.Thread(target=worker.loop)
    thread.start()
    while len(often.times) < 3:
        time.sleep(0.01)

    worker.stop.set()
    thread.join(20)

    assert not thread.is_alive()
    assert len(last.times) == 1
    assert take_lease(uuid4())


@pytest.mark.parametrize("name", ["take_lease", "runs"])
def test_a_database_that_is_away_does_not_end_the_worker(world, database, monkeypatch, name, capsys):
    def away(*_args: object) -> None:
        raise OSError("gone")

    worker = Worker([])
    with monkeypatch.context() as patched:
        patched.setattr(under_test, name, away)
        assert not worker._take()
    assert "lease not taken" in capsys.readouterr().out
    assert worker._take()
    with monkeypatch.context() as patched:
        patched.setattr(under_test, "take_lease", away)
        worker.renew()
    assert worker._held.is_set()
