"""``icat work``: does what is due, one worker at a time, and survives being killed. With real processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from icat import clock
from icat.config import Config
from icat.db import engine as db
from icat.jobs.commands.lease import take_lease
from icat.jobs.models import WorkerLease
from icat.members.models import Account
from icat.outbox.models import Letter, LetterState
from icat.outbox.steps import add_letter
from icat.outbox.texts import Kind
from tests.jobs.mailbox import Mailbox, mail_server

PATIENCE = 60  # seconds; the machine may be busy


def settings(config: Config, box: Mailbox | None = None) -> Path:
    """A settings file for the world of the test."""
    path = config.data_dir / "icat.toml"
    lines = [
        'data_dir = "."',
        'key_file = "icat.key"',
        'public_url = "https://icat.example.org"',
        f'[database]\nurl = "{config.database.url}"',
    ]
    if box is not None:
        lines.append(f'[mail]\nhost = "{box.host}"\nport = {box.port}\nsecurity = "none"\nsender = "i@example.org"')
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def workers() -> Iterator[Callable[[Path], subprocess.Popen[bytes]]]:
    """Starts workers, and ends them with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start(path: Path) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "icat", "work", "--config", str(path)], env={**os.environ, "ICAT_LANGUAGE": "en"}
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def until(what: Callable[[], object]) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)


def holder() -> object:
    with db.database().open_reading() as session:
        return session.scalar(select(WorkerLease.holder))


def write(world, email: str = "chair@example.org") -> None:  # type: ignore[no-untyped-def]
    with db.writing() as session:
        session.get_one(Account, world.chair.account_id).email = email
        add_letter(session, world.team_id, Kind.TASK, world.chair.account_id, clock.now())
        session.commit()


def states() -> list[LetterState]:
    with db.database().open_reading() as session:
        return list(session.scalars(select(Letter.state)))


def test_once_does_what_is_due_and_ends(world, config, icat):
    write(world)
    with mail_server() as box:
        done = icat("work", "--once", "--config", settings(config, box))

    assert done.exit_code == 0, done.output
    assert len(box.raw) == 1


def test_once_does_nothing_while_another_worker_is_at_work(world, config, icat):
    write(world)
    take_lease(uuid4())
    with mail_server() as box:
        done = icat("work", "--once", "--config", settings(config, box))

    assert "Another worker is at work" in done.output
    assert box.raw == []


def test_a_worker_that_is_killed_is_followed_by_another_and_no_letter_is_lost(world, config, workers):
    with mail_server() as box:
        path = settings(config, box)
        first = workers(path)
        until(holder)
        killed = holder()
        second = workers(path)
        first.kill()
        first.wait()
        write(world)
        let_the_lease_run_out()
        until(lambda: holder() not in (None, killed))
        until(lambda: states() == [LetterState.SENT])
        assert len(box.raw) == 1
        second.send_signal(signal.SIGTERM)

        assert second.wait(PATIENCE) == 0
    assert holder() is None


def let_the_lease_run_out() -> None:
    """What a minute does."""
    with db.writing() as session:
        session.execute(update(WorkerLease).values(until=clock.now() - timedelta(seconds=1)))
        session.commit()


@pytest.mark.parametrize("engine_name", ["sqlite"])  # the mail server is what this is about
def test_a_worker_that_is_killed_while_it_sends_sends_again(world, config, workers):
    with mail_server() as box:
        path = settings(config, box)
        first = workers(path)
        until(holder)
        stopped_at_delivery(box, first)
        write(world)
        until(lambda: box.raw)
        first.kill()
        first.wait()
        let_the_lease_run_out()
        workers(path)
        until(lambda: states() == [LetterState.SENT])

    assert len(box.raw) == 2


def stopped_at_delivery(box: Mailbox, process: subprocess.Popen[bytes]) -> None:
    """Have the process stand still the moment its letter has arrived."""

    class Stopping(list):  # type: ignore[type-arg]
        def append(self, item: object) -> None:
            process.send_signal(signal.SIGSTOP)
            super().append(item)

    box.raw = Stopping()
