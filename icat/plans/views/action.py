"""Pages of one action: promising it, changing it, reporting how it ended."""

from flask import Blueprint, flash, redirect, request
from werkzeug.wrappers import Response

from icat.cases.queries.attestation import attested_in_words
from icat.cases.queries.door import CaseView
from icat.cases.queries.factors import FACTORS
from icat.cases.views.case_page import case_page
from icat.errors import NotAllowed
from icat.i18n import gettext as _
from icat.plans.commands.actions import add_action, report_action, revise_action
from icat.plans.forms.action import ActionForm, ReportForm, ReviseForm, as_id, changed_since, fingerprint
from icat.plans.models import ActionStatus, Domain
from icat.plans.queries.dangers import offered_dangers
from icat.plans.queries.plan import action_of, owners
from icat.plans.queries.told import openings_of_action
from icat.policy.permissions import Permission
from icat.risk.instrument import current
from icat.web.page import Page

bp = Blueprint("action", __name__, url_prefix="/cases/<reference>/plan/actions")


@bp.route("/new", methods=["GET", "POST"])
@case_page(Permission.ACTION_ADD)
def new(case: CaseView) -> Page:
    """Promise something."""
    form = ActionForm()
    dangers = offered_dangers(case)
    form.offer(owners(case))
    form.offer_dangers(dangers)
    if form.validate_on_submit():
        given = form.given()
        with form.refusals():
            add_action(
                case.actor,
                case.id,
                domain=Domain(given["domain"]),
                text=given["text"],
                agency_id=as_id(given["agency_id"]) or case.actor.agency_id,
                danger_factor=given.get("danger_factor") or "",
                danger=given.get("danger") or "",
                member_id=as_id(given.get("member_id")),
                due_on=given.get("due_on"),
                needs_consent=bool(given.get("needs_consent")),
                reveals_source=bool(given.get("reveals_source")),
                is_confirmed=bool(given.get("is_confirmed")),
            )
            flash(_("The action is in the plan, and the agency can see it."))
            return _to_plan(case)
    return {
        "case": case,
        "form": form,
        "is_draft": any(danger.is_draft for danger in dangers),
        "attested": attested_in_words(case.actor.team_id, current(FACTORS)),
        "openings": openings_of_action(case),
    }


@bp.route("/<code>/edit", methods=["GET", "POST"])
@case_page(Permission.ACTION_REVISE)
def edit(case: CaseView, code: str) -> Page:
    """Change what is promised. The second of two editors is told what changed, with both versions in sight."""
    action = action_of(case, code)
    form = ReviseForm()
    form.offer(owners(case))
    changed = None
    if form.validate_on_submit():
        given = form.given()
        with form.refusals():
            revise_action(
                case.actor,
                action.id,
                form.seen(),
                text=given["text"],
                agency_id=as_id(given["agency_id"]) or action.agency_id,
                member_id=as_id(given.get("member_id")),
                due_on=given.get("due_on"),
            )
            flash(_("The action was changed."))
            return _to_plan(case)
    if request.method == "POST":
        action = action_of(case, code)
        if form.version.data != str(action.version):
            changed = changed_since(form.before.data or "", action)
    else:
        form.text.data, form.agency_id.data = str(action.text), str(action.agency_id)
        form.member_id.data = str(action.member_id) if action.member_id else None
        form.due_on.process(None, action.due_on)
    if changed is not None or request.method == "GET":
        form.version.data, form.before.data = str(action.version), fingerprint(action)
    return {"case": case, "action": action, "form": form, "changed": changed}


@bp.route("/<code>/report", methods=["GET", "POST"])
@case_page(Permission.ACTION_REPORT)
def report(case: CaseView, code: str) -> Page:
    """Say how it ended: the agency itself, or the coordinator for it."""
    action = action_of(case, code)
    if not action.may_report:
        raise NotAllowed
    form = ReportForm()
    is_own = action.agency_id == case.actor.agency_id
    form.offer(is_office=case.actor.is_office, is_own=is_own)
    changed = False
    if form.validate_on_submit():
        given = form.given()
        with form.refusals():
            report_action(
                case.actor,
                action.id,
                form.seen(),
                status=ActionStatus(given["status"]),
                result=given["result"],
                told_by=given.get("told_by") or "",
            )
            flash(_("The report is recorded."))
            return _to_plan(case)
    if request.method == "POST":
        action = action_of(case, code)
        changed = form.version.data != str(action.version)
    if changed or request.method == "GET":
        form.version.data = str(action.version)
    return {"case": case, "action": action, "form": form, "changed": changed, "is_own": is_own}


def _to_plan(case: CaseView) -> Response:
    return redirect(f"/cases/{case.reference}/plan")
