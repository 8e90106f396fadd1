"""What happens in a story after it was referred: critical developments."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import select

from icat.cases.commands.development import dismiss_development, raise_development
from icat.cases.models import Development
from icat.db import engine as db
from icat.demo.script import DevelopmentLine, Script
from icat.policy.actor import Actor

SET_ASIDE_AFTER = timedelta(hours=5)

Step = tuple[datetime, Callable[[], object]]


def later(
    script: Script, case_id: UUID, actors: Mapping[str, Actor], chair: Actor, now: datetime
) -> Iterator[datetime]:
    """Each thing at its moment, counted back from now."""
    steps: list[Step] = []
    for line in script.developments:
        at = now - timedelta(hours=line.hours_ago)
        steps.append((at, partial(_raise, actors[line.by], case_id, line)))
        if line.reason:
            steps.append((at + SET_ASIDE_AFTER, partial(_set_aside, chair, case_id, line.reason)))
    for at, step in sorted(steps, key=lambda one: one[0]):
        yield at
        step()


def _raise(actor: Actor, case_id: UUID, line: DevelopmentLine) -> None:
    raise_development(actor, case_id, kind=line.kind, text=line.text, basis_code=line.basis)


def _set_aside(chair: Actor, case_id: UUID, reason: str) -> None:
    db.end()
    waits = select(Development).where(Development.case_id == case_id, Development.answered_at.is_(None))
    row = db.session().scalars(waits).one()
    db.end()
    dismiss_development(chair, row.id, row.version, reason=reason)
