"""The cases whose term is over, as one task of the first page: how many, and no number of any."""

from icat.i18n import Message
from icat.policy.actor import Actor
from icat.reports.queries.work import Section, Task
from icat.retention.queries.due import due_count


def due_disposals(actor: Actor) -> tuple[Section, ...]:
    """How many cases wait for ``actor`` to propose or to confirm that they are destroyed; nothing for who may not."""
    count = due_count(actor)
    if not count:
        return ()
    what = Message.plural("%(num)s case is due for destruction", "%(num)s cases are due for destruction", count)
    return (Section(Message("Retention"), (Task(what=what, href="/retention", reference=actor.team_code),)),)
