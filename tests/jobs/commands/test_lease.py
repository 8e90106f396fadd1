"""One worker at a time over all servers, on both engines, also when two begin at the same moment."""

import threading
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update

from icat import clock
from icat.db import engine as db
from icat.jobs.commands.lease import LASTS, give_lease_back, take_lease
from icat.jobs.models import WorkerLease

ME, OTHER = uuid4(), uuid4()


def age(by: timedelta) -> None:
    """Let the lease have been taken so long ago."""
    with db.writing() as session:
        until = session.scalars(select(WorkerLease.until)).one()
        session.execute(update(WorkerLease).values(until=until - by))
        session.commit()


def test_one_has_it_and_can_keep_it(world, database):
    assert take_lease(ME)
    assert not take_lease(OTHER)
    assert take_lease(ME)


def test_it_is_taken_over_when_its_holder_has_not_kept_it_for_a_minute(world, database):
    assert timedelta(seconds=30) <= LASTS <= timedelta(seconds=60)
    take_lease(ME)
    age(LASTS - timedelta(seconds=10))
    assert not take_lease(OTHER)

    age(timedelta(seconds=11))

    assert take_lease(OTHER)
    assert not take_lease(ME)


def test_who_gives_it_back_lets_another_begin_at_once(world, database):
    take_lease(ME)
    give_lease_back(OTHER)
    assert not take_lease(OTHER)

    give_lease_back(ME)

    assert take_lease(OTHER)


def test_of_many_who_begin_at_once_one_gets_it(world, database):
    got: list[UUID] = []
    ready = threading.Barrier(6)

    def begin() -> None:
        holder = uuid4()
        ready.wait()
        if take_lease(holder):
            got.append(holder)

    threads = [threading.Thread(target=begin) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(got) == 1


def test_a_server_whose_clock_is_fast_does_not_take_it_away(world, database, engine_name):
    take_lease(ME)

    with clock.pretending(clock.now() + timedelta(hours=1)):
        taken = take_lease(OTHER)

    assert taken is (engine_name == "sqlite")  # there all processes have one clock
