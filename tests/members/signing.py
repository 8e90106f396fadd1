"""Somebody who can really sign in: a name, a password, and an authenticator."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pyotp
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from icat import clock
from icat.members.commands import founding
from icat.members.commands.signing_in import hash_password
from icat.policy.roles import Role
from tests.make import STARTED, World

MEMORY = 64
PASSWORD = "вишня коліщатко 7719 ґанок"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass(frozen=True)
class Somebody:
    """What the person knows and has."""

    account_id: UUID
    login: str
    password: str = PASSWORD

    def code(self, at: datetime | None = None) -> str:
        """What the authenticator shows."""
        return pyotp.TOTP(SECRET).at(at or clock.now())


def somebody(world: World, login: str = "їжак@example.org", *, appointed: bool = True) -> Somebody:
    """A new coordinator with an account of the real kind."""
    account_id = founding.open_account(login, "Галина Їжак", hash_password(PASSWORD, MEMORY), SECRET)
    if appointed:
        founding.appoint(
            world.team_id, world.code, account_id, world.social, [Role.COORDINATOR], position="", from_on=STARTED
        )
    return Somebody(account_id, login)


def sign_in(client: FlaskClient, who: Somebody, **typed: str) -> TestResponse:
    """Fill in the page and send it."""
    given = {"login": who.login, "password": who.password, "code": who.code(), **typed}
    return client.send("/sign-in", given)


def words(response: TestResponse) -> str:
    """The text of a page."""
    return " ".join(re.sub(r"<[^>]*>", " ", response.get_data(as_text=True)).split())
