"""Making a team, its agencies and its members: at set-up and in the demonstration."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import change, upkeep
from icat.db import engine as db
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.legal import Sector
from icat.members.models import Account, Agency, Installation, Member, Team
from icat.policy.actor import system
from icat.policy.roles import Role, duties_clash


def set_up_installation(*, is_demo: bool) -> None:
    """Mark an empty database as belonging to this key. Refuses one that is marked already."""
    with upkeep() as session:
        if session.query(Installation).first() is not None:
            raise RuleBroken(Message("This database is set up already."))
        session.add(
            Installation(key_fingerprint=db.database().keyring.fingerprint, is_demo=is_demo, created_at=clock.now())
        )


def found_team(
    code: str, name: str, hromadas: Sequence[str], agencies: Sequence[tuple[str, str, Sector, bool]]
) -> tuple[UUID, list[UUID]]:
    """Make a team and its agencies (name, short name, sector, state body); gives their identifiers.

    Refuses a code that another team has: it is the head of every reference.
    """
    team_id = uuid4()
    with change(system(team_id, code)) as work:
        if work.find(Team, Team.code == code) is not None:
            raise RuleBroken(Message("There is a team with the code %(code)s already.", code=code))
        work.add(Team(id=team_id, code=code, name=name, hromadas=list(hromadas)))
        work.session.flush()
        rows = [
            work.add(Agency(team_id=team_id, name=full, short_name=short, sector=sector, is_state=is_state))
            for full, short, sector, is_state in agencies
        ]
        work.record(Event.TEAM_CREATED)
    return team_id, [row.id for row in rows]


def refuse_taken_logins(logins: Sequence[str]) -> None:
    """Refuse if any of these sign-in names is taken: known before anything is made, so that no team is half founded."""
    by_id = {db.database().keyring.login_id(login): login for login in logins}
    taken = db.session().query(Account.login_id).filter(Account.login_id.in_(by_id)).all()
    if taken:
        names = ", ".join(sorted(by_id[row.login_id] for row in taken))
        raise RuleBroken(Message("These sign-in names are taken: %(names)s.", names=names))


def open_account(
    login: str, name: str, password_hash: str, totp_secret: str, *, phone: str = "", email: str = ""
) -> UUID:
    """Make an account; gives its identifier. Refuses a login that is taken."""
    account_id = uuid4()
    keyring = db.database().keyring
    with upkeep() as session:
        if session.query(Account).filter(Account.login_id == keyring.login_id(login)).first() is not None:
            raise RuleBroken(Message("This sign-in name is taken."))
        session.add(
            Account(
                id=account_id,
                login_id=keyring.login_id(login),
                password_hash=password_hash,
                created_at=clock.now(),
                name=name,
                totp_secret=totp_secret,
                phone=phone,
                email=email,
            )
        )
    return account_id


def appoint(
    team_id: UUID,
    team_code: str,
    account_id: UUID,
    agency_id: UUID,
    roles: Sequence[Role],
    *,
    position: str,
    from_on: date,
) -> UUID:
    """Give an account a membership. Refuses roles that no one person may hold together."""
    if duties_clash(roles):
        raise RuleBroken(Message("Nobody may be two of coordinator, auditor and system administrator."))
    with change(system(team_id, team_code)) as work:
        row = work.add(
            Member(
                team_id=team_id,
                account_id=account_id,
                agency_id=agency_id,
                position=position,
                roles=sorted(roles),
                hromadas=[],
                from_on=from_on,
            )
        )
        work.session.flush()
        work.record(Event.MEMBER_APPOINTED, member=row.id)
    return row.id
