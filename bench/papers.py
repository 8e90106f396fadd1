"""Both printed papers, from plain values to bytes in hand, beside bare WeasyPrint on the same HTML and sheet."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from bench.figures import Arm, Report, Times, in_turns
from bench.serving import ROOT, processor_time
from icat.pdf import papers
from icat.pdf.papers import SafetyFormat, SafetySection
from icat.pdf.wire import Job, Reply, receive, send
from tests.pdf.samples import action, factors, plan, safety

RATIO = 1.15


def measure(report: Report, rounds: int) -> None:
    """The plan of a team with its factors and actions, and her safety plan in full."""
    report.heading("Papers")
    many = tuple(action(domain=domain) for domain in papers.DOMAINS for _ in range(3))
    table = factors()
    team_plan = plan(actions=many, factors=(type(table)(table.title, table.rows * 10, False, table.tally),))
    lines = tuple(f"Рядок {number}: слово «борщ» для сусідки Олі – вона викликає 102." for number in range(5))
    her_plan = safety(sections=tuple(SafetySection(code, lines) for code in papers.SAFETY_SECTIONS))
    for what, made in (
        ("risk-management plan", lambda: papers.plan_pdf(team_plan)),
        ("safety plan", lambda: papers.safety_pdf(her_plan, SafetyFormat.FULL)),
    ):
        taken = _beside_bare(made, _job(made), rounds)
        report.times(what, taken["real"], taken["floor"])
        ratio = taken["real"].middle / taken["floor"].middle
        report.ratio(f"{what}, against bare WeasyPrint", ratio, most=RATIO)


def _beside_bare(made: Callable[[], bytes], job: Job, rounds: int) -> dict[str, Times]:
    inside: list[float] = []
    with _bare() as (draw, bare_pid):
        made()
        ours = [pid for pid in _children() if pid != bare_pid]
        arms = {
            "real": Arm(made, lambda: time.process_time() + sum(map(processor_time, ours))),
            "floor": Arm(lambda: inside.append(draw(job)), lambda: processor_time(bare_pid)),
        }
        taken = in_turns(arms, rounds, warm=2)
    taken["floor"].wall = inside[-rounds:]  # what the drawing took, without the pipe
    return taken


def _children() -> list[int]:
    return [int(pid) for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()]


def _job(make: Any) -> Job:
    """What the product draws for this paper."""
    kept: list[tuple[str, str]] = []

    def caught(html: str, *, stylesheet: str, **_more: Any) -> bytes:
        kept.append((html, stylesheet))
        return b""

    render, papers.render = papers.render, caught  # type: ignore[assignment]
    try:
        make()
    finally:
        papers.render = render
    html, stylesheet = kept[0]
    return Job(html, stylesheet, "uk", "", b"", "", "", 60, None)


@contextmanager
def _bare() -> Iterator[Any]:
    """A function that has a bare process draw, and gives the milliseconds that it took there."""
    command = [sys.executable, "-m", "bench.bare_paper"]
    child = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - ours
    asks, answers = cast(Any, child.stdin), cast(Any, child.stdout)
    receive(answers, Reply)

    def draw(job: Job) -> float:
        send(asks, job)
        reply = receive(answers, Reply)
        if reply is None:
            raise RuntimeError("the bare process stopped")
        return float(reply.detail) * 1000

    try:
        yield draw, child.pid
    finally:
        asks.close()
        child.wait(timeout=10)
