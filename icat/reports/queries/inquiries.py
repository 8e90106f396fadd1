"""The inquiries that wait for somebody, as tasks of the first page: by number only, for a desk is looked at."""

from icat.i18n import Message
from icat.inquiries.queries.register import waiting
from icat.policy.actor import Actor
from icat.policy.decide import can
from icat.policy.permissions import Permission
from icat.reports.queries.found import MOST
from icat.reports.queries.work import Section, Task


def due_inquiries(actor: Actor) -> tuple[Section, ...]:
    """What ``actor`` has to answer, and what nobody answered in time; nothing for who may not read the register."""
    if not can(actor, Permission.INQUIRY_ANSWER):
        return ()
    rows = waiting(actor, MOST)
    tasks = tuple(
        Task(
            what=row.kind,
            href=f"/teams/{row.team_code}/inquiries/{row.number}",
            reference=f"№ {row.number}",
            by=row.due_on,
            note="" if row.is_mine else row.holder,
        )
        for row in rows
    )
    return (Section(Message("Inquiries to answer"), tasks),) if tasks else ()
