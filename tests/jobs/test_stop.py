"""A wish to stop wakes whoever waits, also when a signal's handler expresses it."""

import os
import signal
import threading
import time

from icat.jobs.stop import Stop


def test_it_is_remembered_and_ends_every_wait():
    stop = Stop()
    assert not stop.is_set()
    stop.wait(0)

    stop.set()

    began = time.monotonic()
    for _ in range(3):
        stop.wait(30)
    assert stop.is_set()
    assert time.monotonic() - began < 5


def test_a_signal_ends_the_wait():
    stop = Stop()
    before = signal.signal(signal.SIGUSR1, lambda *_signal: stop.set())
    try:
        threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGUSR1)).start()
        began = time.monotonic()
        stop.wait(30)
    finally:
        signal.signal(signal.SIGUSR1, before)

    assert stop.is_set()
    assert time.monotonic() - began < 10
