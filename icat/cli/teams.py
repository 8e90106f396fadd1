"""For which team a command is."""

import click
from sqlalchemy import select

from icat.db import engine as db
from icat.errors import NotFound
from icat.i18n import Message
from icat.members.models import Team

team_option = click.option("--team", "team_code", default="", help=str(Message("Only the team with this code.")))


def teams_called(code: str) -> list[Team]:
    """The team with this code, or all of them. Refuses a code that no team has."""
    with db.database().open_reading() as session:
        found = list(session.scalars(select(Team).order_by(Team.code)))
    chosen = [team for team in found if code in ("", team.code)]
    if not chosen:
        raise NotFound
    return chosen
