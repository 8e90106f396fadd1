"""The clocks that run in a team: for coordinator and chairs."""

from flask import Blueprint, request

from icat.members.views.current import actors_with
from icat.policy.permissions import Permission
from icat.reports.queries.clocks import State, clocks
from icat.web.page import Page, page

bp = Blueprint("clocks", __name__)


@bp.route("/clocks")
@page(Permission.CLOCKS_READ)
def index() -> Page:
    """What is overdue, what ends soon, what runs; by whom it is kept, and of one of them where one is chosen."""
    holder = request.args.get("whose", "")
    teams = [clocks(actor, holder=holder) for actor in actors_with(Permission.CLOCKS_READ)]
    return {"teams": teams, "states": list(State), "holder": holder}
