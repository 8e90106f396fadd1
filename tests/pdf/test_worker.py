"""The drawing process by itself: what it says, what it may take, and how it ends. Started as the parent starts it."""

import re
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any, cast

import pytest

from icat.pdf import worker
from icat.pdf.wire import LARGEST, LENGTH_BYTES, Job, Reply, receive, send

ROOT = Path(__file__).parents[2]
SECRET = "таємниця-7719"


def job(body: str, **changed: Any) -> Job:
    given: dict[str, Any] = {
        "html": f"<html lang=uk><body>{body}</body></html>",
        "stylesheet": "@page { size: A4 } body { font-family: Print }",
        "language": "uk",
        "title": "Папір",
        "identifier": b"sixteen bytes id",
        "created": "2026-11-23",
        "producer": "PDF",
        "cpu_seconds": 25,
        "most_pages": None,
    }
    return Job(**given | changed)


class Child:
    """The process, and what it says."""

    def __init__(self, script: str = "from icat.pdf.worker import serve; serve()") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-B", "-c", script],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
        )

    def says(self) -> Reply | None:
        return receive(cast(IO[bytes], self.process.stdout), Reply)  # type: ignore[arg-type]

    def draw(self, asked: Job) -> Reply | None:
        send(cast(IO[bytes], self.process.stdin), asked)  # type: ignore[arg-type]
        return self.says()

    def write(self, raw: bytes) -> None:
        cast(IO[bytes], self.process.stdin).write(raw)

    def end(self) -> tuple[int, bytes]:
        """Close the pipe, as a parent that is gone; gives how it ended and what it complained of."""
        _out, complaints = self.process.communicate(timeout=20)
        return self.process.returncode, complaints


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    """One process for all that leaves it alive; starting takes a second."""
    made = Child()
    assert made.says() == Reply(), "it says first that it is ready"
    yield made
    made.process.kill()
    made.process.communicate()


def test_it_draws_one_document_after_another(child: Child) -> None:
    first, second = child.draw(job("<p>x")), child.draw(job("<p>y"))

    assert first is not None
    assert second is not None
    assert (first.refused, first.pdf[:5], first.detail) == (None, b"%PDF-", "")
    assert second.pdf not in (b"", first.pdf)


def test_a_refusal_says_why_in_a_word_and_the_next_document_is_drawn(child: Child) -> None:
    assert child.draw(job("<img src='file:///etc/hostname'>")) == Reply(refused="fetch")
    assert child.draw(job("<p style='break-after: page'>x</p><p>y", most_pages=1)) == Reply(refused="pages", detail="2")

    drawn = child.draw(job("<p>x", most_pages=1))
    assert drawn is not None
    assert drawn.refused is None


@pytest.mark.parametrize(
    "body",
    [
        "<img src='print-font:italic'>",
        "<svg xmlns='http://www.w3.org/2000/svg'><rect width='1' height='1'/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0h1' style='fill:url(#a)'/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0h1'><image href='data:,x'/></path></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg' style='x'><path d='M0 0h1'/></svg>",
        "<a rel=attachment href='https://icat.invalid/x'>x</a>",
        "<p id=x>x</p><a rel=next href='#x'>x</a>",
        "<p style='background: url(\"data:image/svg+xml,<svg/>\")'>x",
    ],
    ids=[
        "another font",
        "a drawing",
        "a painted line",
        "a picture in a line",
        "a styled drawing",
        "an attachment",
        "any relation",
        "a picture within",
    ],
)
def test_nothing_but_our_fonts_comes_in(child: Child, body: str) -> None:
    assert child.draw(job(body)) == Reply(refused="fetch")


def test_a_fault_is_told_by_its_kind_and_place_and_never_by_the_words_of_the_document(child: Child) -> None:
    told = child.draw(job("<div>" * 1_500 + SECRET))  # deeper than anybody can follow

    assert told is not None
    assert (told.refused, told.pdf) == ("failed", b"")
    assert re.fullmatch(r"RecursionError \w+\.py:\d+", told.detail)
    drawn = child.draw(job("<p>x"))
    assert drawn is not None
    assert drawn.refused is None


def test_where_a_fault_was_is_told_without_its_message() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError as fault:
        told = worker._where(fault)

    assert told.startswith("ValueError test_worker.py:")
    assert "7719" not in told
    assert worker._where(KeyError(SECRET)) == "KeyError"


def test_when_the_parent_is_gone_it_ends_quietly() -> None:
    child = Child()
    assert child.says() == Reply()

    assert child.end() == (0, b"")


@pytest.mark.parametrize(
    "raw",
    [(LARGEST + 1).to_bytes(LENGTH_BYTES, "big"), (3).to_bytes(LENGTH_BYTES, "big") + b"\xc1\xc1\xc1"],
    ids=["too long", "garbage"],
)
def test_what_is_no_job_ends_it_and_draws_nothing(raw: bytes) -> None:
    child = Child()
    assert child.says() == Reply()

    child.write(raw)

    assert child.says() is None
    assert child.end()[0] == 1


def test_processor_time_beyond_the_limit_ends_it_by_the_kernel() -> None:
    child = Child()
    assert child.says() == Reply()

    assert child.draw(job("<table><tr><td>x</table>" * 30_000, cpu_seconds=0)) is None
    assert child.end()[0] == -signal.SIGXCPU


def test_the_time_of_one_document_is_not_taken_from_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    allowed: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda kind, limits: allowed.append((kind, limits)))
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: (9, 1000))

    for spent in (0.4, 17.9):
        monkeypatch.setattr(
            resource, "getrusage", lambda _who, spent=spent: SimpleNamespace(ru_utime=spent, ru_stime=2)
        )
        worker.limit_processor(5)

    assert allowed == [(resource.RLIMIT_CPU, (8, 1000)), (resource.RLIMIT_CPU, (25, 1000))]


LIMITED = (
    ("limit_memory", resource.RLIMIT_AS, (worker.MEMORY_LIMIT, worker.MEMORY_LIMIT)),
    ("limit_memory", resource.RLIMIT_CORE, (0, 0)),
    ("forbid_files", resource.RLIMIT_FSIZE, (0, 0)),
)


def test_what_was_forbidden_cannot_be_allowed_again() -> None:
    script = "import resource\nfrom icat.pdf import worker\nworker.limit_memory()\nworker.forbid_files()\n" + "".join(
        f"assert resource.getrlimit({kind}) == {limits!r}, {by!r}\n" for by, kind, limits in LIMITED
    )

    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, b"")


def test_no_file_can_be_written_and_no_more_memory_taken(tmp_path: Path) -> None:
    script = (
        "import signal\n"
        "from pathlib import Path\n"
        "from icat.pdf import worker\n"
        "worker.limit_memory(); worker.forbid_files()\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "try: Path('left').write_text('x'); raise SystemExit('written')\n"
        "except OSError: pass\n"
        "try: bytearray(worker.MEMORY_LIMIT); raise SystemExit('taken')\n"
        "except MemoryError: pass\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert [path.stat().st_size for path in tmp_path.iterdir()] in ([], [0])


def test_what_the_library_prints_does_not_get_between_the_answers() -> None:
    script = (
        "from icat.pdf import worker\n"
        "class Talking(worker.Drawing):\n"
        "    def draw(self, job):\n"
        "        print('a word of the library', flush=True)\n"
        "        return super().draw(job)\n"
        "worker.Drawing = Talking\n"
        "worker.serve()\n"
    )
    child = Child(script)
    assert child.says() == Reply()

    drawn = child.draw(job("<p>x"))

    assert drawn is not None
    assert drawn.pdf.startswith(b"%PDF-")
    assert child.end() == (0, b"")


def test_without_the_library_it_says_so_by_kind_only() -> None:
    script = (
        "from icat.pdf import worker\n"
        "class Missing:\n"
        "    def __init__(self): raise OSError('cannot load /usr/lib/libpango')\n"
        "worker.Drawing = Missing\n"
        "worker.serve()\n"
    )
    child = Child(script)

    assert child.says() == Reply(refused="unavailable", detail="OSError")
    assert child.end() == (0, b"")
