"""Signing in with a button; these pages exist in a demonstration only."""

from flask import Blueprint, request

from icat.errors import NotFound
from icat.members.commands.signing_in import begin_demo_session
from icat.members.queries.people import everybody
from icat.members.views.session import device_name, with_session
from icat.policy.permissions import Permission
from icat.web.gallery import specimens
from icat.web.page import Page, open_page, page

bp = Blueprint("demo", __name__, url_prefix="/demo")


@bp.route("/sign-in", methods=["GET"])
@open_page
def people() -> Page:
    """Everybody of the demonstration, each with a button."""
    return {"teams": everybody(), "next": request.args.get("next", "")}


@bp.route("/sign-in/<login>", methods=["POST"])
@open_page
def enter(login: str) -> Page:
    """Sign in as one of them."""
    for team in everybody():
        for member in team.members:
            if member.handle == login:
                token = begin_demo_session(member.account_id, device=device_name())
                return with_session(token, request.form.get("next", ""))
    raise NotFound


@bp.route("/components")
@page(Permission.COMPONENTS_READ)
def components() -> Page:
    """Every component of the pages in every state."""
    return dict(specimens())
