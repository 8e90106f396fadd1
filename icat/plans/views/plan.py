"""Pages of the risk-management plan: what is promised, agreeing it, taking a copy."""

from flask import Blueprint, flash, redirect

from icat.cases.queries.attestation import attested_in_words
from icat.cases.queries.door import CaseView
from icat.cases.queries.factors import FACTORS
from icat.cases.views.case_page import case_page
from icat.i18n import gettext as _
from icat.legal import Purpose
from icat.members.queries.people import agencies
from icat.plans.commands.plan import agree_plan
from icat.plans.documents import plan_copy
from icat.plans.forms.action import as_id
from icat.plans.forms.export import PlanExportForm
from icat.plans.forms.safety import ConfirmForm
from icat.plans.queries.plan import owners, plan_of
from icat.plans.queries.told import openings_of_plan
from icat.policy.permissions import Permission
from icat.risk.instrument import current
from icat.web.page import Page, file_response

bp = Blueprint("plan", __name__, url_prefix="/cases/<reference>/plan")


@bp.route("", methods=["GET", "POST"])
@case_page(Permission.PLAN_READ)
def show(case: CaseView) -> Page:
    """What is promised, in five domains; a chair agrees the plan here, as it was read."""
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.refusals():
            edition = agree_plan(case.actor, case.id, form.seen())
            flash(_("Edition %(edition)s of the plan is agreed.", edition=edition))
            return redirect(f"/cases/{case.reference}/plan")
    form.version.data = str(case.version)
    openings = openings_of_plan(case) if case.may.PLAN_AGREE else ()
    attested = attested_in_words(case.actor.team_id, current(FACTORS))
    return {"case": case, "plan": plan_of(case), "form": form, "openings": openings, "attested": attested}


@bp.route("/export", methods=["GET", "POST"])
@case_page(Permission.PLAN_EXPORT)
def export(case: CaseView) -> Page:
    """Take a numbered copy for an agency."""
    form = PlanExportForm()
    own = agencies(case.actor.team_id)[case.actor.agency_id]
    offered = {one.id: one for one in (own, *(owners(case).agencies if case.actor.is_office else ()))}
    form.offer(tuple(offered.values()), is_office=case.actor.is_office)
    if form.validate_on_submit():
        given = form.given()
        with form.refusals():
            copy = plan_copy(
                case,
                agency_id=as_id(given["agency_id"]) or own.id,
                holder=given["holder_name"],
                purpose=Purpose(given["purpose"]),
                language=given.get("language") or "uk",
                is_whole=given.get("extent") == "whole",
                keeps_earlier=bool(given.get("keeps_earlier")),
            )
            return file_response(copy.content, copy.name, "application/pdf")
    return {"case": case, "form": form, "plan": plan_of(case)}
