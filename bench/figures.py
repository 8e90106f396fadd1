"""Taking times in turn and telling them: medians, the slow end, the ratio to the floor, whether the goal is reached."""

import os
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Act = Callable[[], object]


@dataclass
class Times:
    """Milliseconds of one act, over and over: by the clock on the wall, and of processor time where it was spent."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def middle(self) -> float:
        """The median by the wall."""
        return statistics.median(self.wall)

    @property
    def worked(self) -> float:
        """The median of processor time, which a busy machine spoils less."""
        return statistics.median(self.cpu)

    @property
    def slow(self) -> float:
        """What only one in twenty exceeds."""
        return statistics.quantiles(self.wall, n=20)[-1]


@dataclass(frozen=True)
class Arm:
    """An act, and where its processor time is read: in this process, or in the one that does the work."""

    act: Act
    clock: Callable[[], float] = time.process_time


def in_turns(arms: Mapping[str, Arm], rounds: int, *, warm: int = 5) -> dict[str, Times]:
    """The times of each arm, A B B A: whatever else the machine does then falls on all alike."""
    for arm in arms.values():
        for _ in range(warm):
            arm.act()
    taken = {name: Times() for name in arms}
    for number in range(rounds):
        for name in arms if number % 2 else reversed(arms):
            arm = arms[name]
            worked, began = arm.clock(), time.perf_counter()
            arm.act()
            taken[name].wall.append((time.perf_counter() - began) * 1000)
            taken[name].cpu.append((arm.clock() - worked) * 1000)
    return taken


@dataclass
class Report:
    """The figures of one run, printed as they come, and what was missed."""

    missed: list[str] = field(default_factory=list)
    told: int = 0

    def heading(self, text: str) -> None:
        """Begin a part."""
        print(f"\n{text}", flush=True)

    def busy(self) -> None:
        """Say how busy the machine is: where others work too, only ratios and processor time can be trusted."""
        load, cores = os.getloadavg()[0], os.cpu_count() or 1
        self.say(f"load {load:.1f} on {cores} cores" + (": too busy for times by the wall" if load > cores else ""))

    def say(self, text: str) -> None:
        """A figure without a goal."""
        print(f"  {text}", flush=True)

    def times(self, what: str, taken: Times, floor: Times | None = None, *, most: float | None = None) -> None:
        """A time, beside its floor and its goal in milliseconds."""
        line = f"{what:<46} {taken.middle:7.1f} ms  p95 {taken.slow:6.1f}  cpu {taken.worked:6.1f}"
        if floor is not None:
            line += f"  floor {floor.middle:6.1f}: x {taken.middle / floor.middle:.2f}"
            line += f", cpu {floor.worked:.1f}: x {taken.worked / floor.worked:.2f}" if floor.worked > 0.05 else ""
        self._tell(what, line, taken.middle, most=most, unit="ms")

    def ratio(self, what: str, value: float, *, most: float | None = None, least: float | None = None) -> None:
        """A ratio and its goal."""
        self._tell(what, f"{what:<46} {value:7.2f}", value, most=most, least=least)

    def microseconds(self, what: str, value: float, *, most: float | None = None) -> None:
        """A short time and its goal, in microseconds."""
        self._tell(what, f"{what:<46} {value:7.1f} us", value, most=most, unit="us")

    def size(self, what: str, megabytes: float, *, most: float | None = None, more: str = "") -> None:
        """A size in megabytes and its goal."""
        self._tell(what, f"{what:<46} {megabytes:7.0f} MB   {more}", megabytes, most=most, unit="MB")

    def _tell(
        self,
        what: str,
        line: str,
        value: float,
        *,
        most: float | None = None,
        least: float | None = None,
        unit: str = "",
    ) -> None:
        if most is not None or least is not None:
            reached = (most is None or value <= most) and (least is None or value >= least)
            goal = f"<= {most:g}" if most is not None else f">= {least:g}"
            line += f"   goal {goal} {unit}".rstrip() + (": reached" if reached else ": MISSED")
            self.told += 1
            if not reached:
                self.missed.append(what)
        print(f"  {line}", flush=True)
