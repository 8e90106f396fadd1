"""What happens in a story after it was referred: developments, orders and their days, the danger looked at again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import select

from icat import clock
from icat.cases.commands.development import dismiss_development, raise_development
from icat.cases.commands.order import Content, Telling, note_step, record_order
from icat.cases.models import Development, Order, StepKind
from icat.db import engine as db
from icat.demo.looking import danger
from icat.demo.people import Cast
from icat.demo.script import DevelopmentLine, OrderLine, Script, StepLine
from icat.policy.actor import Actor
from icat.protection import DAY, URGENT

SET_ASIDE_AFTER = timedelta(hours=5)
RECORDED_AFTER = timedelta(hours=1)

Step = tuple[datetime, Callable[[], object]]
Told = Callable[[], UUID]  # the case, once it was referred


def later(script: Script, cast: Cast, case_id: Told, chair: Actor, now: datetime) -> list[Step]:
    """Each thing with its moment, counted back from now, in that order."""
    steps: list[Step] = []
    for line in script.developments:
        at = now - timedelta(hours=line.hours_ago)
        steps.append((at, partial(_raise, cast.actors[line.by], case_id, line)))
        if line.reason:
            steps.append((at + SET_ASIDE_AFTER, partial(_set_aside, chair, case_id, line.reason)))
    for order in script.orders:
        at = now - timedelta(hours=order.hours_ago)
        told = tuple(cast.agencies[script.team, key] for key in order.told)
        steps.append((at + RECORDED_AFTER, partial(_record, cast.actors[order.by], case_id, order, at, told)))
        for step in order.steps:
            moment = now - timedelta(hours=step.hours_ago)
            steps.append((moment, partial(_note, cast.actors[step.by], case_id, order.kind, step, now)))
    steps += danger(script, cast, case_id, now)
    return sorted(steps, key=lambda one: one[0])


def _raise(actor: Actor, case_id: Told, line: DevelopmentLine) -> None:
    raise_development(actor, case_id(), kind=line.kind, text=line.text, basis_code=line.basis)


def _set_aside(chair: Actor, case_id: Told, reason: str) -> None:
    db.end()
    waits = select(Development).where(Development.case_id == case_id(), Development.answered_at.is_(None))
    row = db.session().scalars(waits).one()
    db.end()
    dismiss_development(chair, row.id, row.version, reason=reason)


def _record(actor: Actor, case_id: Told, line: OrderLine, made_at: datetime, told: tuple[UUID, ...]) -> None:
    starts_at = made_at
    if line.kind != URGENT:  # it runs by days
        starts_at = clock.midnight(clock.local(made_at).date())
    record_order(
        actor,
        case_id(),
        kind=line.kind,
        content=Content(line.number, starts_at, starts_at + line.days * DAY, line.measures, line.conditions),
        telling=Telling(line.basis, with_office=True, agency_ids=told),
    )


def _note(actor: Actor, case_id: Told, kind: str, step: StepLine, now: datetime) -> None:
    db.end()
    found = select(Order).where(Order.case_id == case_id(), Order.kind == kind).order_by(Order.recorded_at.desc())
    row = db.session().scalars(found).first()
    db.end()
    if row is not None:
        at = None
        if step.kind is StepKind.HEARING:
            ahead = clock.local(now + timedelta(hours=step.ahead))
            at = ahead.replace(hour=11, minute=0, second=0, microsecond=0)
        note_step(actor, row.id, row.version, kind=step.kind, at=at, outcome=step.outcome)
