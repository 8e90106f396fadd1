"""Taking times in turn and telling them: medians, the slow end, the ratio to the floor, and whether the goal is reached."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Act = Callable[[], object]


def in_turns(arms: Mapping[str, Act], rounds: int, *, warm: int = 5) -> dict[str, list[float]]:
    """Milliseconds of each arm, A B A B: whatever else the machine does then falls on all alike."""
    for act in arms.values():
        for _ in range(warm):
            act()
    taken: dict[str, list[float]] = {name: [] for name in arms}
    order = list(arms)
    for number in range(rounds):
        for name in order if number % 2 else reversed(order):
            began = time.perf_counter()
            arms[name]()
            taken[name].append((time.perf_counter() - began) * 1000)
    return taken


def median(taken: list[float]) -> float:
    """The middle one."""
    return statistics.median(taken)


def slow(taken: list[float]) -> float:
    """What only one in twenty exceeds."""
    return statistics.quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]


@dataclass
class Report:
    """The figures of one run, printed as they come, and what was missed."""

    missed: list[str] = field(default_factory=list)
    told: int = 0

    def heading(self, text: str) -> None:
        """Begin a part."""
        print(f"\n{text}", flush=True)

    def say(self, text: str) -> None:
        """A figure without a goal."""
        print(f"  {text}", flush=True)

    def times(
        self, what: str, taken: list[float], floor: list[float] | None = None, *, most: float | None = None
    ) -> None:
        """A time, beside its floor and its goal in milliseconds."""
        line = f"{what:<46} {median(taken):7.1f} ms   p95 {slow(taken):7.1f}"
        if floor is not None:
            line += f"   floor {median(floor):6.1f}   x {median(taken) / median(floor):.2f}"
        self._tell(what, line, median(taken), most=most, unit="ms")

    def ratio(self, what: str, value: float, *, most: float | None = None, least: float | None = None) -> None:
        """A ratio and its goal."""
        self._tell(what, f"{what:<46} {value:7.2f}", value, most=most, least=least)

    def size(self, what: str, megabytes: float, *, most: float | None = None, more: str = "") -> None:
        """A size in megabytes and its goal."""
        self._tell(what, f"{what:<46} {megabytes:7.0f} MB   {more}", megabytes, most=most, unit="MB")

    def _tell(
        self, what: str, line: str, value: float, *, most: float | None = None, least: float | None = None, unit: str = ""
    ) -> None:
        if most is not None or least is not None:
            reached = (most is None or value <= most) and (least is None or value >= least)
            goal = f"<= {most:g}" if most is not None else f">= {least:g}"
            line += f"   goal {goal} {unit}".rstrip() + (": reached" if reached else ": MISSED")
            self.told += 1
            if not reached:
                self.missed.append(what)
        print(f"  {line}", flush=True)
