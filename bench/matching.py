"""Who was here before: the duplicate check beside few and many cases, how long names take to open, what they weigh.

The first part goes through the real database and the scope of a coordinator; the second through memory alone, because
no team has 150,000 cases: it shows that the check grows with how many share a name, not with how many there are.
"""

import os
import random
import subprocess
import sys
import time
from itertools import cycle
from uuid import UUID

from sqlalchemy import select

from bench.figures import Arm, Report, in_turns
from bench.seeding import Seeded
from icat.app import connect
from icat.audit.reading import tear_off
from icat.cases.models import Case, Stage
from icat.cases.queries import people_index as module
from icat.cases.queries.comparing import resemblances
from icat.cases.queries.door import open_case
from icat.db import engine as db
from icat.matching.index import Entry, Index
from icat.matching.keys import key_of
from icat.matching.scoring import LIKELY
from icat.members.models import Member
from icat.members.queries.signed_in import actor_of
from icat.policy.permissions import Permission
from tests.matching.people import anybody, variant

CHECK_MS, MANY_MS, WORKER_MB = 100.0, 300.0, 200.0
FEW, MANY = 7_500, 150_000
ASKED = 20  # different cases, in turn


def measure(report: Report, seeded: Seeded, rounds: int) -> None:
    """The check in a team of ``seeded`` cases, then in memory among few and many."""
    report.heading(f"Duplicate check, {seeded.cases:,} cases, through the database")
    connect(seeded.config)
    try:
        _through_the_database(report, seeded, rounds)
    finally:
        db.end()
        db.database().dispose()
    report.heading("Duplicate check in memory, real names by frequency")
    for cases in (FEW, MANY):
        taken, grown = _in_another_process(cases)
        most = CHECK_MS if cases == FEW else MANY_MS
        worst = max(taken)
        report.ratio(f"slowest of 100 checks among {cases:,} cases, ms", worst, most=most)
        report.say(f"the keys of {2 * cases:,} people weigh {grown:.0f} MB")


def _through_the_database(report: Report, seeded: Seeded, rounds: int) -> None:
    session = db.session()
    member = session.scalars(select(Member).where(Member.account_id == seeded.accounts["coordinator"])).one()
    actor = actor_of(member.id)
    newest = select(Case.reference).where(Case.stage == Stage.SCREENING).order_by(Case.opened_at.desc()).limit(ASKED)
    turn = cycle(session.scalars(newest).all())
    db.end()
    before, began = _resident(), time.perf_counter()
    module.people_index(db.session(), actor.team_id)
    report.say(f"names of the team opened once in {time.perf_counter() - began:.2f} s, {_resident() - before:.0f} MB")

    def check() -> None:
        db.end()
        resemblances(open_case(actor, Permission.CASE_COMPARE, next(turn)))
        tear_off()

    def door() -> None:
        db.end()
        open_case(actor, Permission.CASE_COMPARE, next(turn))
        tear_off()

    taken = in_turns({"check": Arm(check), "door": Arm(door)}, rounds)
    report.times("duplicate check, with the door", taken["check"], taken["door"], most=CHECK_MS)


def _in_another_process(cases: int) -> tuple[list[float], float]:
    """The times of 100 checks and the memory, in a process of its own: what it takes is not this one's."""
    told = subprocess.run([sys.executable, "-m", "bench.matching", str(cases)], capture_output=True, check=True)  # noqa: S603 - ourselves
    *taken, grown = map(float, told.stdout.split())
    return taken, grown


def _alone(cases: int) -> None:
    chance, before, index = random.Random(cases), _resident(), Index()  # noqa: S311 - invented people
    asked = []
    for number in range(2 * cases):
        who = anybody(chance)
        part = "perpetrator" if number % 2 else "survivor"
        index.put(Entry(UUID(int=number), UUID(int=number // 2), part, key_of(who)))
        if number % (2 * cases // 100) == 0:
            asked.append(key_of(variant(chance, who, number)[1]))
    grown = _resident() - before
    for key in asked[:100]:
        began = time.perf_counter()
        index.alike(key, least=LIKELY)
        print((time.perf_counter() - began) * 1000)
    print(grown)


def _resident() -> float:
    """Megabytes that this process holds."""
    with open(f"/proc/{os.getpid()}/statm", encoding="ascii") as told:
        return int(told.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    _alone(int(sys.argv[1]))
