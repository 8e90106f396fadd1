"""``python -m bench``: prints the figures of this machine, each beside the same thing bare and beside its goal."""

import argparse
import os
import tempfile
import time
import warnings
from pathlib import Path

from bench import acts, log, matching, pages, papers, risk, writers
from bench.figures import Report
from bench.seeding import Seeded, seeded
from tests import databases

PARTS = ("risk", "pages", "acts", "matching", "papers", "log")


def main() -> None:
    """Make or find the data, measure, and say what was reached."""
    parser = argparse.ArgumentParser(prog="./dev bench", description="Medians and ratios of what ICAT does.")
    parser.add_argument("--quick", action="store_true", help="10,000 cases only, fewer rounds")
    parser.add_argument(
        "--postgresql", action="store_true", help="on PostgreSQL (ICAT_TEST_PG_URL, or one started here)"
    )
    parser.add_argument(
        "--data", type=Path, default=Path(tempfile.gettempdir()) / "icat-bench", help="where data is kept"
    )
    parser.add_argument("--only", choices=PARTS, action="append", help="this part (may be given again)")
    asked = parser.parse_args()
    began = time.monotonic()
    parts = asked.only or PARTS
    rounds = 20 if asked.quick else 60
    report = Report()
    report.busy()
    if "risk" in parts:
        risk.measure(report, 5 * rounds)
    if set(parts) & {"pages", "acts", "matching"}:
        small, large = _data(asked, report)
        if "pages" in parts:
            pages.measure(report, small, large, rounds)
        if "acts" in parts:
            acts.measure(report, large or small, rounds // 2)
            if asked.postgresql:
                writers.measure(report, large or small)
        if "matching" in parts:
            matching.measure(report, small, rounds)
    if "log" in parts:
        log.measure(report, asked.data, 3 if asked.quick else 7, server=_server(asked))
    if "papers" in parts:
        papers.measure(report, 5 if asked.quick else 12)
    report.busy()
    report.heading(
        f"{report.told - len(report.missed)} of {report.told} goals reached, {time.monotonic() - began:.0f} s"
    )
    for what in report.missed:
        report.say(f"missed: {what}")


def _server(asked: argparse.Namespace) -> str | None:
    """The PostgreSQL server to measure on, or none for SQLite."""
    server = None
    if asked.postgresql:
        if not os.environ.get("ICAT_TEST_PG_URL"):
            databases.CARELESS = "-c shared_buffers=512MB"  # a server that waits for the disk, as a real one does
            databases._memory = lambda: None
        with warnings.catch_warnings():
            warnings.simplefilter("error", databases.NotTested)
            server = databases.postgresql_url()
    asked.data.mkdir(parents=True, exist_ok=True)
    return server


def _data(asked: argparse.Namespace, report: Report) -> tuple[Seeded, Seeded | None]:
    server = _server(asked)
    found = [seeded(asked.data, cases, server=server) for cases in ((10_000,) if asked.quick else (10_000, 100_000))]
    for one in found:
        if one.seconds:
            report.say(f"{one.cases:,} cases were made in {one.seconds:.0f} s")
    return found[0], found[1] if len(found) > 1 else None


if __name__ == "__main__":
    main()
