"""Who is signed in: the account behind a session cookie, and the memberships under which it acts."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, exists, select

from icat import clock
from icat.db import engine as db
from icat.db.keys import vault
from icat.errors import NotFound
from icat.members.models import Account, Agency, AuthSession, KeptForm, Member, Team
from icat.members.models.session import IDLE, SessionState
from icat.policy.actor import Actor

_UNREMARKED = timedelta(seconds=30)  # a session's last use is written at most this often


@dataclass(frozen=True, slots=True)
class Membership:
    """One membership in words, for the head of the page."""

    team_code: str
    team_name: str
    agency_name: str
    position: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One signed-in person."""

    session_id: UUID
    account_id: UUID
    name: str
    language: str | None
    state: SessionState
    idle_seconds: int
    has_kept_form: bool  # whether anything waits that was typed when a session had ended
    is_stale: bool
    actors: tuple[Actor, ...]
    memberships: tuple[Membership, ...]

    # what Flask-Login asks of a user
    is_active = True
    is_anonymous = False

    @property
    def is_authenticated(self) -> bool:
        """Whether the session is open: a locked one must be unlocked first."""
        return self.state is SessionState.OPEN

    def get_id(self) -> str:
        """The session and not the account, so that ending one device ends only that one."""
        return str(self.session_id)

    def actor_for(self, team_code: str) -> Actor:
        """The membership under which this person acts in that team. Refuses where there is none."""
        for actor in self.actors:
            if actor.team_code == team_code:
                return actor
        raise NotFound


# Asked for every page, therefore put together once.
_HELD = (
    select(AuthSession, Account, exists().where(KeptForm.account_id == Account.id))
    .join(Account, Account.id == AuthSession.account_id)
    .where(AuthSession.token_digest == bindparam("digest"), Account.disabled_at.is_(None))
)
_HOLDS = (
    select(Member, Team, Agency)
    .join(Team, Team.id == Member.team_id)
    .join(Agency, Agency.id == Member.agency_id)
    .where(Member.account_id == bindparam("account"))
    .order_by(Team.code)
)


def token_digest(token: str) -> bytes:
    """The form in which a session's token is stored."""
    return hashlib.sha256(token.encode()).digest()


def signed_in(token: str, at: datetime) -> SignedIn | None:
    """Who holds this token, with the state of the session; none when it is unknown or over."""
    session = db.session()
    row = session.execute(_HELD, {"digest": token_digest(token)}).one_or_none()
    if row is None:
        return None
    found, account, has_kept = row
    state = found.state(at)
    actors, memberships = _memberships(account.id)
    return SignedIn(
        session_id=found.id,
        account_id=account.id,
        name=account.name,
        language=account.language,
        state=state,
        idle_seconds=int(IDLE.total_seconds()),
        has_kept_form=has_kept,
        is_stale=state is SessionState.OPEN and at - found.seen_at > _UNREMARKED,
        actors=actors,
        memberships=memberships,
    )


def actors_of(account_id: UUID) -> tuple[Actor, ...]:
    """The memberships of an account that are in force today."""
    return _memberships(account_id)[0]


def _memberships(account_id: UUID) -> tuple[tuple[Actor, ...], tuple[Membership, ...]]:
    today = clock.today()
    rows = db.session().execute(_HOLDS, {"account": account_id})
    actors, memberships = [], []
    for member, team, agency in rows:
        if not member.is_active(today):
            continue
        actors.append(_actor(member, team, agency))
        memberships.append(Membership(team.code, team.name, agency.name, member.position))
    return tuple(actors), tuple(memberships)


def _actor(member: Member, team: Team, agency: Agency) -> Actor:
    return Actor(
        member_id=member.id,
        account_id=member.account_id,
        team_id=team.id,
        team_code=team.code,
        agency_id=agency.id,
        sector=agency.sector,
        is_state=agency.is_state,
        roles=member.role_set,
        hromadas=frozenset(member.hromadas),
    )


def actor_of(member_id: UUID) -> Actor:
    """The actor that a membership is; for the command line and the demonstration."""
    row = (
        db.session()
        .execute(
            select(Member, Team, Agency)
            .join(Team, Team.id == Member.team_id)
            .join(Agency, Agency.id == Member.agency_id)
            .where(Member.id == member_id)
        )
        .one()
    )
    return _actor(*row)


def preload_names(account_ids: set[UUID]) -> None:
    """Open the keys of these accounts with one statement."""
    vault(db.session()).load(account_ids)
