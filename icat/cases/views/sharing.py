"""The shares of a case: who told whom what and why; and taking one back."""

from flask import Blueprint, flash, redirect, request, url_for

from icat.cases.commands.sharing import withdraw_share
from icat.cases.forms.sharing import WithdrawForm
from icat.cases.queries.door import CaseView
from icat.cases.queries.sharing import other_bases, share, shares
from icat.cases.views.case_page import case_page
from icat.errors import NotFound
from icat.i18n import gettext as _
from icat.policy.permissions import Permission
from icat.web.page import Page

bp = Blueprint("sharing", __name__, url_prefix="/cases/<reference>/shares")


@bp.route("")
@case_page(Permission.CASE_READ)
def index(case: CaseView) -> Page:
    """Every share that the reader may know of, the newest first."""
    return {"case": case, "shares": tuple(reversed(shares(case)))}


@bp.route("/<int:number>/withdraw", methods=["GET", "POST"])
@case_page(Permission.SHARE_WITHDRAW)
def withdraw(case: CaseView, number: int) -> Page:
    """What will disappear and for whom, and on what else it could rest; then one button."""
    found = share(case, number)
    if not found.is_own or found.state == "withdrawn":
        raise NotFound
    form = WithdrawForm()
    if form.validate_on_submit():
        with form.refusals():
            withdraw_share(
                case.actor, found.id, form.seen.data or "", code=form.code.data, reason=form.reason.data or ""
            )
            flash(_("Taken back. From now on nothing is read under this share."))
            return redirect(url_for("sharing.index", reference=case.reference))
    if request.method == "POST":
        found = share(case, number)
    form.seen.data = found.digest
    return {"case": case, "share": found, "form": form, "bases": other_bases(case, found)}
