"""Answering the factors later."""

from flask import Blueprint, flash, redirect, url_for

from icat.cases.commands.assessment import record_assessment
from icat.cases.forms.factors import answers, asked
from icat.cases.forms.screening import assessment_form
from icat.cases.queries.attestation import standing_of_instrument
from icat.cases.queries.door import CaseView
from icat.cases.queries.factors import knowledge
from icat.cases.views.case_page import case_page
from icat.i18n import gettext as _
from icat.policy.permissions import Permission
from icat.risk import instrument
from icat.web.page import Page

bp = Blueprint("assessment", __name__, url_prefix="/cases/<reference>/assessments")


@bp.route("/new", methods=["GET", "POST"])
@case_page(Permission.ASSESSMENT_RECORD)
def new(case: CaseView) -> Page:
    """The 19 factors, with what is known so far beside each; only what is answered now is recorded."""
    form = assessment_form()()
    bc = instrument.current("bc-19")
    if form.validate_on_submit():
        with form.refusals():
            record_assessment(case.actor, case.id, answers=answers(form, bc))
            flash(_("The answers were recorded."))
            return redirect(url_for("case.show", reference=case.reference))
    return {
        "case": case,
        "form": form,
        "factors": asked(form, bc),
        "known": knowledge(case).known,
        "standing": standing_of_instrument(case.actor.team_id, bc),
        "is_office": case.may.CASE_SCREEN,
    }
