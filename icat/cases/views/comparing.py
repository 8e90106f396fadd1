"""Two cases beside each other: are they about the same people?"""

from flask import Blueprint, flash, redirect, url_for

from icat.cases.commands.comparing import compare_case
from icat.cases.forms.comparing import CompareForm
from icat.cases.queries.comparing import beside, offered, resemblance
from icat.cases.queries.door import CaseView, open_case
from icat.cases.views.case_page import case_page
from icat.i18n import gettext as _
from icat.policy.permissions import Permission
from icat.web.page import Page

bp = Blueprint("comparing", __name__)


@bp.route("/cases/<reference>/comparisons/<other>", methods=["GET", "POST"])
@case_page(Permission.CASE_COMPARE)
def show(case: CaseView, other: str) -> Page:
    """Both cases as the reader may see them, what speaks for it, and what the reader finds."""
    second = open_case(case.actor, Permission.CASE_COMPARE, other)
    form = CompareForm()
    found = resemblance(case, second.reference)
    form.offer(offered(case, found))
    if form.validate_on_submit():
        with form.refusals():
            compare_case(case.actor, case.id, other_id=second.id, verdict=form.found)
            flash(_("What you found is recorded."))
            return redirect(url_for("screening.show", reference=case.reference))
    return {"case": case, "form": form, "here": beside(case), "there": beside(second), "found": found}
