"""What the ten days of an urgent order ask for: a call to her, the application, and what follows the order's end.

For whoever supports her at the table and sees the order, and for the coordinator; each is done by recording it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select

from icat import clock, protection
from icat.audit.events import Event
from icat.audit.reading import receipt
from icat.cases.models import Order
from icat.cases.queries.orders import strip_of
from icat.cases.scope import Scope, scopes_for
from icat.db import engine as db
from icat.i18n import Message
from icat.policy.actor import Actor
from icat.policy.decide import can
from icat.policy.permissions import Permission
from icat.policy.roles import Role
from icat.protection import Strip
from icat.reports.queries.found import MOST, Found


def helps_her(actor: Actor) -> bool:
    """Whether the ten days are somebody's work: an advocate's, and the coordinator's."""
    return actor.has(Role.ADVOCATE, Role.COORDINATOR) and can(actor, Permission.WORK_READ)


@dataclass(frozen=True, slots=True)
class RunningStrip:
    """The ten days of one order that the reader may see."""

    row: Order
    strip: Strip
    scope: Scope

    def shown(self) -> None:
        """Put on the receipt that something of the order was shown: when it ends tells of it."""
        receipt().event = Event.CASES_READ
        self.scope.show(self.row.owner_id, self.row.id, self.row.category, by_name=True)


def running_strips(actor: Actor, allowed: Select[UUID]) -> list[RunningStrip]:
    """The strips of urgent orders in these cases that the reader may see, with two statements however many.

    Nothing is on the receipt yet: who shows one says so.
    """
    session = db.session()
    rows = session.scalars(
        select(Order)
        .where(
            Order.case_id.in_(allowed),
            Order.kind.in_([protection.URGENT, *protection.COURTS]),
            (Order.ends_at.is_(None)) | (Order.ends_at > clock.now() - protection.DAY * 10),
        )
        .order_by(Order.starts_at, Order.id)
    ).all()
    scopes = scopes_for(session, actor, {row.case_id for row in rows})
    seen = [row for row in rows if scopes[row.case_id].sees(row.owner_id, row.id, row.category, by_name=True)]
    found = []
    for row in seen:
        following = [one.starts_at for one in seen if one.case_id == row.case_id and one.kind in protection.COURTS]
        strip = strip_of(row, following)
        if strip is not None and not strip.is_over:
            found.append(RunningStrip(row, strip, scopes[row.case_id]))
    return found


def ten_days(actor: Actor, allowed: Select[UUID]) -> Iterable[Found]:
    """A call by day 3, the application by day 6, the hearing once it was filed: whatever is not recorded as done."""
    found: list[Found] = []
    for one in running_strips(actor, allowed):
        ends = (
            (CALL, one.strip.call_by, "she_called"),
            (FILE, one.strip.filing_by, "application_filed"),
            (HEAR, one.strip.court_by, "application_heard"),
        )
        tasks = [Found(one.row.case_id, what, by, "/orders", clock=code) for what, by, code in ends if by is not None]
        if tasks:
            one.shown()
        found += tasks
    return found[:MOST]


CALL = Message("Call her: an urgent order runs")
FILE = Message("Ask her about the application for a restraining order, and file it if she wants")
HEAR = Message("Find out when the court hears the application")
