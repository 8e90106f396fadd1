"""How much a log takes on PostgreSQL from writers that are processes of their own, all in one team.

The order of the log is the order of the commits, so a team's appends wait for one another until the disk has the one
before. Told beside the same rows without hash, chain and head, which need not wait.
"""

import multiprocessing
import os
import statistics
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from bench.figures import Report
from bench.plain import insert_plainly
from bench.seeding import Seeded
from icat import clock
from icat.app import connect
from icat.audit.events import Event
from icat.audit.ledger import CaseSeen, Leaf, append
from icat.config import load
from icat.db import engine as db
from icat.members.queries.signed_in import actors_of

SECONDS, TURNS = 1.5, ("told", "plain", "plain", "told", "told", "plain")
ONE_KEPT, EIGHT_KEPT, EIGHT_A_SECOND, P99_MS = 0.90, 0.40, 1000.0, 25.0


@dataclass
class Taken:
    """What some writers managed together: how many a second, and the parts of each append in milliseconds."""

    rates: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    parts: list[tuple[float, float]] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """The median of the turns."""
        return statistics.median(self.rates)

    @property
    def p99(self) -> float:
        """What one in a hundred exceeds."""
        return statistics.quantiles(self.whole, n=100)[-1]


def measure(report: Report, seeded: Seeded) -> None:
    """One writer, then eight, each beside plain rows, in turns."""
    connect(seeded.config)
    team_id, member_id = _somebody(seeded)
    db.end()
    db.database().dispose()
    report.heading("Appends to one log, PostgreSQL")
    for number in (1, 8):
        arms = {"told": Taken(), "plain": Taken()}
        for name in TURNS:
            _turn(arms[name], number, name, seeded, team_id, member_id)
        told, plain = arms["told"], arms["plain"]
        work, commit = (statistics.median(part) for part in zip(*told.parts, strict=True))
        who = "one writer" if number == 1 else f"{number} writers"
        report.say(
            f"{who}: {told.rate:,.0f} appends/s, p99 {told.p99:.1f} ms; plain rows {plain.rate:,.0f}/s;"
            f" of an append {work:.2f} ms wait and write, {commit:.2f} commit"
        )
        report.ratio(
            f"append against plain rows, {who}", told.rate / plain.rate, least=(ONE_KEPT, EIGHT_KEPT)[number > 1]
        )
        if number > 1:
            report.ratio(f"appends a second, {who}", told.rate, least=EIGHT_A_SECOND)
            report.ratio(f"p99 of an append in ms, {who}", told.p99, most=P99_MS)


def _somebody(seeded: Seeded) -> tuple[UUID, UUID]:
    actor = actors_of(seeded.accounts["officer"])[0]
    return actor.team_id, actor.member_id


def _turn(taken: Taken, number: int, name: str, seeded: Seeded, team_id: UUID, member_id: UUID) -> None:
    ours = multiprocessing.get_context("fork")  # everything is loaded, and no connection is open
    begin, answers = ours.Barrier(number), ours.Queue()
    writers = [
        ours.Process(target=_write, args=(name, str(seeded.config_path), team_id, member_id, begin, answers))
        for _ in range(number)
    ]
    for writer in writers:
        writer.start()
    found = [answers.get(timeout=120) for _ in writers]
    for writer in writers:
        writer.join()
    taken.rates.append(sum(len(parts) for parts in found) / SECONDS)
    for parts in found:
        taken.parts += parts
        taken.whole += [sum(part) for part in parts]


def _write(name: str, config_path: str, team_id: UUID, member_id: UUID, begin: Any, answers: Any) -> None:
    """A process of its own: append until the time is over, then say how long each part of each took."""
    os.environ["ICAT_CONFIG"] = config_path
    connect(load())
    elsewhere = uuid4()
    parts: list[tuple[float, float]] = []
    _append(name, team_id, elsewhere, member_id)
    begin.wait(timeout=60)
    until = time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        parts.append(_append(name, team_id, elsewhere, member_id))
    answers.put(parts)
    db.database().dispose()


def _append(name: str, team_id: UUID, elsewhere: UUID, member_id: UUID) -> tuple[float, float]:
    leaf = Leaf(Event.CASE_READ, member_id, member_id, "0" * 16, "1" * 16, (CaseSeen(uuid4(), uuid4(), 5),))
    began = time.perf_counter()
    with db.writing() as session:
        raw: Any = session.connection().connection.driver_connection
        if name == "told":
            append(session, team_id, [leaf], clock.microseconds(clock.now()))
        else:
            insert_plainly(raw, False, elsewhere, [leaf])
        written = time.perf_counter()
        session.commit()
    ended = time.perf_counter()
    return (written - began) * 1000, (ended - written) * 1000
