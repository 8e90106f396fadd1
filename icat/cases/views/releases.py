"""Copies that wait for a chair: the chairs' page, and the request of whoever wants one."""

from flask import Blueprint, flash, redirect, url_for

from icat.cases.commands.releases import grant_release, refuse_release, request_release, set_restriction
from icat.cases.forms.releases import GRANT, AnswerReleaseForm, AskReleaseForm, RestrictForm
from icat.cases.queries.door import CaseView
from icat.cases.queries.releases import own, waits
from icat.cases.views.case_page import case_page
from icat.errors import NotFound
from icat.i18n import gettext as _
from icat.policy.permissions import Permission
from icat.web.page import Page

bp = Blueprint("releases", __name__, url_prefix="/cases/<reference>/releases")


@bp.route("", methods=["GET", "POST"])
@case_page(Permission.RESTRICTION_SET)
def index(case: CaseView) -> Page:
    """Whether copies wait and why, who asked for one; and a chair's word on it."""
    form = RestrictForm()
    if form.validate_on_submit():
        with form.refusals():
            set_restriction(case.actor, case.id, is_on=form.is_on.data == "yes", reason=form.reason.data or "")
            flash(_("It is recorded, and holds from now on."))
            return redirect(url_for("releases.index", reference=case.reference))
    return {"case": case, "form": form, "waits": waits(case)}


@bp.route("/<int:number>", methods=["GET", "POST"])
@case_page(Permission.RELEASE_GRANT)
def edit(case: CaseView, number: int) -> Page:
    """Answer one who asked."""
    asked = next((one for one in waits(case).asked if one.number == number and one.is_open), None)
    if asked is None:
        raise NotFound
    form = AnswerReleaseForm(data={"version": str(asked.version)})
    if form.validate_on_submit():
        answer = grant_release if form.answer.data == GRANT else refuse_release
        with form.refusals():
            answer(case.actor, asked.id, form.seen(), reason=form.reason.data or "")
            flash(_("The answer is recorded. Whoever asked is told that there is one."))
            return redirect(url_for("releases.index", reference=case.reference))
    return {"case": case, "form": form, "asked": asked}


@bp.route("/new", methods=["GET", "POST"])
@case_page(Permission.RELEASE_REQUEST)
def new(case: CaseView) -> Page:
    """Ask for one copy to be let go."""
    form = AskReleaseForm()
    if form.validate_on_submit():
        with form.refusals():
            request_release(case.actor, case.id, wanted=form.wanted.data or "")
            flash(_("The chairs were asked."))
            return redirect(f"/cases/{case.reference}/safety-plan")
    return {"case": case, "form": form, "own": own(case)}
