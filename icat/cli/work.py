"""``icat work``: the worker by itself, for a server that has its own supervisor or a timer."""

import signal
from pathlib import Path

import click

from icat.cli.settings import config_option, connected
from icat.i18n import gettext as _
from icat.jobs.stop import Stop
from icat.jobs.table import jobs, last_jobs
from icat.jobs.worker import Worker


@click.command(help=_("Do what is to be done without a click. Without --once it goes on until it is stopped."))
@click.option("--once", is_flag=True, help=_("Do what is due now, then end: for a timer."))
@config_option
def work(once: bool, config_path: Path) -> None:
    """Do what is to be done without a click: letters, checkpoints, what is old."""
    config = connected(config_path)
    stop = Stop()
    worker = Worker(jobs(config, stop), last=last_jobs, stop=stop)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_signal: stop.set())
    if not once:
        worker.loop()
    elif not worker.once():
        click.echo(_("Another worker is at work. Nothing was done."))
