"""The list of cases and the case page, through a real worker, beside the same statements and template bare."""

import json
from contextlib import ExitStack
from itertools import cycle

from sqlalchemy import select

from bench.figures import Arm, Report, in_turns
from bench.plain import PATHS, TOKEN
from bench.seeding import Seeded
from bench.serving import Client, memory, processor_time, signed_in, worker
from icat.app import connect
from icat.cases.models import Case, Stage
from icat.db import engine as db

LIST_MS, CASE_MS, FLAT, WORKER_MB = 15.0, 25.0, 1.15, 200.0
LIST = "/cases"
PAGES = 10  # different case pages, asked for in turn
# Who looks at the list: all of it by role; by seats at all, some and a few old cases; by area; by own referrals.
READERS = ("coordinator", "policewoman", "doctor", "teacher", "local", "nurse")


def measure(report: Report, small: Seeded, large: Seeded | None, rounds: int) -> None:
    """Both pages on the largest database, the list on both, and what the worker weighs afterwards."""
    last = large or small
    with ExitStack() as open_now:
        near = _Place(open_now, small, _references(small, 5), readers=("coordinator",))
        place = _Place(open_now, last, _references(last, PAGES), readers=READERS) if large else near
        if not large:
            place = _Place(open_now, last, _references(last, PAGES), readers=READERS)
        report.heading(f"Pages, {last.cases:,} cases, one worker, over HTTP")
        arms = {"real": place.asks("coordinator", LIST), "floor": place.bare(0)}
        if large:
            arms["near"] = near.asks("coordinator", LIST)
        taken = in_turns(arms, rounds)
        report.times("list of 50, coordinator", taken["real"], taken["floor"], most=LIST_MS)
        if large:
            grown = taken["real"].worked / taken["near"].worked
            report.times(f"list of 50, coordinator, {small.cases:,} cases", taken["near"])
            report.ratio("list: processor time at 100k against 10k", grown, most=FLAT)
        others = [name for name in READERS if name != "coordinator"]
        taken = in_turns({name: place.asks(name, LIST) for name in others}, rounds // 2)
        for name in others:
            report.times(f"list, {_WHO[name]}", taken[name], most=LIST_MS)
        pages = [f"/cases/{reference}" for reference in place.references]
        taken = in_turns(
            {
                "real": place.asks("coordinator", *pages),
                "floor": place.bare(*range(1, len(pages) + 1)),
                "agency": place.asks("policewoman", *pages),
            },
            rounds,
        )
        report.times("case page, coordinator", taken["real"], taken["floor"], most=CASE_MS)
        report.times("case page, the agency that referred it", taken["agency"], most=CASE_MS)
        for page in (LIST, *pages):
            for _ in range(200 // (len(pages) + 1) + 1):
                place.asks("coordinator", page).act()
        held = memory(place.pid)
        more = f"own {held['RssAnon']:.0f}, of files {held['RssFile']:.0f}"
        report.size("one worker, after more than 200 requests", held["VmRSS"], most=WORKER_MB, more=more)


_WHO = {
    "policewoman": "an agency with a seat at every case",
    "doctor": "an agency with a seat at every fifth",
    "teacher": "an agency with a few old seats",
    "local": "a coordinator of a small area",
    "nurse": "a referrer with a few old cases",
}


class _Place:
    """A real worker and a bare one over the same database."""

    def __init__(self, open_now: ExitStack, seeded: Seeded, references: list[str], readers: tuple[str, ...]) -> None:
        self.references = references
        connect(seeded.config)
        tokens = {name: signed_in(seeded.accounts[name]) for name in readers}
        db.database().dispose()
        port, self.pid = open_now.enter_context(worker(seeded.config_path))
        self._clients = {name: Client(port, token) for name, token in tokens.items()}
        paths = [LIST, *(f"/cases/{reference}" for reference in references)]
        surroundings = {PATHS: json.dumps(paths), TOKEN: tokens["coordinator"]}
        bare, self._bare_pid = open_now.enter_context(
            worker(seeded.config_path, "bench.plain:served()", **surroundings)
        )
        self._bare = Client(bare, "")

    def asks(self, name: str, *paths: str) -> Arm:
        """Somebody asks for these pages, one at a time, over and over."""
        client, turn = self._clients[name], cycle(paths)
        return Arm(lambda: client.get(next(turn)), lambda: processor_time(self.pid))

    def bare(self, *numbers: int) -> Arm:
        """The same of the bare application."""
        turn = cycle(numbers)
        return Arm(lambda: self._bare.get(f"/{next(turn)}"), lambda: processor_time(self._bare_pid))


def _references(seeded: Seeded, count: int) -> list[str]:
    connect(seeded.config)
    found = list(
        db.session().scalars(
            select(Case.reference)
            .where(Case.stage != Stage.DECLINED)
            .order_by(Case.opened_at.desc())
            .offset(60)
            .limit(count)
        )
    )
    db.end()
    db.database().dispose()
    return found
