"""One question as it was asked: in identifiers, within the limits of who asks."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from icat.audit.events import Event, Group
from icat.audit.queries import log
from icat.cases.models import Part
from icat.policy.actor import Actor
from icat.reports.queries.catalogue import ReportCode
from icat.reports.queries.log import case_called, limits
from icat.reports.queries.names import Names


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, in identifiers, within the limits of who asks."""

    code: ReportCode
    actor: Actor
    names: Names
    case_id: UUID | None = None
    part: Part | None = None
    number: int = 1
    agency_id: UUID | None = None
    member_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None  # the first moment after the period
    days: int = 30

    def asked(self, *, events: frozenset[Event] = frozenset(), groups: frozenset[Group] = frozenset()) -> log.Asked:
        """The same for the log: what the reader may see of it, about the case and the period."""
        return log.Asked(
            self.actor.team_id,
            case_id=self.case_id,
            actor_id=self.member_id,
            since=self.since,
            until=self.until,
            groups=groups,
            events=events,
            is_narrow=self.case_id is not None,
            **limits(self.actor, self.case_id),
        )


def case_of(actor: Actor, reference: str) -> UUID | None:
    """The case with this reference, as far as the reader may know of it: no case that is hidden from them, and for an
    officer of data protection none in which the own agency has no part."""
    case_id = case_called(actor.team_id, reference)
    bounds = limits(actor)
    if case_id is None or case_id in bounds["hidden"]:
        return None
    if bounds["own"] is not None and not log.entries(log.Asked(actor.team_id, case_id=case_id, **bounds), size=1):
        return None
    return case_id
