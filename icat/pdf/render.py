"""A document to PDF bytes, in a child process with limits: what a crash, a hang or a bomb costs is one document.

``render`` waits for a free drawing process, hands it the document and takes the bytes back. The processes start when
first needed, are kept, and are replaced after a crash, a time-out or many documents. They are started as programs of
their own, never forked, so threads and a forking server do not matter to them.
"""

import atexit
import contextlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import BinaryIO, cast

from icat.clock import local
from icat.errors import Refusal
from icat.i18n import LANGUAGES, Message, gettext, speaking
from icat.pdf.wire import Job, Reply, receive, send

PRODUCER = "ICAT"
NEUTRAL_PRODUCER = "PDF"
STOPPED = Message("The document could not be made: the drawing process stopped. Please try again.")
# The child needs nothing of our surroundings: a key or a password in the environment stays with the parent.
KEPT_ENVIRONMENT = ("PATH", "HOME", "SYSTEMROOT", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "DYLD_FALLBACK_LIBRARY_PATH")


class RenderRefused(Refusal):
    """The document was not made."""


class PrintingUnavailable(RenderRefused):
    """This machine lacks what it takes to make a PDF."""

    def __init__(self) -> None:
        super().__init__(
            Message(
                "This machine cannot make PDF files: the Pango library is missing. "
                "Ask the administrator to install it, or print the page from the browser."
            )
        )


class TooManyPages(RenderRefused):
    """The document is longer than it may be."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one document may cost."""

    seconds: float = 30.0
    cpu_seconds: int = 25
    start_seconds: float = 60.0
    wait_seconds: float = 60.0
    processes: int = 2
    documents: int = 500


@dataclass(slots=True)
class Worker:
    """One drawing process and its pipes."""

    process: subprocess.Popen[bytes]
    folder: str
    documents: int = 0

    @classmethod
    def start(cls, seconds: float) -> "Worker":
        """Start one and wait until it is ready. Refuses where PDF cannot be made."""
        folder = mkdtemp(prefix="print-")  # the font library unpacks our fonts into it
        environment = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
        environment |= {"PYTHONPATH": str(Path(__file__).parents[2]), "TMPDIR": folder, "PYTHONUTF8": "1"}
        process = subprocess.Popen(
            [sys.executable, "-B", "-m", "icat.pdf.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # warnings of the library may quote the document
            env=environment,
            cwd=folder,
            bufsize=0,
            start_new_session=True,  # Ctrl-C is for the server, which may want to finish a page
        )
        worker = cls(process, folder)
        hello, _ = worker._within(seconds, lambda: receive(cast(BinaryIO, process.stdout), Reply))
        if hello is None or hello.refused is not None:
            worker.stop()
            raise PrintingUnavailable if hello is not None else RenderRefused(STOPPED)
        return worker

    def draw(self, job: Job, seconds: float) -> tuple[Reply | None, bool]:
        """The child's answer, or nothing if it died; and whether it was ended for taking too long."""
        self.documents += 1

        def ask() -> Reply | None:
            send(cast(BinaryIO, self.process.stdin), job)
            return receive(cast(BinaryIO, self.process.stdout), Reply)

        return self._within(seconds, ask)

    def _within(self, seconds: float, ask: Callable[[], Reply | None]) -> tuple[Reply | None, bool]:
        late = threading.Event()

        def end() -> None:
            late.set()
            self.process.kill()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            return ask(), late.is_set()
        except (OSError, ValueError):
            return None, late.is_set()
        finally:
            timer.cancel()

    def stop(self) -> None:
        """End the process and remove its folder."""
        self.process.kill()
        self.process.wait()
        self._close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def disown(self) -> None:
        """In a forked copy of the server: let go of a child that belongs to the original."""
        self._close()
        self.process.returncode = 0  # not ours to wait for

    def _close(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


@dataclass(slots=True)
class Pool:
    """The drawing processes of this process."""

    limits: Limits = field(default_factory=Limits)
    idle: list[Worker] = field(default_factory=list)
    busy: list[Worker] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    places: threading.BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        self.places = threading.BoundedSemaphore(self.limits.processes)

    @contextlib.contextmanager
    def worker(self) -> Iterator[Worker]:
        """A drawing process for one document; it goes back if it is still alive. Refuses when all stay busy."""
        if not self.places.acquire(timeout=self.limits.wait_seconds):
            raise RenderRefused(Message("Many documents are being made just now. Please try again in a moment."))
        try:
            worker = self._take()
            try:
                yield worker
            finally:
                self._give_back(worker)
        finally:
            self.places.release()

    def _take(self) -> Worker:
        with self.lock:
            worker = self.idle.pop() if self.idle else None
        if worker is not None and worker.process.poll() is not None:
            worker.stop()
            worker = None
        worker = worker or Worker.start(self.limits.start_seconds)
        with self.lock:
            self.busy.append(worker)
        return worker

    def _give_back(self, worker: Worker) -> None:
        spent = worker.process.poll() is not None or worker.documents >= self.limits.documents
        with self.lock:
            if worker in self.busy:
                self.busy.remove(worker)
            else:
                spent = True  # the pool was shut down meanwhile
            if not spent:
                self.idle.append(worker)
        if spent:
            worker.stop()

    def stop(self) -> None:
        """End every drawing process."""
        with self.lock:
            workers, self.idle, self.busy = self.idle + self.busy, [], []
        for worker in workers:
            worker.stop()


_pool = Pool()


def configure(limits: Limits) -> None:
    """Use other limits from here on; processes that run are ended."""
    global _pool
    old, _pool = _pool, Pool(limits)
    old.stop()


def shutdown() -> None:
    """End the drawing processes; the next document starts a new one."""
    _pool.stop()


def _after_fork() -> None:
    global _pool
    old, _pool = _pool, Pool(_pool.limits)
    for worker in old.idle + old.busy:
        worker.disown()


atexit.register(shutdown)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def available() -> bool:
    """Whether this machine can make PDF files. The first call starts a drawing process, which takes a second or two."""
    if _pool.idle or _pool.busy:
        return True
    try:
        with _pool.worker():
            return True
    except RenderRefused:
        return False


def render(
    html: str,
    *,
    stylesheet: str,
    language: str,
    title: str,
    identifier: bytes | str,
    made_on: datetime,
    neutral: bool,
    most_pages: int | None = None,
) -> bytes:
    """The PDF/UA-1 of a document: tagged, with ``language`` and ``title``, equal bytes for equal arguments.

    ``stylesheet`` is the text of the style sheet; nothing else is loaded but our fonts. ``neutral`` leaves nothing in
    the file that says what made it: the title becomes "Notes", the producer says nothing, the time is only a day.
    Refuses (``RenderRefused``) what would fetch anything, what is longer than ``most_pages``, and what cannot be drawn
    within the limits; ``PrintingUnavailable`` where the machine lacks Pango.
    """
    if language not in LANGUAGES:
        raise ValueError(f"not a language of this installation: {language}")
    if neutral:
        with speaking(language):
            title = gettext("Notes")
    job = Job(
        html=html,
        stylesheet=stylesheet,
        language=language,
        title=title,
        identifier=identifier.encode() if isinstance(identifier, str) else identifier,
        created=f"{local(made_on):%Y-%m-%d}" if neutral else f"{made_on.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        producer=NEUTRAL_PRODUCER if neutral else PRODUCER,
        cpu_seconds=_pool.limits.cpu_seconds,
        most_pages=most_pages,
    )
    pool = _pool
    with pool.worker() as worker:
        reply, late = worker.draw(job, pool.limits.seconds)
        if reply is None:
            worker.process.kill()
            worker.process.wait()
    return _bytes(reply, late)


def _bytes(reply: Reply | None, late: bool) -> bytes:
    if reply is not None and reply.refused is None:
        return reply.pdf
    if reply is None and late:
        raise RenderRefused(Message("The document took too long to make. It was stopped; nothing was printed."))
    if reply is None:
        raise RenderRefused(STOPPED)
    if reply.refused == "fetch":
        raise RenderRefused(Message("The document was not made: it asks for something from outside."))
    if reply.refused == "pages":
        raise TooManyPages(Message("The document is too long: it has %(pages)s pages.", pages=reply.detail))
    raise RenderRefused(Message("The document could not be made (%(fault)s).", fault=reply.detail))
