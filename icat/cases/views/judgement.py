"""Writing down a view of the danger."""

from flask import Blueprint, flash, redirect, url_for

from icat.cases.commands.judgement import record_judgement
from icat.cases.forms.judgement import JudgementForm
from icat.cases.queries.door import CaseView
from icat.cases.views.case_page import case_page
from icat.i18n import gettext as _
from icat.policy.permissions import Permission
from icat.web.page import Page

bp = Blueprint("judgement", __name__, url_prefix="/cases/<reference>/judgements")


@bp.route("/new", methods=["GET", "POST"])
@case_page(Permission.JUDGEMENT_RECORD)
def new(case: CaseView) -> Page:
    """A professional's judgement with its reasons, or her own rating in her words."""
    form = JudgementForm()
    if form.validate_on_submit():
        with form.refusals():
            record_judgement(case.actor, case.id, **form.given())
            flash(_("Kept beside the earlier ones."))
            return redirect(url_for("case.show", reference=case.reference))
    return {"case": case, "form": form, "is_office": case.may.CASE_SCREEN}
