"""A team as a file: hromadas, agencies, first members. A founder writes one, the demonstration ships two."""

import tomllib
from datetime import date
from pathlib import Path

import msgspec

from icat import territory
from icat.config import is_address
from icat.errors import ConfigError
from icat.i18n import Message
from icat.legal import Sector
from icat.policy.roles import Role, duties_clash


class AgencyEntry(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One agency of the file."""

    key: str
    name: str
    short_name: str
    sector: Sector
    is_state: bool


class MemberEntry(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One person of the file."""

    login: str
    name: str
    agency: str
    roles: list[Role]
    position: str = ""
    phone: str = ""
    email: str = ""


class Roster(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The whole file."""

    code: str
    name: str
    hromadas: list[str]
    agencies: list[AgencyEntry]
    members: list[MemberEntry]
    from_on: date | None = None


def read_roster(path: Path) -> Roster:
    """The team that ``path`` describes.

    Refuses a misspelt key, an unknown hromada, sector or role, a member of no agency, a login given twice, and roles
    that no one person may hold together; an e-mail that is no address.
    """
    try:
        roster = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Roster)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise _faulty(path, str(error)) from error
    agencies = {agency.key for agency in roster.agencies}
    logins = [member.login.casefold() for member in roster.members]
    if len(agencies) != len(roster.agencies) or len(set(logins)) != len(logins):
        raise _faulty(path, "a key or a login stands twice")
    for member in roster.members:
        if member.agency not in agencies:
            raise _faulty(path, f"{member.login}: no agency {member.agency}")
        if member.email and not is_address(member.email):
            raise _faulty(path, f"{member.login}: email")
        if not member.roles or duties_clash(member.roles):
            raise _faulty(path, f"{member.login}: roles")
    strange = [code for code in roster.hromadas if territory.find(code) is None]
    if strange or not roster.hromadas:
        raise _faulty(path, f"hromadas: {', '.join(strange) or 'none'}")
    if not (2 <= len(roster.code) <= 4 and roster.code.isascii() and roster.code.isalpha() and roster.code.isupper()):
        raise _faulty(path, "code: two to four Latin capitals")
    return roster


def _faulty(path: Path, why: str) -> ConfigError:
    return ConfigError(Message("The team file %(path)s is wrong: %(why)s.", path=path.name, why=why))
