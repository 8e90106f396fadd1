"""The report to the person whose data they are: prepared by one, released by another."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from icat.errors import NotAllowed, NotFound, Stale
from icat.i18n import gettext as _
from icat.inquiries.commands.subject_report import reject_subject_report, release_subject_report
from icat.inquiries.documents import prepare, reviewed
from icat.inquiries.forms.subject_report import RejectForm, ReleaseForm, report_form
from icat.inquiries.queries.register import InquiryView, inquiry
from icat.inquiries.queries.subject_report import ReportView, draft, report
from icat.members.views.current import the_actor
from icat.policy.actor import Actor
from icat.policy.permissions import Permission
from icat.web.page import Page, file_response, page

bp = Blueprint("subject_report", __name__, url_prefix="/teams/<team>/inquiries/<int:number>/report")


@bp.route("/edit", methods=["GET", "POST"])
@page(Permission.SUBJECT_REPORT_PREPARE)
def edit(team: str, number: int) -> Page:
    """Everything about that person, block by block: what stays and what is cut."""
    actor, found = _inquiry(Permission.SUBJECT_REPORT_PREPARE, team, number)
    asked = request.args.get("person", "1")
    which = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else 1
    told = draft(actor, found.id, which)
    form = report_form(told)
    if form.validate_on_submit():
        with form.refusals():
            if form.seen != found.version or form.of.data != str(told.person_id):
                raise Stale
            prepare(actor, found, which, form.choices(told))
            flash(_("The report waits for a second person: a chair or a coordinator."))
            return redirect(url_for("inquiry.show", team=team, number=number))
    if request.method == "POST":
        found, told = inquiry(actor, number), draft(actor, found.id, which)
    form.version.data, form.of.data = str(found.version), str(told.person_id)
    return {"inquiry": found, "draft": told, "form": form, "rows": form.rows(told), "which": which}


@bp.route("", methods=["GET", "POST"])
@page(Permission.SUBJECT_REPORT_READ)
def show(team: str, number: int) -> Page:
    """What was prepared; the second person lets exactly these bytes go, or sends them back."""
    actor, found = _inquiry(Permission.SUBJECT_REPORT_READ, team, number)
    form = ReleaseForm()
    if form.validate_on_submit():
        with form.refusals():
            waiting = _report(actor, found)
            reviewed(waiting)
            release_subject_report(
                actor,
                waiting.id,
                form.seen,
                digest=form.digest.data or "",
                is_not_him=bool(form.is_not_him.data),
                review_note=form.review_note.data or "",
            )
            flash(_("The report is released. Print it and hand it over."))
            return redirect(url_for("inquiry.show", team=team, number=number))
    if request.method == "POST":
        found = inquiry(actor, number)
    waiting = _report(actor, found)
    form.version.data, form.digest.data = str(waiting.version), waiting.digest
    return {"inquiry": found, "report": waiting, "form": form}


@bp.route("/reject", methods=["GET", "POST"])
@page(Permission.SUBJECT_REPORT_REJECT)
def reject(team: str, number: int) -> Page:
    """Send it back."""
    actor, found = _inquiry(Permission.SUBJECT_REPORT_REJECT, team, number)
    form = RejectForm()
    if form.validate_on_submit():
        with form.refusals():
            waiting = _report(actor, found)
            reject_subject_report(actor, waiting.id, form.seen, reason=form.reason.data or "")
            flash(_("The report was sent back."))
            return redirect(url_for("subject_report.show", team=team, number=number))
    form.version.data = str(_report(actor, found).version)
    return {"inquiry": found, "form": form}


@bp.route("/paper")
@page(Permission.SUBJECT_REPORT_READ)
def paper(team: str, number: int) -> Response:
    """The paper itself: before it is released for the two who look at it, afterwards to hand over."""
    actor, found = _inquiry(Permission.SUBJECT_REPORT_READ, team, number)
    waiting = _report(actor, found)
    return file_response(reviewed(waiting), f"report-{number}-{waiting.copy_number}.pdf", "application/pdf")


def _report(actor: Actor, found: InquiryView) -> ReportView:
    waiting = report(actor, found.id)
    if waiting is None:
        raise NotFound
    return waiting


def _inquiry(permission: Permission, team: str, number: int) -> tuple[Actor, InquiryView]:
    try:
        actor = the_actor(permission, team)
    except NotAllowed:
        raise NotFound from None
    return actor, inquiry(actor, number)
