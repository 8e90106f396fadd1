"""Critical developments: raising one, and setting one aside."""

from flask import Blueprint, flash, redirect, url_for

from icat import codes
from icat.cases.commands.development import dismiss_development, raise_development
from icat.cases.forms.development import DismissForm, RaiseForm
from icat.cases.queries.developments import development, developments
from icat.cases.queries.door import CaseView
from icat.cases.queries.grounds import grounds
from icat.cases.views.case_page import case_page
from icat.errors import NotFound
from icat.i18n import gettext as _
from icat.legal import Category
from icat.policy.permissions import Permission
from icat.web.page import Page

bp = Blueprint("development", __name__, url_prefix="/cases/<reference>/developments")


@bp.route("")
@case_page(Permission.CASE_READ)
def index(case: CaseView) -> Page:
    """All that the reader may know of: those that wait, then the dated history."""
    return {"case": case, "developments": developments(case)}


@bp.route("/new", methods=["GET", "POST"])
@case_page(Permission.DEVELOPMENT_RAISE)
def new(case: CaseView) -> Page:
    """What, when, a line if there is time, and one button."""
    kinds = codes.options("critical_development")
    form = RaiseForm()
    form.offer(grounds(case, {Category(kind.group) for kind in kinds}), is_office=case.actor.is_office)
    if form.validate_on_submit():
        with form.refusals():
            raise_development(
                case.actor,
                case.id,
                kind=form.kind.data,
                happened_on=form.day(),
                text=form.text.data or "",
                basis_code=form.basis(),
            )
            flash(_("Raised. The co-chairs and the coordinator know now that they must look."))
            return redirect(url_for("case.show", reference=case.reference))
    return {"case": case, "form": form}


@bp.route("/<int:number>/dismiss", methods=["GET", "POST"])
@case_page(Permission.DEVELOPMENT_DISMISS)
def dismiss(case: CaseView, number: int) -> Page:
    """What was raised, what answers it, and a reason if it is set aside."""
    found = development(case, number)
    if not found.is_open:
        raise NotFound
    form = DismissForm(data={"version": str(found.version)})
    if form.validate_on_submit():
        with form.refusals():
            dismiss_development(case.actor, found.id, form.seen(), reason=form.reason.data)
            flash(_("Set aside, under your name."))
            return redirect(url_for("case.show", reference=case.reference))
    form.renew(found.version)
    return {"case": case, "form": form, "development": found}
