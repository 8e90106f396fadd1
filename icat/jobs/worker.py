"""The worker: one over all servers, which holds a lease in the database and does the jobs as they fall due.

The lease is kept by a thread of its own, so that a long job does not lose it. A worker that was killed is followed by
another within ``TAKEN_OVER`` of its last sign of life; one that ends in order gives the lease back at once.
"""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from icat import clock
from icat.db import engine as db
from icat.jobs.commands.lease import LASTS, give_lease_back, take_lease
from icat.jobs.commands.runs import keep_run
from icat.jobs.queries import Run, runs
from icat.jobs.stop import Stop
from icat.jobs.table import Job
from icat.journal import log, where

TICK_SECONDS = 2.0
STANDBY_SECONDS = 5.0
RENEWED_SECONDS = 15.0
TAKEN_OVER = LASTS + timedelta(seconds=2 * STANDBY_SECONDS)
# What runs more often than this is remembered by the process only: noting each run would be most of what is written.
NOTED = timedelta(minutes=5)
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(minutes=15)


class Worker:
    """One worker. ``last`` is done once more when it ends in order and still has the lease."""

    def __init__(
        self, jobs: Sequence[Job], *, last: Callable[[datetime], None] | None = None, stop: Stop | None = None
    ) -> None:
        self.holder = uuid4()
        self.stop = stop or Stop()
        self._jobs = tuple(jobs)
        self._last = last
        self._runs: dict[str, Run] = {}
        self._held = threading.Event()

    def once(self) -> bool:
        """Do what is due, once. False, and nothing done, while another worker is at work."""
        if not self._take():
            return False
        with _Kept(self):
            self.round(clock.now())
            self._give_back()
        return True

    def loop(self) -> None:
        """Work until ``stop`` is set: first wait for the lease, then do what falls due."""
        with _Kept(self):
            while not self.stop.is_set():
                if not self._held.is_set() and not self._take():
                    self.stop.wait(STANDBY_SECONDS)
                    continue
                self.round(clock.now())
                self.stop.wait(TICK_SECONDS)
            if self._held.is_set():
                if self._last is not None:
                    self._do(Job("last", timedelta(0), self._last), clock.now())
                self._give_back()

    def round(self, now: datetime) -> list[str]:
        """Do each job that is due, as long as the lease is held; gives their names."""
        done = []
        for job in self._jobs:
            if self.stop.is_set() or not self._held.is_set():
                break
            if self._is_due(job, now):
                self._do(job, now)
                done.append(job.name)
        return done

    def renew(self) -> None:
        """Keep the lease, or learn that it is lost."""
        if not self._held.is_set():
            return
        try:
            if not take_lease(self.holder):
                self._held.clear()
                log.warning("lease lost")
        except Exception as error:
            log.error("lease not kept", kind=type(error).__name__, where=where(error))
        finally:
            db.end()

    def _take(self) -> bool:
        try:
            if not take_lease(self.holder):
                return False
            self._runs = runs()
        except Exception as error:
            log.error("lease not taken", kind=type(error).__name__, where=where(error))
            return False
        finally:
            db.end()
        self._held.set()
        log.info("worker at work")
        return True

    def _give_back(self) -> None:
        self._held.clear()
        try:
            give_lease_back(self.holder)
        except Exception as error:  # then it runs out by itself
            log.error("lease not given back", kind=type(error).__name__, where=where(error))

    def _is_due(self, job: Job, now: datetime) -> bool:
        last = self._runs.get(job.name)
        if last is None:
            return job.is_due(None, now)
        if last.failures:
            pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(last.failures - 1, 10))
            wait: timedelta = min(pause, max(job.every, _FIRST_PAUSE))
            return now - last.began_at >= wait
        return job.is_due(last.began_at, now)

    def _do(self, job: Job, now: datetime) -> None:
        before = self._runs.get(job.name, Run(now))
        run = Run(now)
        try:
            job.run(now)
        except Exception as error:
            run = Run(now, before.failures + 1, type(error).__name__[:40])
            log.error("job failed", job=job.name, kind=run.fault, times=run.failures, where=where(error))
        finally:
            db.end()
        self._runs[job.name] = run
        if job.every < NOTED and not run.failures and not before.failures:
            return
        try:
            keep_run(job.name, now, run.failures, run.fault)
        except Exception as error:
            log.error("run not noted", job=job.name, kind=type(error).__name__, where=where(error))


class _Kept:
    """Keeps a worker's lease while it works."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="lease", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _keep(self) -> None:
        while not self._over.wait(RENEWED_SECONDS):
            self._worker.renew()
