"""``icat serve`` keeps the web server and the worker alive; every command tells what it is for, in two languages."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from icat.cli import COMMANDS, terminal_language
from icat.cli.serve import web_server
from icat.config import Config

WORDS = [[], *([name] for name in COMMANDS), ["members", "found"], ["db", "upgrade"]]
PATIENCE = 60


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    return found


@pytest.fixture
def served(icat, tmp_path: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A new installation, served as ``icat serve`` serves it."""
    (tmp_path / "icat.toml").write_text(
        f'bind = "127.0.0.1:{port}"\nworkers = 1\nkey_file = "icat.key"\ndata_dir = "data"\n'
    )
    assert icat("init").exit_code == 0
    environ = {name: value for name, value in os.environ.items() if name != "ICAT_CONFIG"}
    process = subprocess.Popen(
        [sys.executable, "-m", "icat", "serve"], cwd=tmp_path, env=environ, start_new_session=True
    )
    yield process
    process.kill()
    process.wait()


def children(process: subprocess.Popen[bytes]) -> dict[str, int]:
    """The processes that it keeps, by what they are."""
    found = {}
    for child in psutil.Process(process.pid).children():
        with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
            words = child.cmdline()
            found["web" if "gunicorn" in words else "worker" if "work" in words else "?"] = child.pid
    return found


def until(what: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=5) as page:
            return bool(page.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def test_pages_and_worker_come_back_when_they_are_killed_and_end_in_order(served, port):
    until(lambda: answers(port) and set(children(served)) == {"web", "worker"})
    for name in ("worker", "web"):
        before = children(served)
        os.kill(before[name], signal.SIGKILL)
        until(lambda b=before, n=name: children(served).get(n, b[n]) != b[n])
    until(lambda: answers(port))

    served.send_signal(signal.SIGTERM)

    assert served.wait(PATIENCE) == 0
    assert not answers(port)


def test_the_web_server_is_that_of_the_settings():
    said = " ".join(web_server(Config(bind="127.0.0.1:8123", workers=3, threads=5)))

    assert "--bind=127.0.0.1:8123" in said
    assert "--workers=3 --threads=5" in said
    assert "--worker-class=gthread" in said
    assert said.endswith("icat.app:served()")


def test_settings_that_are_wrong_are_told_before_anything_is_served(icat, tmp_path):
    (tmp_path / "icat.toml").write_text('bindd = "127.0.0.1:8123"\n')

    done = icat("serve")

    assert done.exit_code == 1
    assert "bindd" in done.output


def test_a_missing_key_is_told_before_anything_is_served(icat, tmp_path):
    (tmp_path / "icat.toml").write_text('key_file = "gone.key"\n')

    done = icat("serve")

    assert done.exit_code == 1
    assert "There is no key file" in done.output


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_command_tells_what_it_is_for(icat, language):
    for words in WORDS:
        done = icat(*words, "--help", language=language)
        assert done.exit_code == 0, words
        assert len(done.output.splitlines()) > 3


def test_the_list_of_commands_is_in_the_language_of_the_terminal(icat):
    english, ukrainian = icat("--help").output, icat("--help", language="uk").output

    assert all(name in english and name in ukrainian for name in COMMANDS)
    assert "Serve the pages, with the worker." in english
    assert "Serve the pages, with the worker." not in ukrainian


def test_an_unknown_command_is_refused(icat):
    assert icat("sevre").exit_code == 2


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "uk_UA.UTF-8"}, "uk"),
        ({"LANG": "pl_PL.UTF-8"}, "uk"),
        ({"LANG": "uk_UA.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "uk_UA"}, "uk"),
        ({"ICAT_LANGUAGE": "uk", "LC_ALL": "en_US.UTF-8"}, "uk"),
    ],
)
def test_the_terminal_speaks_as_its_owner_set_it(environ, language):
    assert terminal_language(environ) == language
