"""The orders of a case, as far as the reader may see them, each with its history; and the ten days of an urgent one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from icat import clock, codes, protection
from icat.cases.models import Development, Order, OrderStep, StepKind
from icat.cases.queries.developments import TEAM
from icat.cases.queries.door import CaseView
from icat.db import engine as db
from icat.errors import NotFound
from icat.i18n import Message, Sayable, Words
from icat.members.queries.people import agencies, member_names

SOON = timedelta(days=14)  # an end that comes is said before
SOON_URGENT = timedelta(days=3)
SHOWN_AFTER = timedelta(days=10)  # how long the strip stays where nothing followed the urgent order


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of an order's history, with what stood there before as lines of label and value."""

    kind: StepKind
    at: datetime
    recorded_at: datetime
    by: str
    outcome: Words | str
    reason: str
    was: tuple[tuple[Sayable, Any], ...]


@dataclass(frozen=True, slots=True)
class OrderView:
    """One order, as its reader may see it."""

    number: int  # the reader's own numbering, in the order of recording
    id: UUID
    version: int
    code: str
    kind: Words
    order_number: str
    starts_at: datetime
    ends_at: datetime | None
    ended_at: datetime | None
    measures: tuple[Words, ...]
    measure_codes: tuple[str, ...]
    conditions: str
    agency: str
    by: str
    recorded_at: datetime
    steps: tuple[StepView, ...]
    breaches: tuple[datetime, ...]
    strip: protection.Strip | None
    is_mine: bool

    @property
    def over_at(self) -> datetime | None:
        """When it ends or ended."""
        return self.ended_at or self.ends_at

    @property
    def state(self) -> str:
        """in-force, expires-soon, expired or to-come: the code of its tag."""
        now, end = clock.now(), self.over_at
        if end is not None and end <= now:
            return "expired"
        if self.starts_at > now:
            return "to-come"
        soon = SOON_URGENT if self.code == protection.URGENT else SOON
        return "expires-soon" if end is not None and end <= now + soon else "in-force"

    @property
    def state_label(self) -> Message:
        """The state in words."""
        return _STATES[self.state]

    @property
    def is_by_hours(self) -> bool:
        """Whether it runs from moment to moment and not from day to day."""
        return self.code == protection.URGENT

    @property
    def last_day(self) -> datetime | None:
        """The last day of an order that runs by days, as a moment in it."""
        return self.ends_at - timedelta(microseconds=1) if self.ends_at else None

    @property
    def can_be_extended(self) -> bool:
        """Whether a court may let it run longer."""
        return self.code != protection.URGENT and self.ends_at is not None and self.ended_at is None


_STATES = {
    "in-force": Message("In force now"),
    "expires-soon": Message("Ends soon"),
    "expired": Message("No longer in force"),
    "to-come": Message("Not in force yet"),
}


def orders(case: CaseView) -> tuple[OrderView, ...]:
    """Those that the reader may see, the newest first. Of others the reader does not learn that they are there."""
    session = db.session()
    rows = session.scalars(select(Order).where(Order.case_id == case.id).order_by(Order.recorded_at, Order.id)).all()
    known = [row for row in rows if case.scope.show(row.owner_id, row.id, row.category, by_name=True)]
    if not known:
        return ()
    steps = defaultdict(list)
    for step in session.scalars(
        select(OrderStep)
        .where(OrderStep.order_id.in_({row.id for row in known}))
        .order_by(OrderStep.recorded_at, OrderStep.id)
    ):
        steps[step.order_id].append(step)
    breaches = _breaches(case, {row.id for row in known})
    agency = agencies(case.actor.team_id)
    names = member_names(
        {row.recorded_by_id for row in known} | {step.recorded_by_id for found in steps.values() for step in found}
    )
    following = [row.starts_at for row in known if row.kind in protection.COURTS]
    found = [
        OrderView(
            number=number,
            id=row.id,
            version=row.version,
            code=row.kind,
            kind=codes.words("order_kind", row.kind),
            order_number=row.number,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            ended_at=row.ended_at,
            measures=_measures(row.kind, row.measures),
            measure_codes=tuple(row.measures),
            conditions=row.conditions,
            agency=agency[row.owner_id].short_name if row.owner_id else str(TEAM),
            by=names.get(row.recorded_by_id, ""),
            recorded_at=row.recorded_at,
            steps=tuple(_step(row, step, names) for step in reversed(steps[row.id])),
            breaches=tuple(breaches[row.id]),
            strip=strip_of(row, following),
            is_mine=case.actor.is_office if row.owner_id is None else row.owner_id == case.actor.agency_id,
        )
        for number, row in enumerate(known, 1)
    ]
    return tuple(reversed(found))


def order(case: CaseView, number: int) -> OrderView:
    """One of them by the reader's number. Refuses with ``NotFound`` where there is none."""
    found = next((one for one in orders(case) if one.number == number), None)
    if found is None:
        raise NotFound
    return found


def strip_of(row: Order, following: Iterable[datetime]) -> protection.Strip | None:
    """The ten days of an urgent order; none of another, and none once something followed or it is long over."""
    if row.kind != protection.URGENT or row.ends_at is None:
        return None
    now, end = clock.now(), row.ended_at or row.ends_at
    told = protection.Told(
        row.starts_at, max(end, row.starts_at), row.called_at, row.filed_at, row.not_wanted_at, row.hearing_at
    )
    strip = protection.ten_days(told, now, following=following)
    has_followed = strip.next_at is not None and strip.next_at <= now
    return None if strip.is_over and (has_followed or end + SHOWN_AFTER <= now) else strip


def _breaches(case: CaseView, order_ids: set[UUID]) -> dict[UUID, list[datetime]]:
    found: dict[UUID, list[datetime]] = defaultdict(list)
    rows = db.session().scalars(
        select(Development).where(Development.order_id.in_(order_ids)).order_by(Development.raised_at)
    )
    for row in rows:
        if row.order_id and (case.actor.is_office or case.scope.sees(row.owner_id, row.id, row.category, by_name=True)):
            found[row.order_id].append(row.raised_at)
    return found


def _measures(kind: str, given: Iterable[str]) -> tuple[Words, ...]:
    found = {"urgent_barring_order": "urgent_order_measure", "restraining_order": "restraining_order_measure"}
    listed = codes.code_list(found[kind]).options if kind in found else {}
    return tuple(listed[code].words for code in given if code in listed)


def _step(row: Order, step: OrderStep, names: Mapping[UUID, str]) -> StepView:
    return StepView(
        kind=step.kind,
        at=step.at,
        recorded_at=step.recorded_at,
        by=names.get(step.recorded_by_id, ""),
        outcome=codes.words("contact_outcome", step.outcome) if step.outcome else "",
        reason=step.reason,
        was=_was(row, step.was),
    )


def _was(row: Order, was: Mapping[str, Any]) -> tuple[tuple[Sayable, Any], ...]:
    """What stood there before, as far as it is not what stands there now."""
    if not was:
        return ()
    lines: list[tuple[Sayable, Any]] = []
    for name, label in (("number", Message("Number of the order")), ("conditions", Message("Conditions and details"))):
        if was[name] != getattr(row, name):
            lines.append((label, was[name]))
    for name, label in (("starts_at", Message("In force from")), ("ends_at", Message("Until"))):
        now = getattr(row, name)
        if was[name] != (now.isoformat() if now else ""):
            before = datetime.fromisoformat(was[name]) if was[name] else None
            lines.append((label, f"{clock.local(before):%d.%m.%Y %H:%M}" if before else Message("no end was set")))
    if list(was["measures"]) != list(row.measures):
        lines.append((Message("What he must do or must not do"), _measures(row.kind, was["measures"])))
    return tuple(lines)
