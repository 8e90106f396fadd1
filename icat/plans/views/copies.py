"""The list of copies that left."""

from flask import Blueprint

from icat.cases.queries.door import CaseView
from icat.cases.views.case_page import case_page
from icat.plans.queries.copies import copies
from icat.policy.permissions import Permission
from icat.web.page import Page

bp = Blueprint("copies", __name__, url_prefix="/cases/<reference>/copies")


@bp.route("")
@case_page(Permission.PLAN_READ)
def index(case: CaseView) -> Page:
    """Which copies there are, who holds them, and which still count."""
    return {"case": case, "copies": copies(case)}
