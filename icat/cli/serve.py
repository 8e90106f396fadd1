"""``icat serve``: the web server."""

import os
import sys
from pathlib import Path

import click

from icat.cli.settings import config_option
from icat.config import Config, load
from icat.i18n import gettext as _


@click.command(help=_("Serve the pages."))
@config_option
def serve(config_path: Path) -> None:
    """Serve the pages."""
    run_server(load(config_path), config_path)


def run_server(config: Config, config_path: Path) -> None:
    """Become the web server; does not come back. Threads, because slow phones would hold up whole processes."""
    os.environ["ICAT_CONFIG"] = str(config_path.resolve())
    arguments = [
        sys.executable,
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
    ]
    os.execv(sys.executable, arguments)  # noqa: S606 - our own interpreter, no shell
