"""What the ten days of an urgent order ask for: a call to her, the application, and what follows the order's end.

For whoever supports her at the table and sees the order, and for the coordinator; each is done by recording it.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, select

from icat import clock, protection
from icat.audit.reading import Receipt
from icat.cases.models import Order
from icat.cases.queries.orders import strip_of
from icat.cases.scope import scopes_for
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


def running_strips(actor: Actor, allowed: Select[UUID]) -> list[tuple[Order, Strip]]:
    """The strips of urgent orders in these cases that the reader may see, with two statements however many."""
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
    scopes = scopes_for(session, actor, {row.case_id for row in rows}, Receipt())
    seen = [row for row in rows if scopes[row.case_id].sees(row.owner_id, row.id, row.category, by_name=True)]
    found = []
    for row in seen:
        following = [one.starts_at for one in seen if one.case_id == row.case_id and one.kind in protection.COURTS]
        if (strip := strip_of(row, following)) is not None:
            found.append((row, strip))
    return found


def ten_days(actor: Actor, allowed: Select[UUID]) -> Iterable[Found]:
    """A call by day 3, the application by day 6, the hearing once it was filed: whatever is not recorded as done."""
    found = []
    for row, strip in running_strips(actor, allowed):
        if strip.is_over:
            continue
        if strip.call_by is not None:
            found.append(Found(row.case_id, CALL, strip.call_by, "/orders", clock="she_called"))
        if strip.filing_by is not None:
            found.append(Found(row.case_id, FILE, strip.filing_by, "/orders", clock="application_filed"))
        if strip.court_by is not None:
            found.append(Found(row.case_id, HEAR, strip.court_by, "/orders", clock="application_heard"))
    return found[:MOST]


CALL = Message("Call her: an urgent order runs")
FILE = Message("Ask her about the application for a restraining order, and file it if she wants")
HEAR = Message("Find out when the court hears the application")
