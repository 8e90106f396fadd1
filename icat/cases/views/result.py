"""Results of tools that are not scored here: kept as stated, with the scan of the form."""

from flask import Blueprint, Response, flash, redirect, url_for

from icat.cases.commands.result import record_result
from icat.cases.forms.result import ResultForm
from icat.cases.queries.door import CaseView
from icat.cases.queries.results import results, scan_of
from icat.cases.views.case_page import case_page
from icat.i18n import gettext as _
from icat.policy.permissions import Permission
from icat.web.page import Page, kept_file_response, takes_file

bp = Blueprint("result", __name__, url_prefix="/cases/<reference>/results")


@bp.route("")
@case_page(Permission.CASE_READ)
def index(case: CaseView) -> Page:
    """Every outside result that the reader may see, the newest first."""
    return {"case": case, "results": tuple(reversed(results(case)))}


@bp.route("/new", methods=["GET", "POST"])
@case_page(Permission.RESULT_RECORD)
@takes_file
def new(case: CaseView) -> Page:
    """Keep one."""
    form = ResultForm()
    if form.validate_on_submit():
        with form.refusals():
            record_result(case.actor, case.id, **form.given())
            flash(_("The result is kept as it was stated."))
            return redirect(url_for("result.index", reference=case.reference))
    return {"case": case, "form": form, "is_office": case.may.CASE_SCREEN}


@bp.route("/<int:number>/scan")
@case_page(Permission.CASE_READ)
def scan(case: CaseView, number: int) -> Response:
    """The scanned form: to keep, never shown inside a page."""
    kept = scan_of(case, number)
    return kept_file_response(kept.content, f"{case.reference}-{number}.{kept.kind.extension}", kept.kind.media_type)
