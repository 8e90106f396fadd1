"""Conflict before names: the list that is read to her, on the screen and on paper, and what she said."""

from flask import Blueprint, flash, redirect, url_for

from icat.cases.commands.prechecks import record_precheck
from icat.cases.forms.precheck import precheck_form
from icat.cases.models import PrecheckOutcome
from icat.cases.queries.door import CaseView
from icat.cases.queries.prechecks import prechecks
from icat.cases.views.case_page import case_page
from icat.i18n import gettext as _
from icat.policy.permissions import Permission
from icat.web.page import Page

bp = Blueprint("prechecks", __name__, url_prefix="/cases/<reference>/precheck")


@bp.route("", methods=["GET", "POST"])
@case_page(Permission.PRECHECK_RECORD)
def edit(case: CaseView) -> Page:
    """What is still to do, and what she said."""
    found = prechecks(case)
    form = precheck_form(found)
    if form.validate_on_submit():
        with form.refusals():
            record_precheck(
                case.actor,
                case.id,
                cleared=form.said(PrecheckOutcome.CLEARED),
                left_out=form.said(PrecheckOutcome.LEFT_OUT),
                barred=form.barred(),
                read_by=form.read_by.data or "",
                reason=form.reason.data or "",
                note=form.note.data or "",
            )
            flash(_("What she said is recorded. Only agencies that she was read can now be asked."))
            return redirect(url_for("prechecks.edit", reference=case.reference))
    return {"case": case, "found": found, "form": form, "rows": form.rows(found)}


@bp.route("/list")
@case_page(Permission.PRECHECK_RECORD)
def paper(case: CaseView) -> Page:
    """The list for reading out or printing: it names the team and its people, and nothing of the case."""
    return {"agencies": prechecks(case).agencies, "reference": case.reference}
