"""Teams, agencies and members as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from icat import clock
from icat.db import engine as db
from icat.db.keys import vault
from icat.legal import Sector
from icat.members.models import Account, Agency, Installation, Member, Team
from icat.names import sort_key
from icat.policy.roles import Role


@dataclass(frozen=True, slots=True)
class AgencyView:
    """An agency."""

    id: UUID
    name: str
    short_name: str
    sector: Sector
    is_state: bool
    is_core: bool


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member: who, where from, in which roles."""

    id: UUID
    account_id: UUID
    name: str
    position: str
    agency_id: UUID
    agency: str
    roles: tuple[Role, ...]
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team and how it works."""

    id: UUID
    code: str
    name: str
    hromadas: tuple[str, ...]
    research_days: int
    review_days: int
    asks_lap: bool
    off_duty_advice: str
    stub_days: int
    version: int


def team(team_id: UUID) -> TeamView:
    """One team."""
    row = db.session().get_one(Team, team_id)
    return TeamView(
        id=row.id,
        code=row.code,
        name=row.name,
        hromadas=tuple(row.hromadas),
        research_days=row.research_days,
        review_days=row.review_days,
        asks_lap=row.asks_lap,
        off_duty_advice=row.off_duty_advice,
        stub_days=row.stub_days,
        version=row.version,
    )


def agencies(team_id: UUID) -> dict[UUID, AgencyView]:
    """The agencies of a team by identifier, in the Ukrainian order of their names: a database has one of its own."""
    return dict(db.remembered(("agencies", team_id), lambda: _agencies(team_id)))


def _agencies(team_id: UUID) -> dict[UUID, AgencyView]:
    found = db.session().scalars(select(Agency).where(Agency.team_id == team_id))
    rows = sorted(found, key=lambda row: sort_key(row.name))
    return {row.id: AgencyView(row.id, row.name, row.short_name, row.sector, row.is_state, row.is_core) for row in rows}


def members(team_id: UUID, *, on: date | None = None) -> dict[UUID, MemberView]:
    """The members of a team by identifier: all that ever were, or those in office ``on`` a day."""
    rows = (
        db.session()
        .execute(
            select(Member, Account, Agency)
            .join(Account, Account.id == Member.account_id)
            .join(Agency, Agency.id == Member.agency_id)
            .where(Member.team_id == team_id)
        )
        .all()
    )
    vault(db.session()).load(account.id for _, account, _ in rows)
    views = [
        MemberView(
            id=member.id,
            account_id=account.id,
            name=account.name,
            position=member.position,
            agency_id=agency.id,
            agency=agency.short_name,
            roles=tuple(sorted(member.role_set)),
            from_on=member.from_on,
            until_on=member.until_on,
        )
        for member, account, agency in rows
        if on is None or member.is_active(on)
    ]
    return {view.id: view for view in sorted(views, key=lambda view: sort_key(view.name))}


def member_names(member_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of these members."""
    wanted = frozenset(member_ids)
    known = db.remembered("member names", dict[UUID, str])
    known |= _member_names(wanted - known.keys())
    return {member_id: known[member_id] for member_id in wanted if member_id in known}


def _member_names(wanted: frozenset[UUID]) -> dict[UUID, str]:
    if not wanted:
        return {}
    rows = (
        db.session()
        .execute(select(Member.id, Account).join(Account, Account.id == Member.account_id).where(Member.id.in_(wanted)))
        .all()
    )
    vault(db.session()).load(account.id for _, account in rows)
    return {member_id: account.name for member_id, account in rows}


def active_members(team_id: UUID) -> dict[UUID, MemberView]:
    """Those in office today."""
    return members(team_id, on=clock.today())


def is_demo() -> bool:
    """Whether this installation is a demonstration."""
    return bool(db.session().scalar(select(Installation.is_demo)))


@dataclass(frozen=True, slots=True)
class DemoMember:
    """Somebody of the demonstration, with a handle for the button."""

    handle: str
    account_id: UUID
    name: str
    position: str
    agency: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class DemoTeam:
    """A team of the demonstration."""

    name: str
    members: tuple[DemoMember, ...]


def everybody() -> list[DemoTeam]:
    """All teams and their members. For the demonstration: elsewhere nobody may see who works here before signing in."""
    found = []
    for row in db.session().scalars(select(Team).order_by(Team.code)):
        ordered = sorted(active_members(row.id).values(), key=lambda member: min(_ORDER.index(r) for r in member.roles))
        found.append(
            DemoTeam(
                row.name,
                tuple(
                    DemoMember(
                        handle=f"{row.code.lower()}-{place}",
                        account_id=member.account_id,
                        name=member.name,
                        position=member.position,
                        agency=member.agency,
                        roles=member.roles,
                    )
                    for place, member in enumerate(ordered, 1)
                ),
            )
        )
    return found


# the order of the work: from the doorstep to the audit
_ORDER = (
    Role.REFERRER,
    Role.COORDINATOR,
    Role.CHAIR,
    Role.MEMBER,
    Role.ADVOCATE,
    Role.SUPERVISOR,
    Role.AUDITOR,
    Role.DPO,
    Role.AGENCY_ADMIN,
    Role.SYSTEM_ADMIN,
    Role.ANALYST,
)
