"""The write gate of SQLite: in the order they came, one at a time, and past the deadline nothing at all."""

import multiprocessing
import os
import threading
import time
from pathlib import Path

import pytest

from icat.db.gate import CannotWrite, Gate
from icat.errors import Busy

SPAWN = multiprocessing.get_context("spawn")
FORK = multiprocessing.get_context("fork")


def test_writers_pass_in_the_order_they_came(tmp_path):
    gate = Gate(tmp_path / "gate")
    passed = []

    def write(number: int) -> None:
        with gate.passed():
            passed.append(number)

    with gate.passed():
        threads = []
        for number in range(20):
            threads.append(threading.Thread(target=write, args=(number,)))
            threads[-1].start()
            wait_for(lambda n=number: len(gate._queue) == n + 2)
    join(threads)

    assert passed == list(range(20))


def test_never_are_two_writers_inside(tmp_path):
    gate = Gate(tmp_path / "gate")
    inside, most = [], []

    def write() -> None:
        for _ in range(20):
            with gate.passed():
                inside.append(1)
                most.append(len(inside))
                time.sleep(0)
                inside.pop()

    join([started(write) for _ in range(8)])

    assert max(most) == 1
    assert len(most) == 160


def test_a_writer_past_the_deadline_gives_up_and_the_queue_goes_on(tmp_path):
    gate = Gate(tmp_path / "gate")
    passed = []

    def last() -> None:
        with gate.passed():
            passed.append("last")

    with gate.passed():
        begun = time.monotonic()
        impatient = started(lambda: _refused(gate, passed))
        wait_for(lambda: len(gate._queue) == 2)
        patient = started(last)
        impatient.join(5)
        waited = time.monotonic() - begun
    patient.join(5)

    assert passed == ["busy", "last"]
    assert 0.1 <= waited < 3
    assert not gate._queue


def test_somebody_who_fails_inside_lets_the_next_one_in(tmp_path):
    gate = Gate(tmp_path / "gate")

    with pytest.raises(ValueError, match="inside"), gate.passed():
        raise ValueError("inside")

    with gate.passed(1):
        pass


def test_another_process_is_waited_for_until_the_deadline(tmp_path):
    path = tmp_path / "gate"
    held, free = SPAWN.Event(), SPAWN.Event()
    holder = SPAWN.Process(target=hold, args=(path, held, free))
    holder.start()
    try:
        assert held.wait(20)
        gate = Gate(path)

        with pytest.raises(Busy), gate.passed(0.2):
            pytest.fail("let in")
        free.set()
        with gate.passed(5):
            pass
    finally:
        free.set()
        holder.join(5)
    assert not holder.is_alive()


def test_a_process_that_was_killed_inside_leaves_the_gate_open(tmp_path):
    path = tmp_path / "gate"
    held, free = SPAWN.Event(), SPAWN.Event()
    holder = SPAWN.Process(target=hold, args=(path, held, free))
    holder.start()
    assert held.wait(20)

    holder.kill()
    holder.join(5)

    with Gate(path).passed(1):
        pass


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_worker_does_not_share_the_lock_of_its_parent(tmp_path):
    gate = Gate(tmp_path / "gate")
    with gate.passed():
        pass
    answer = FORK.Queue()
    with gate.passed():
        child = FORK.Process(target=try_as_child, args=(gate, answer))
        child.start()

        assert answer.get(timeout=10) == "busy"
    child.join(5)


def test_a_gate_whose_file_cannot_be_made_says_that_nothing_can_be_saved(tmp_path):
    with pytest.raises(CannotWrite), Gate(tmp_path / "no such folder" / "gate").passed():
        pytest.fail("let in")


def test_a_gate_that_was_closed_opens_again_for_the_next_writer(tmp_path):
    gate = Gate(tmp_path / "gate")
    before = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0
    with gate.passed():
        pass
    gate.close()
    gate.close()

    assert before == (len(os.listdir("/proc/self/fd")) if before else 0)
    with gate.passed():
        pass
    gate.close()


def hold(path: Path, held, free) -> None:  # type: ignore[no-untyped-def]
    with Gate(path).passed():
        held.set()
        free.wait(20)


def try_as_child(gate: Gate, answer) -> None:  # type: ignore[no-untyped-def]
    gate._queue.clear()  # as a worker that was forked between two writings
    try:
        with gate.passed(0.2):
            answer.put("let in")
    except Busy:
        answer.put("busy")


def _refused(gate: Gate, told: list[str]) -> None:
    try:
        with gate.passed(0.1):
            told.append("let in")
    except Busy:
        told.append("busy")


def started(target) -> threading.Thread:  # type: ignore[no-untyped-def]
    thread = threading.Thread(target=target)
    thread.start()
    return thread


def join(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()


def wait_for(condition) -> None:  # type: ignore[no-untyped-def]
    until = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.001)
