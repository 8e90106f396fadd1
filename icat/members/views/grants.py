"""Who may do what: the page is drawn from the table that decides."""

from flask import Blueprint

from icat.i18n import Message
from icat.policy.grants import GRANTS
from icat.policy.permissions import Permission
from icat.policy.roles import Role
from icat.web.page import Page, page

_SCOPES = {
    "always": Message("yes"),
    "somewhere": Message("yes"),
    "at_the_table": Message("at the table"),
    "own": Message("own"),
    "own_or_at_the_table": Message("own, or at the table"),
}

bp = Blueprint("grants", __name__, url_prefix="/who-may")


@bp.route("")
@page(Permission.GRANTS_READ)
def index() -> Page:
    """The table of permissions."""
    rows = [
        {"permission": permission, "scopes": {role: scope.__name__ for role, scope in GRANTS[permission].items()}}
        for permission in GRANTS
    ]
    return {"roles": list(Role), "rows": rows, "scopes": _SCOPES}
