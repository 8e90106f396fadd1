"""``icat members``: founding a team from a file."""

import secrets
from pathlib import Path

import click
import pyotp

from icat import clock
from icat.cli.settings import config_option, connected
from icat.i18n import gettext as _
from icat.members.commands import founding
from icat.members.commands.signing_in import hash_password
from icat.members.roster import read_roster


@click.group(help=_("Found a team, appoint its members."))
def members() -> None:
    """Found a team, appoint its members."""


@members.command(
    help=_("Found the team of the file ROSTER; prints each member's first password and second factor, once.")
)
@click.argument("roster", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@config_option
def found(roster: Path, config_path: Path) -> None:
    """Found the team that the file ROSTER describes, and print each member's first password and second factor.

    The file is TOML: code, name, hromadas, [[agencies]], [[members]]; docs/operations.md shows one.
    """
    config = connected(config_path)
    team = read_roster(roster)
    founding.refuse_taken_logins([member.login for member in team.members])
    team_id, agency_ids = founding.found_team(
        team.code,
        team.name,
        team.hromadas,
        [(agency.name, agency.short_name, agency.sector, agency.is_state) for agency in team.agencies],
    )
    places = {agency.key: agency_id for agency, agency_id in zip(team.agencies, agency_ids, strict=True)}
    click.echo(_("Hand each of these over in person. They are shown once."))
    for member in team.members:
        password, secret = secrets.token_urlsafe(12), pyotp.random_base32()
        hashed = hash_password(password, config.argon2_memory_kib)
        account_id = founding.open_account(
            member.login, member.name, hashed, secret, phone=member.phone, email=member.email
        )
        founding.appoint(
            team_id,
            team.code,
            account_id,
            places[member.agency],
            member.roles,
            position=member.position,
            from_on=team.from_on or clock.today(),
        )
        uri = pyotp.TOTP(secret).provisioning_uri(name=member.login, issuer_name="ICAT")
        click.echo(f"\n{member.name}\n  {member.login}\n  {password}\n  {uri}")
