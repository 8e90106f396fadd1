"""``python -m bench``: prints the figures of this machine, each beside the same thing bare and beside its goal."""

import argparse
import tempfile
from pathlib import Path

from bench import pages
from bench.figures import Report
from bench.seeding import seeded


def main() -> None:
    """Make or find the data, measure, and say what was reached."""
    parser = argparse.ArgumentParser(prog="./dev bench", description="Medians and ratios of what ICAT does.")
    parser.add_argument("--quick", action="store_true", help="10,000 cases only")
    parser.add_argument("--postgresql", action="store_true", help="with PostgreSQL (ICAT_TEST_PG_URL or this machine's)")
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "icat-bench", help="where data is kept")
    asked = parser.parse_args()
    report = Report()
    small = seeded(asked.data, 10_000)
    large = None if asked.quick else seeded(asked.data, 100_000)
    pages.measure(report, small, large, 40)


if __name__ == "__main__":
    main()
