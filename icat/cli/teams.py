"""What commands say about teams and people: which team is meant, and who stands for what is done."""

from collections.abc import Sequence
from uuid import UUID

import click
from sqlalchemy import Select, select

from icat.db import engine as db
from icat.errors import NotFound, RuleBroken
from icat.i18n import Message
from icat.members.models import Account, Member, Team

team_option = click.option("--team", "team_code", default="", help=str(Message("Only the team with this code.")))
one_team_option = click.option("--team", "team_code", required=True, help=str(Message("The code of the team.")))
officers_option = click.option(
    "--officer",
    "officers",
    multiple=True,
    help=str(Message("The sign-in name of a member who stands for this; two are needed.")),
)


def teams_called(code: str) -> list[Team]:
    """The team with this code, or all of them. Refuses a code that no team has."""
    with db.database().open_reading() as session:
        found = list(session.scalars(select(Team).order_by(Team.code)))
    chosen = [team for team in found if code in ("", team.code)]
    if not chosen:
        raise NotFound
    return chosen


def two_officers(logins: Sequence[str], team: Team | None = None) -> tuple[UUID, UUID]:
    """The accounts of two people who stand for an act. Refuses fewer, the same twice, and who is a member nowhere, or
    not of ``team`` where the act is of one team only."""
    keyring = db.database().keyring
    ids = [keyring.login_id(login) for login in logins]
    wanted = select(Account.login_id, Account.id).where(
        Account.login_id.in_(ids), Account.disabled_at.is_(None), Account.id.in_(_members_of(team))
    )
    with db.database().open_reading() as session:
        found: dict[bytes, UUID] = {row[0]: row[1] for row in session.execute(wanted)}
    if len(found) != 2 or len(ids) != 2:
        raise RuleBroken(Message("Two members of the team must stand for this: --officer NAME --officer NAME."))
    first, second = (found[login_id] for login_id in ids)
    return first, second


def _members_of(team: Team | None) -> Select[UUID]:
    accounts = select(Member.account_id)
    return accounts if team is None else accounts.where(Member.team_id == team.id)
