"""Orders and measures: recorded, corrected, extended, ended, and what is done in the days that they give.

A correction is a dated step with what stood before and why; nothing is silently overwritten.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from icat import clock, codes, protection
from icat.audit.events import Event
from icat.audit.recording import Work, change
from icat.cases.models import Case, Order, StepKind
from icat.cases.models.order import NOTED
from icat.cases.scope import standing_of
from icat.cases.steps.orders import add_step, as_it_stands, insist_on_owner, seen_order
from icat.cases.steps.reporting import tell_at_once
from icat.cases.steps.sharing import Line, held
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.legal import Category
from icat.members.models import Agency
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission

MEASURES = {"urgent_barring_order": "urgent_order_measure", "restraining_order": "restraining_order_measure"}
REACHED = "reached"
YEARS = timedelta(days=366 * 3)


@dataclass(frozen=True, slots=True)
class Content:
    """What an order says. ``ends_at`` none: no end is set; it is the first moment after the order."""

    number: str
    starts_at: datetime
    ends_at: datetime | None
    measures: Sequence[str] = ()
    conditions: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """Who is told of it at once, and on which basis; an empty basis: nobody but those who may see it anyway."""

    basis_code: str = ""
    with_office: bool = True
    agency_ids: Collection[UUID] = ()


def record_order(actor: Actor, case_id: UUID, *, kind: str, content: Content, telling: Telling | None = None) -> UUID:
    """Keep an order under whoever acts: an agency, or the team's office. Others see it as far as they are told.

    Refuses an unknown kind or measure, a period that the law does not know (an urgent order runs ten days of 24 hours
    at most, law 2229-VIII Art. 25; a restraining order one to six months, Art. 26), and a case that is over.
    """
    with change(actor) as work:
        case = held(work, case_id)
        require(actor, Permission.ORDER_RECORD, standing_of(work.session, case))
        case.insist_on_open()
        codes.require("order_kind", kind)
        _insist_on_content(kind, content)
        owner = None if actor.is_office else work.get(Agency, actor.agency_id)
        row = work.add(
            Order(
                team_id=case.team_id,
                case_id=case.id,
                owner_id=owner.id if owner else None,
                category=Category(protection.orders().kinds[kind].category),
                kind=kind,
                starts_at=content.starts_at,
                ends_at=content.ends_at,
                recorded_at=work.at,
                recorded_by_id=actor.member_id,
                number=content.number.strip(),
                measures=list(content.measures),
                conditions=content.conditions.strip(),
            )
        )
        work.session.flush()
        work.record(Event.ORDER_RECORDED, case=case.id, order=row.id)
        _tell(work, case, row, owner, telling)
        case.access_version += 1
        return row.id


def amend_order(actor: Actor, order_id: UUID, version: int, *, content: Content, reason: str) -> None:
    """Correct what an order says. What stood before stays readable, with who corrected it, when and why.

    Refuses anybody but who recorded it, a correction without a reason, and one that changes nothing.
    """
    with change(actor) as work:
        case, order = seen_order(work, order_id)
        require(actor, Permission.ORDER_AMEND, standing_of(work.session, case))
        insist_on_owner(work, order)
        case.insist_on_open()
        order = work.lock(Order, order_id, version)
        _insist_on_content(order.kind, content, extended=True)
        _insist_on_reason(reason)
        was = as_it_stands(order)
        order.number, order.conditions = content.number.strip(), content.conditions.strip()
        order.starts_at, order.ends_at = content.starts_at, content.ends_at
        order.measures = list(content.measures)
        if as_it_stands(order) == was:
            raise RuleBroken(Message("Nothing was changed."))
        add_step(work, order, StepKind.AMENDED, at=work.at, reason=reason, was=was)
        work.record(Event.ORDER_AMENDED, case=case.id, order=order.id)


def extend_order(actor: Actor, order_id: UUID, version: int, *, ends_at: datetime, reason: str = "") -> None:
    """Let an order run longer, as a court decided (at most six months more, law 2229-VIII Art. 26).

    Refuses an urgent order, which nobody extends, and an end that is not later than the present one.
    """
    with change(actor) as work:
        case, order = seen_order(work, order_id)
        require(actor, Permission.ORDER_EXTEND, standing_of(work.session, case))
        insist_on_owner(work, order)
        case.insist_on_open()
        order = work.lock(Order, order_id, version)
        if order.kind == protection.URGENT:
            raise RuleBroken(Message("An urgent order is not extended: a court makes a restraining order."))
        if order.ends_at is None or ends_at <= order.ends_at or order.ended_at is not None:
            raise RuleBroken(Message("Give a day after the present end of the order."), field="until_on")
        here = clock.local(order.starts_at), clock.local(ends_at)
        if fault := protection.orders().kinds[order.kind].fault(*here, extended=True):
            raise RuleBroken(fault, field="until_on")
        was = as_it_stands(order)
        order.ends_at = ends_at
        add_step(work, order, StepKind.EXTENDED, at=work.at, reason=reason, was=was)
        work.record(Event.ORDER_EXTENDED, case=case.id, order=order.id)


def end_order(actor: Actor, order_id: UUID, version: int, *, ended_at: datetime | None = None, reason: str) -> None:
    """Say that an order ended before its time: lifted, or taken over by an arrest (law 2229-VIII Art. 25).

    Refuses an end without a reason, before its beginning or in the future, and an order that is over.
    """
    with change(actor) as work:
        case, order = seen_order(work, order_id)
        require(actor, Permission.ORDER_END, standing_of(work.session, case))
        insist_on_owner(work, order)
        order = work.lock(Order, order_id, version)
        at = ended_at or work.at
        if order.ended_at is not None or (order.ends_at is not None and order.ends_at <= at):
            raise RuleBroken(Message("This order is over already."))
        if not order.starts_at <= at <= work.at:
            raise RuleBroken(Message("Give a moment after its beginning and not in the future."), field="ended_at")
        _insist_on_reason(reason)
        order.ended_at = at
        add_step(work, order, StepKind.ENDED, at=at, reason=reason)
        work.record(Event.ORDER_ENDED, case=case.id, order=order.id)


def note_step(
    actor: Actor, order_id: UUID, version: int, *, kind: StepKind, at: datetime | None = None, outcome: str = ""
) -> None:
    """Say what was done in the days of an order: she was called, the application was filed or is not wanted, a hearing.

    Whoever may see the order may say it: it answers what the team proposed, and is read by whoever sees the order, as
    codes and moments without any words. The latest counts. Refuses a call, a filing or a wish in the future, a call
    without its outcome (a code of the list contact_outcome), and a hearing without its moment.
    """
    with change(actor) as work:
        case, order = seen_order(work, order_id)
        require(actor, Permission.STEP_NOTE, standing_of(work.session, case))
        case.insist_on_open()
        order = work.lock(Order, order_id, version)
        kind = StepKind(kind)
        if kind not in NOTED:
            raise RuleBroken(Message("Choose one of the offered answers."), field="kind")
        if kind is StepKind.HEARING and at is None:
            raise RuleBroken(Message("Give the day and the time of the hearing."), field="hearing_at")
        at = at or work.at
        if kind is not StepKind.HEARING and not order.starts_at - protection.DAY <= at <= work.at:
            raise RuleBroken(Message("Give a moment since the order was made, and not in the future."), field="at")
        if kind is StepKind.CALLED:
            codes.require("contact_outcome", outcome)
        _apply(order, kind, at, is_reached=outcome == REACHED)
        add_step(work, order, kind, at=at, outcome=outcome if kind is StepKind.CALLED else "")
        work.record(Event.STEP_NOTED, case=case.id, order=order.id)


def _apply(order: Order, kind: StepKind, at: datetime, *, is_reached: bool) -> None:
    if kind is StepKind.CALLED and is_reached:
        order.called_at = at
    elif kind is StepKind.FILED:
        order.filed_at, order.not_wanted_at = at, None
    elif kind is StepKind.NOT_WANTED:
        order.filed_at, order.not_wanted_at = None, at
    elif kind is StepKind.HEARING:
        order.hearing_at = at


def _tell(work: Work, case: Case, order: Order, owner: Agency | None, telling: Telling | None) -> None:
    if telling is None or not telling.basis_code:
        return
    tell_at_once(
        work,
        case,
        sender=owner,
        lines=[Line(order.category, order.id)],
        basis_code=telling.basis_code,
        with_office=telling.with_office,
        agency_ids=telling.agency_ids,
    )


def _insist_on_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken(Message("Give the reason."), field="reason")


def _insist_on_content(kind: str, content: Content, *, extended: bool = False) -> None:
    terms = protection.orders().kinds[kind]
    if abs(content.starts_at - clock.now()) > YEARS:
        raise RuleBroken(Message("Give a day within three years from today."), field="starts_at")
    if kind == protection.URGENT and content.ends_at is None:
        raise RuleBroken(Message("Say for how many days it was made."), field="days")
    here = clock.local(content.starts_at), clock.local(content.ends_at) if content.ends_at else None
    if fault := terms.fault(*here, extended=extended):
        raise RuleBroken(fault, field="days" if terms.most_days else "until_on")
    for measure in content.measures:
        if kind not in MEASURES:
            raise RuleBroken(Message("Choose one of the offered answers."), field="measures")
        codes.require(MEASURES[kind], measure)
