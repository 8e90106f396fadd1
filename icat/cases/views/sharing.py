"""The shares of a case: who told whom what and why until when; taking one back, and renewing it."""

from flask import Blueprint, flash, redirect, request, url_for

from icat.cases.commands.sharing import renew_share, withdraw_share
from icat.cases.forms.sharing import RenewForm, WithdrawForm
from icat.cases.models import Ending
from icat.cases.queries.consents import behind
from icat.cases.queries.door import CaseView
from icat.cases.queries.losing import losses
from icat.cases.queries.renewing import moves, usual_consent
from icat.cases.queries.sharing import ShareView, at_a_glance, share, shares
from icat.cases.views.case_page import case_page
from icat.errors import NotFound
from icat.i18n import gettext as _
from icat.legal import ConsentState
from icat.policy.permissions import Permission
from icat.web.page import Page

bp = Blueprint("sharing", __name__, url_prefix="/cases/<reference>/shares")


@bp.route("")
@case_page(Permission.CASE_READ)
def index(case: CaseView) -> Page:
    """What is open to whom until when, what is about to end first; then what is over."""
    known = shares(case)
    return {
        "case": case,
        "glance": at_a_glance(known),
        "ending": [one for one in known if one.is_ending and one.is_mine_to_renew],
        "open": [one for one in reversed(known) if one.state == "active"],
        "over": [one for one in reversed(known) if one.state != "active"],
    }


@bp.route("/<int:number>/withdraw", methods=["GET", "POST"])
@case_page(Permission.SHARE_WITHDRAW)
def withdraw(case: CaseView, number: int) -> Page:
    """What will disappear and for whom, then one button; and one for each basis on which it could go on instead."""
    found = _in_force(case, number)
    if not found.is_own:
        raise NotFound
    form = WithdrawForm()
    others = [] if found.is_paper else [one for one in moves(case, found.id) if not one.is_same]
    offered = [one for one in others if not one.needs_permission]
    if form.validate_on_submit():
        seen, reason, basis = form.seen.data or "", form.reason.data or "", request.form.get("move", "")
        with form.refusals():
            if basis in {one.code for one in offered}:
                consent = usual_consent(basis)
                if form.code.data == Ending.CONSENT_WITHDRAWN:
                    consent = ConsentState.REFUSED_OVERRIDDEN
                renew_share(case.actor, found.id, seen, basis_code=basis, consent=consent, reason=reason)
                flash(_("The share now rests on another basis. The old one has ended."))
            else:
                withdraw_share(case.actor, found.id, seen, code=form.code.data, reason=reason)
                flash(_("Taken back. From now on nothing is read under this share."))
            return redirect(url_for("sharing.index", reference=case.reference))
    if request.method == "POST":
        found = share(case, number)
    form.seen.data = found.digest
    return {
        "case": case,
        "share": found,
        "form": form,
        "losses": losses(case, found.id),
        "moves": offered,
        "consent": behind(case, found.id),
    }


@bp.route("/<int:number>/renew", methods=["GET", "POST"])
@case_page(Permission.SHARE_RENEW)
def renew(case: CaseView, number: int) -> Page:
    """What will disappear if nothing is done, and the bases on which it can go on: one button each."""
    found = _in_force(case, number)
    if not found.is_mine_to_renew:
        raise NotFound
    offered = moves(case, found.id)
    form = RenewForm().offer(found.consent_state)
    if form.validate_on_submit():
        basis = request.form.get("basis", "")
        with form.refusals():
            if basis in {one.code for one in offered}:
                renew_share(
                    case.actor,
                    found.id,
                    form.seen.data or "",
                    basis_code=basis,
                    consent=ConsentState(form.consent.data),
                    until=form.until.data,
                    reason=form.reason.data or "",
                    permission_reference=form.permission_reference.data or "",
                )
                flash(_("The share goes on. The old one has ended, and the log has both."))
                return redirect(url_for("sharing.index", reference=case.reference))
    form.seen.data = found.digest
    return {"case": case, "share": found, "form": form, "losses": losses(case, found.id), "moves": offered}


def _in_force(case: CaseView, number: int) -> ShareView:
    found = share(case, number)
    if found.state != "active":
        raise NotFound
    return found
