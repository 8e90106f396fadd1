"""Who is who in the log and in the reports: the people and agencies of a team by identifier."""

from dataclasses import dataclass
from uuid import UUID

from icat.i18n import Message, Sayable
from icat.members.queries.people import AgencyView, MemberView, agencies, members
from icat.policy.actor import SYSTEM


@dataclass(frozen=True, slots=True)
class Names:
    """The people and agencies of one team by identifier."""

    people: dict[UUID, MemberView]
    agencies: dict[UUID, AgencyView]

    def person(self, id: UUID) -> Sayable:
        """A member's name."""
        if id == SYSTEM:
            return Message("The server itself")
        return self.people[id].name if id in self.people else Message("Somebody who is not a member")

    def agency(self, id: UUID | None) -> Sayable:
        """An agency's short name."""
        return self.agencies[id].short_name if id in self.agencies else ""


def names_of(team_id: UUID) -> Names:
    """Everybody who ever was of this team."""
    return Names(members(team_id), agencies(team_id))
