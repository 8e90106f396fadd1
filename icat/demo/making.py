"""Making the demonstration: the teams first, then every story as it would have happened, in the order of time.

The ledger's time never runs back, so stories that overlap are not told one after another: each is a generator that
gives the moment at which it goes on, and whichever is due first goes on first.
"""

import heapq
import random
from collections.abc import Callable, Iterator
from datetime import datetime

from icat import clock
from icat.db import engine as db
from icat.demo.people import found_teams
from icat.demo.stories import stories

Story = Iterator[datetime]


def make_demo(seed: int, cases: int, tell: Callable[[int], object]) -> None:
    """Make both teams and ``cases`` cases from ``seed``; ``tell(1)`` after each story has ended."""
    perform(stories(found_teams(), random.Random(seed), cases, clock.now()), tell)  # noqa: S311 - invented people


def perform(told: list[Story], tell: Callable[[int], object]) -> None:
    """Let the stories happen in the order of time."""
    waiting = [(next(story), place, story) for place, story in enumerate(told)]
    heapq.heapify(waiting)
    while waiting:
        moment, place, story = heapq.heappop(waiting)
        with clock.pretending(moment):
            following = next(story, None)
        db.end()
        if following is None:
            tell(1)
        else:
            heapq.heappush(waiting, (max(moment, following), place, story))
