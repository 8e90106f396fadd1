"""The person acting: one membership of one account, as it was when the request began."""

from dataclasses import dataclass
from uuid import UUID

from icat.policy.roles import Role

SYSTEM = UUID(int=1)  # who acts where nobody has signed in: the command line, the worker


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, for which agency, in which team, in which roles."""

    member_id: UUID
    account_id: UUID
    team_id: UUID
    team_code: str
    agency_id: UUID
    sector: str
    is_state: bool
    roles: frozenset[Role]
    hromadas: frozenset[str] = frozenset()  # empty: the whole area of the team

    def __hash__(self) -> int:
        """One membership is one actor; the rest follows from it, and a list asks for this at every line."""
        return hash(self.member_id)

    def has(self, *roles: Role) -> bool:
        """Whether the actor holds any of these roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_office(self) -> bool:
        """Whether the actor is of the team's office (coordinator and chairs), a recipient of every referral."""
        return self.has(Role.COORDINATOR, Role.CHAIR)

    @property
    def is_system(self) -> bool:
        """Whether nobody acts: what the machine does by itself, at its time."""
        return self.member_id == SYSTEM


def system(team_id: UUID, team_code: str) -> Actor:
    """The machine itself, in one team: it holds no role, and may only what the table gives to nobody else."""
    return Actor(
        member_id=SYSTEM,
        account_id=SYSTEM,
        team_id=team_id,
        team_code=team_code,
        agency_id=SYSTEM,
        sector="",
        is_state=True,
        roles=frozenset(),
    )
