"""Making the demonstration: the teams first, then each story as it would have happened, in the order of time."""

from collections.abc import Callable

from icat.demo.people import found_teams


def make_demo(seed: int, cases: int, tell: Callable[[int], object]) -> None:
    """Make both teams and ``cases`` cases from ``seed``; ``tell(1)`` after each."""
    found_teams()
    tell(cases)
