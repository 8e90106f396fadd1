"""``icat serve``: the web server and the worker, each started anew when it dies."""

import os
import sys
from pathlib import Path

import click

from icat.cli.settings import config_option, connected
from icat.cli.supervisor import Child, Supervisor
from icat.config import Config
from icat.db import engine as db
from icat.i18n import gettext as _

QUICK_DEATHS = 5  # after so many in a row the web server is not coming up: its supervisor is to know


@click.command(help=_("Serve the pages, with the worker."))
@config_option
def serve(config_path: Path) -> None:
    """Serve the pages, with the worker. Refuses settings, a key or a database that do not fit."""
    config = connected(config_path)
    db.end()
    db.database().dispose()
    run_server(config, config_path)


def run_server(config: Config, config_path: Path) -> None:
    """Serve until a signal comes; ends the process with 1 when the web server does not come up.

    The web server ends first and the worker after it, so that the last checkpoint holds the last act.
    """
    os.environ["ICAT_CONFIG"] = str(config_path.resolve())
    web = Child("web", (sys.executable, *web_server(config)), seconds=30, deaths=QUICK_DEATHS)
    worker = Child("worker", (sys.executable, "-m", "icat", "work"), seconds=60)
    raise SystemExit(Supervisor((web, worker)).run())


def web_server(config: Config) -> tuple[str, ...]:
    """The web server's own arguments. Threads, because slow phones would hold up whole processes."""
    return (
        "-m",
        "gunicorn",
        "--worker-class=gthread",
        f"--workers={config.workers}",
        f"--threads={config.threads}",
        f"--bind={config.bind}",
        "--timeout=60",
        "--graceful-timeout=20",
        "--max-requests=20000",
        "--max-requests-jitter=2000",
        "--limit-request-line=2048",
        "--no-control-socket",
        "--log-level=warning",
        "icat.app:served()",
    )
