"""The whole of each log worked out anew, and the shares and consents held against it, once a night."""

from datetime import datetime

from icat.audit.models import Check
from icat.audit.verify import verify
from icat.db import engine as db
from icat.jobs.commands.verdicts import keep_verdict
from icat.jobs.stop import Stop
from icat.jobs.teams import each_team
from icat.policy.actor import Actor
from icat.reports.queries.checkpoints import CONSENT, SHARE
from icat.reports.queries.consents import verify_consents
from icat.reports.queries.shares import verify_shares


class Interrupted(Exception):
    """The worker is to end: the check begins anew the next time."""


def verify_all(stop: Stop, now: datetime) -> None:
    """Check every log from its first entry to its last and keep the verdict. Ends early when the worker is to end."""

    def progress(_checked: int) -> None:
        if stop.is_set():
            raise Interrupted

    def check(actor: Actor) -> None:
        with db.database().open_reading() as session:
            verdict = verify(session, actor.team_id, progress=progress)
            fault, seq = verdict.fault, verdict.seq
            shares = verify_shares(session, actor.team_id) if fault is None else None
            consents = verify_consents(session, actor.team_id) if fault is None else None
        code = None if fault is None else str(fault)
        if shares is not None and shares.mismatch is not None:
            code, seq = f"{SHARE}{shares.mismatch}", shares.seq
        elif consents is not None and consents.mismatch is not None:
            code, seq = f"{CONSENT}{consents.mismatch}", consents.seq
        keep_verdict(actor.team_id, Check.FULL, now, checked=verdict.checked, head=verdict.head, fault=code, seq=seq)

    each_team(check)
