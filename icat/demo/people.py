"""The people of the demonstration, and signing in as one of them with a button."""

from dataclasses import dataclass, field
from uuid import UUID

import pyotp

from icat import clock
from icat.config import DATA
from icat.db import engine as db
from icat.members.commands import founding
from icat.members.queries.signed_in import actor_of
from icat.members.roster import read_roster
from icat.policy.actor import Actor

ROSTERS = ("khm", "shp")
_NO_PASSWORD = "demonstration"  # noqa: S105 - no hash: nothing verifies against it, so only the button signs in


@dataclass(frozen=True, slots=True)
class Cast:
    """The demonstration's people and agencies, by the names that the stories use."""

    actors: dict[str, Actor]  # by login
    agencies: dict[tuple[str, str], UUID]  # by team code and key
    hromadas: dict[str, list[str]]  # by team code
    told: dict[str, UUID] = field(default_factory=dict)  # the cases of the stories so far, by their keys


def found_teams() -> Cast:
    """Found both teams and appoint their members."""
    members: dict[str, UUID] = {}
    agencies: dict[tuple[str, str], UUID] = {}
    hromadas: dict[str, list[str]] = {}
    for name in ROSTERS:
        roster = read_roster(DATA / "demo" / f"{name}.toml")
        team_id, agency_ids = founding.found_team(
            roster.code,
            roster.name,
            roster.hromadas,
            [(agency.name, agency.short_name, agency.sector, agency.is_state) for agency in roster.agencies],
        )
        hromadas[roster.code] = roster.hromadas
        places = {agency.key: agency_id for agency, agency_id in zip(roster.agencies, agency_ids, strict=True)}
        agencies |= {(roster.code, key): agency_id for key, agency_id in places.items()}
        for member in roster.members:
            account_id = founding.open_account(
                member.login, member.name, _NO_PASSWORD, pyotp.random_base32(), phone=member.phone
            )
            members[member.login] = founding.appoint(
                team_id,
                roster.code,
                account_id,
                places[member.agency],
                member.roles,
                position=member.position,
                from_on=roster.from_on or clock.today(),
            )
    actors = {login: actor_of(member_id) for login, member_id in members.items()}
    db.end()
    return Cast(actors, agencies, hromadas)
