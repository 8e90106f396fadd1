"""A real worker of the web server on this machine, and a browser that keeps its connection."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from icat.db import engine as db
from icat.members.commands.signing_in import begin_demo_session
from icat.members.views.current import PLAIN_COOKIE

ROOT = Path(__file__).parents[1]


class Failed(RuntimeError):
    """A page did not come as it should."""


class Client:
    """One signed-in browser."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self._cookies = {PLAIN_COOKIE: token, "icat-language": "uk"}

    def get(self, path: str) -> str:
        """The page. Refuses anything but 200."""
        return self._ask("GET", path, None, 200)

    def post(self, path: str, typed: dict[str, str]) -> str:
        """Send a form. Refuses an answer that is no redirection: something was wrong with what was typed."""
        return self._ask("POST", path, urlencode(typed), 302)

    def hidden(self, path: str, name: str) -> str:
        """The value of a hidden field of a page."""
        found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', self.get(path))
        if found is None:
            raise Failed(f"{path} has no {name}")
        return found[1]

    def _ask(self, method: str, path: str, body: str | None, wanted: int) -> str:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        for told in response.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(told).items():
                self._cookies[name] = morsel.value
        if response.status != wanted:
            raise Failed(f"{method} {path}: {response.status}\n{content.decode(errors='replace')[-1500:]}")
        return content.decode(errors="replace")


def signed_in(account_id: object) -> str:
    """A session of this account in the connected database, as its cookie."""
    token = begin_demo_session(account_id, device="bench")  # type: ignore[arg-type]
    db.end()
    return token


@contextmanager
def worker(config_path: Path, target: str = "icat.app:served()", **environment: str) -> Iterator[tuple[int, int]]:
    """One worker with four threads, as ``icat serve`` starts it; gives its port and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", "--worker-class=gthread", "--workers=1", "--threads=4", "--timeout=120",
        f"--bind=127.0.0.1:{port}", "--log-level=error", "--no-control-socket", "--keep-alive=600", target,
    ]  # fmt: skip
    surroundings = {**os.environ, "ICAT_CONFIG": str(config_path), **environment}
    server = subprocess.Popen(command, cwd=ROOT, env=surroundings)  # noqa: S603 - our own interpreter, no shell
    try:
        _wait(port, server)
        yield port, int(Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()[0])
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        connection = HTTPConnection("127.0.0.1", port, timeout=120)
        try:
            connection.request("GET", "/session/enter")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise Failed("the web server did not start")


def processor_time(pid: int) -> float:
    """Seconds that all threads of a process have spent on a processor."""
    spent = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        spent += int((task / "schedstat").read_text().split()[0])
    return spent / 1e9


def memory(pid: int) -> dict[str, float]:
    """Megabytes that a process holds: all of it, and what is its own and no file's."""
    text = Path(f"/proc/{pid}/status").read_text()
    return {name: int(found[1]) / 1024 for name in ("VmRSS", "RssAnon", "RssFile") if (found := _line(name, text))}


def _line(name: str, text: str) -> re.Match[str] | None:
    return re.search(rf"{name}:\s+(\d+) kB", text)
