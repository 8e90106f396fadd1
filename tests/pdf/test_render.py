"""The drawing process: what it gives, what it refuses, and that a crash costs one document."""

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from icat.pdf import render as rendering
from icat.pdf.render import (
    Limits,
    PrintingUnavailable,
    RenderRefused,
    TooManyPages,
    available,
    configure,
    render,
    shutdown,
)
from tests.pdf import reading
from tests.pdf.samples import ALPHABET, PANGRAM

SHEET = "@page { size: A4 } body { font-family: Print }"
WORDS = f"{ALPHABET} {ALPHABET.lower()} {PANGRAM} «Високий» – № 5 ₴ … “в” Her Plan 0123456789 + - —"


def drawn(body: str, **given: Any) -> bytes:
    arguments: dict[str, Any] = {
        "stylesheet": SHEET,
        "language": "uk",
        "title": "Папір",
        "identifier": b"sixteen bytes id",
        "made_on": datetime(2026, 11, 23, 22, 30, tzinfo=UTC),
        "neutral": False,
    }
    return render(f"<html lang=uk><body>{body}</body></html>", **(arguments | given))


@pytest.fixture
def strict() -> Iterator[Callable[..., None]]:
    yield lambda **limits: configure(Limits(**limits))
    configure(Limits())


def test_a_machine_with_pango_can_print() -> None:
    assert available()


def test_every_ukrainian_letter_and_apostrophe_comes_back_in_both_weights() -> None:
    text = reading.text(drawn(f"<p>{WORDS}</p><p><b>{WORDS}</b></p>"))

    assert reading.squeezed(text) == reading.squeezed(WORDS * 2)


def test_equal_documents_are_equal_bytes_in_two_processes() -> None:
    first = drawn(f"<h1>{WORDS}</h1>")
    shutdown()
    second = drawn(f"<h1>{WORDS}</h1>")

    assert first == second
    assert drawn(f"<h1>{WORDS}</h1>", identifier="another") != first


@pytest.mark.parametrize(
    "body",
    [
        "<img src='http://icat.invalid/x.png'>",
        "<img src='file:///etc/hostname'>",
        "<img src='data:image/png;base64,AAAA'>",
        "<p style='background: url(http://icat.invalid/x.png)'>x</p>",
        "<link rel='stylesheet' href='http://icat.invalid/x.css'>",
        "<link rel='attachment' href='file:///etc/hostname'>",
        "<a rel='attachment' href='file:///etc/hostname'>x</a>",
        "<style>@import url(http://icat.invalid/x.css);</style>",
        "<style>@font-face { font-family: X; src: url(file:///etc/hostname) }</style><p style='font-family: X'>x",
        "<object data='file:///etc/hostname'></object>",
        "<embed src='file:///etc/hostname'>",
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/hostname'/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><use href='http://icat.invalid/x.svg#a'/></svg>",
        "<img src='print-font:../regular'>",
    ],
)
def test_nothing_is_fetched(body: str) -> None:
    with pytest.raises(RenderRefused, match="from outside|ззовні"):
        drawn(body)


@pytest.mark.parametrize(
    "sheet", ["@import url(http://icat.invalid/x.css);", "p { background: url(file:///etc/hostname) }"]
)
def test_a_style_sheet_fetches_nothing_either(sheet: str) -> None:
    with pytest.raises(RenderRefused, match="from outside|ззовні"):
        drawn("<p>x</p>", stylesheet=sheet)


def test_a_neutral_file_does_not_say_what_made_it() -> None:
    pdf = drawn(
        "<meta name=author content='Щербак'><meta name=generator content='ICAT'><p>слова</p>",
        neutral=True,
        title="ICAT KHM-2026-7F3K9-C",
    )
    seen = reading.everything_in(pdf)

    for word in (
        b"ICAT",
        b"WeasyPrint",
        b"KHM-2026",
        b"/Author",
        b"/Creator",
        b"/work",
        b"/home",
        b"22:30",
        b"T223000",
    ):
        assert word.lower() not in seen.lower()
    assert "Щербак".encode() not in seen
    assert "Щербак".encode("utf-16-be") not in seen
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert str(opened.docinfo["/CreationDate"]) == "D:20261124"  # the day in Kyiv, without an hour
        assert str(opened.docinfo["/Producer"]) == "PDF"
        assert str(opened.docinfo["/Title"]) in ("Notes", "Нотатки")


def test_other_files_say_when_to_the_second_but_not_which_library() -> None:
    pdf = drawn("<p>слова</p>")

    assert b"WeasyPrint" not in reading.everything_in(pdf)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert str(opened.docinfo["/CreationDate"]) == "D:20261123223000Z"
        assert str(opened.docinfo["/Title"]) == "Папір"


def test_a_document_longer_than_allowed_is_refused() -> None:
    with pytest.raises(TooManyPages, match="2"):
        drawn("<p style='break-after: page'>x</p><p>y</p>", most_pages=1)


def test_a_document_that_takes_too_long_is_stopped_and_the_next_one_is_drawn(strict: Callable[..., None]) -> None:
    strict(seconds=0.4)
    drawn("<p>x</p>")

    started = time.monotonic()
    with pytest.raises(RenderRefused, match="too long|надто довго"):
        drawn("<table><tr><td>x</table>" * 20_000)

    assert time.monotonic() - started < 5
    assert reading.squeezed(reading.text(drawn("<p>далі</p>"))) == "далі"


def test_processor_time_is_limited_by_the_kernel(strict: Callable[..., None]) -> None:
    strict(cpu_seconds=0)

    with pytest.raises(RenderRefused, match="process stopped|зупинився"):
        drawn("<table><tr><td>x</table>" * 20_000)


def test_a_child_that_dies_costs_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn("<p>x</p>")
    killed = rendering._pool.idle[-1].process
    answer = rendering.receive

    def die_first(*given: Any) -> Any:
        monkeypatch.setattr(rendering, "receive", answer)
        killed.kill()
        return answer(*given)

    monkeypatch.setattr(rendering, "receive", die_first)
    with pytest.raises(RenderRefused, match="process stopped|зупинився"):
        drawn("<table><tr><td>x</table>" * 2_000)

    assert reading.pages(drawn("<p>x</p>")) == 1


def test_a_child_that_died_while_idle_costs_nothing() -> None:
    drawn("<p>x</p>")
    process = rendering._pool.idle[-1].process
    process.kill()
    process.wait()

    assert reading.pages(drawn("<p>x</p>")) == 1


def test_a_child_is_replaced_after_many_documents_and_leaves_no_files(strict: Callable[..., None]) -> None:
    strict(documents=2)
    drawn("<p>x</p>")
    first = rendering._pool.idle[-1]
    folder = Path(first.folder)
    assert folder.is_dir()

    drawn("<p>x</p>")

    assert rendering._pool.idle == []
    assert first.process.returncode is not None
    assert not folder.exists()


def test_a_document_of_a_hundred_megabytes_ends_its_own_process_only() -> None:
    with pytest.raises(RenderRefused):
        drawn("<p>" + "слово " * 9_000_000 + "</p>")

    assert reading.pages(drawn("<p>x</p>")) == 1


def test_the_child_may_not_take_all_memory_write_files_or_leave_a_core() -> None:
    drawn("<p>x</p>")
    limits = Path(f"/proc/{rendering._pool.idle[-1].process.pid}/limits")
    if not limits.exists():
        pytest.skip("this system does not show the limits of a process")
    soft = dict(re.findall(r"^Max ([a-z ]+?)  +(\S+)", limits.read_text(encoding="utf-8"), re.MULTILINE))

    assert soft["core file size"] == "0"
    assert soft["file size"] == "0"
    assert soft["address space"] == str(1536 * 1024 * 1024)
    assert soft["cpu time"] != "unlimited"


def test_threads_share_few_processes(strict: Callable[..., None]) -> None:
    strict(processes=2)
    made: list[int] = []
    threads = [threading.Thread(target=lambda: made.append(reading.pages(drawn("<p>x</p>")))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made == [1] * 8
    assert 1 <= len(rendering._pool.idle) <= 2


def test_when_all_processes_stay_busy_the_wait_ends(strict: Callable[..., None]) -> None:
    strict(processes=1, wait_seconds=0.05)
    drawn("<p>x</p>")

    with rendering._pool.worker(), pytest.raises(RenderRefused, match="Many documents|багато документів"):
        drawn("<p>x</p>")


def test_a_forked_server_starts_its_own_processes_and_leaves_the_others_alone() -> None:
    drawn("<p>x</p>")
    before = rendering._pool.idle[-1].process.pid
    script = (
        "import os, sys\n"
        "from icat.pdf import render as r\n"
        "from tests.pdf.test_render import drawn\n"
        "drawn('<p>x</p>'); parent, folder = r._pool.idle[0].process.pid, r._pool.idle[0].folder\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    ok = drawn('<p>x</p>') and r._pool.idle[0].process.pid != parent\n"
        "    r.shutdown(); os._exit(0 if ok else 1)\n"
        "status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])\n"
        "drawn('<p>x</p>'); assert r._pool.idle[0].process.pid == parent\n"
        "assert os.path.isdir(folder)\n"
        "sys.exit(status)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], cwd=root, capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, b"")
    assert rendering._pool.idle[-1].process.pid == before


def test_the_child_sees_no_secret_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICAT_SECRET", "open sesame")
    shutdown()
    drawn("<p>x</p>")
    environment = Path(f"/proc/{rendering._pool.idle[-1].process.pid}/environ")
    if not environment.exists():
        pytest.skip("this system does not show the environment of a process")

    assert b"sesame" not in environment.read_bytes()


def test_a_machine_without_pango_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')", encoding="utf-8")
    start = subprocess.Popen

    def without_pango(command: list[str], **given: Any) -> subprocess.Popen[bytes]:
        given["env"]["PYTHONPATH"] = f"{tmp_path}{os.pathsep}{given['env']['PYTHONPATH']}"
        return start(command, **given)

    shutdown()
    monkeypatch.setattr(subprocess, "Popen", without_pango)

    assert not available()
    with pytest.raises(PrintingUnavailable, match="Pango"):
        drawn("<p>x</p>")

    monkeypatch.undo()
    assert available()


def test_a_child_that_cannot_start_is_not_taken_for_a_missing_library(strict: Callable[..., None]) -> None:
    strict(start_seconds=0.01)

    with pytest.raises(RenderRefused, match="process stopped|зупинився") as refused:
        drawn("<p>x</p>")

    assert not isinstance(refused.value, PrintingUnavailable)
    assert not available()


def test_a_fault_in_the_library_is_told_without_the_words_of_the_document() -> None:
    with pytest.raises(RenderRefused) as refused:
        drawn("<p>таємниця</p>", stylesheet="@page { size: 0 0; margin: 0 } p { columns: 0 }", title="\ud800")

    assert "таємниця" not in str(refused.value)


def test_a_language_that_is_not_spoken_is_an_error() -> None:
    with pytest.raises(ValueError, match="xx"):
        drawn("<p>x</p>", language="xx")


def test_importing_the_parent_side_does_not_import_the_drawing_library() -> None:
    script = "import icat.pdf.papers, sys; sys.exit('weasyprint' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parents[2], check=False)

    assert done.returncode == 0


def test_table_headers_carry_their_direction() -> None:
    table = "<table><thead><tr><th>a<th>b</thead><tbody><tr><th scope=row>c<td>d</tbody></table>"
    done = subprocess.run(["pdfinfo", "-struct", "-"], input=drawn(table), capture_output=True, check=True)

    assert re.findall(r"Scope /(\w+)", done.stdout.decode()) == ["Column", "Column", "Row"]
