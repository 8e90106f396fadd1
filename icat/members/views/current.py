"""Who is asking: the bridge between Flask-Login and the actors that commands and queries take."""

from typing import cast

from flask import Request
from flask_login import LoginManager, current_user

from icat import clock
from icat.errors import NotAllowed
from icat.members.queries.signed_in import SignedIn, signed_in
from icat.policy.actor import Actor
from icat.policy.decide import can
from icat.policy.permissions import Permission

SECURE_COOKIE = "__Host-icat"
PLAIN_COOKIE = "icat"  # only where there is no HTTPS: the demonstration, a first look


def cookie_name(*, is_secure: bool) -> str:
    """What the session cookie is called; the prefix binds it to this host where there is HTTPS."""
    return SECURE_COOKIE if is_secure else PLAIN_COOKIE


def login_manager(*, is_secure: bool) -> LoginManager:
    """Flask-Login over our own session table: the cookie is the whole of what a browser holds."""
    manager = LoginManager()
    manager.session_protection = None
    name = cookie_name(is_secure=is_secure)

    def load(request: Request) -> SignedIn | None:
        token = request.cookies.get(name)
        return signed_in(token, clock.now()) if token else None

    manager.request_loader(load)
    return manager


def person() -> SignedIn:
    """The signed-in person. Only pages behind a permission may ask."""
    return cast("SignedIn", current_user._get_current_object())


def actors_with(permission: Permission) -> tuple[Actor, ...]:
    """The memberships under which the signed-in person may do this somewhere."""
    return tuple(actor for actor in person().actors if can(actor, permission))


def the_actor(permission: Permission, team_code: str | None = None) -> Actor:
    """The membership under which this is done: that of the named team, else the only or first one that may.

    Refuses where there is none.
    """
    for actor in actors_with(permission):
        if team_code in (None, actor.team_code):
            return actor
    raise NotAllowed
