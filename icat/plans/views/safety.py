"""Pages of the safety plan: reading it, writing it with her, entrusting it, taking a copy."""

from flask import Blueprint, flash, redirect, request
from werkzeug.wrappers import Response

from icat.cases.queries.door import CaseView
from icat.cases.queries.releases import own
from icat.cases.views.case_page import case_page
from icat.errors import NotFound
from icat.i18n import gettext as _
from icat.plans.commands.safety import confirm_safety_plan, entrust_safety_plan, write_safety_plan
from icat.plans.documents import safety_copy
from icat.plans.forms.action import as_id
from icat.plans.forms.export import safety_export_form
from icat.plans.forms.safety import ConfirmForm, EntrustForm, safety_form
from icat.plans.queries.plan import owners
from icat.plans.queries.safety import blank_sections, safety_plan, visible_safety_plan
from icat.policy.permissions import Permission
from icat.web.page import Page, file_response

bp = Blueprint("safety", __name__, url_prefix="/cases/<reference>/safety-plan")


@bp.route("", methods=["GET", "POST"])
@case_page(Permission.SAFETY_PLAN_READ)
def show(case: CaseView) -> Page:
    """Her plan, for whom it is open; nothing tells a plan that is closed from one that is not there."""
    plan, form = safety_plan(case), ConfirmForm()
    if plan is not None and form.validate_on_submit():
        with form.refusals():
            confirm_safety_plan(case.actor, plan.id, form.seen())
            flash(_("The plan was confirmed with her today."))
            return _to_plan(case)
    plan = safety_plan(case)
    form.version.data = str(plan.version) if plan else ""
    return {"case": case, "plan": plan, "form": form}


@bp.route("/edit", methods=["GET", "POST"])
@case_page(Permission.SAFETY_PLAN_WRITE)
def edit(case: CaseView) -> Page:
    """Write it with her. Nothing has to be filled in but one section; the questions are offers."""
    plan, form = safety_plan(case), safety_form()()
    if plan is not None and not plan.is_own:
        raise NotFound
    sections = plan.sections if plan else blank_sections()
    is_changed = False
    if form.validate_on_submit():
        version = form.seen() if form.version.data else None
        with form.refusals():
            write_safety_plan(
                case.actor,
                case.id,
                version,
                sections=form.parts(),
                cover=form.cover(),
                is_with_her=bool(form.is_with_her.data),
            )
            flash(_("The safety plan was saved."))
            return _to_plan(case)
    if request.method == "POST":
        plan = safety_plan(case)
        sections = plan.sections if plan else sections
        is_changed = plan is not None and form.version.data != str(plan.version)
    elif plan is not None:
        form.fill(plan)
    else:
        form.language.data = "uk"
    if plan is not None and is_changed:
        form.version.data = str(plan.version)
    differing = {
        section.code for section in sections if is_changed and (form[f"text_{section.code}"].data or "") != section.text
    }
    return {"case": case, "plan": plan, "form": form, "sections": sections, "differing": differing}


@bp.route("/entrust", methods=["GET", "POST"])
@case_page(Permission.SAFETY_PLAN_ENTRUST)
def entrust(case: CaseView) -> Page:
    """Let another agency look after it, with her consent."""
    plan = visible_safety_plan(case, Permission.SAFETY_PLAN_ENTRUST)
    form = EntrustForm()
    form.offer(owners(case).agencies, case.actor.agency_id)
    if form.validate_on_submit():
        given = form.given()
        with form.refusals():
            entrust_safety_plan(
                case.actor,
                plan.id,
                agency_id=as_id(given["agency_id"]) or case.actor.agency_id,
                she_agrees=bool(given.get("she_agrees")),
            )
            flash(_("The plan was entrusted to that agency."))
            return _to_plan(case)
    return {"case": case, "plan": plan, "form": form}


@bp.route("/export", methods=["GET", "POST"])
@case_page(Permission.SAFETY_PLAN_EXPORT)
def export(case: CaseView) -> Page:
    """Take a copy, or note who holds the plan without paper."""
    plan = visible_safety_plan(case, Permission.SAFETY_PLAN_EXPORT)
    form = safety_export_form()()
    form.offer(owners(case).agencies)
    if form.validate_on_submit():
        with form.refusals():
            copy = safety_copy(
                case, language=form.language.data or "uk", handing=form.handing(), card=form.card.data or ""
            )
            if copy is None:
                flash(_("No paper was made. It is noted who holds the plan."))
                return _to_plan(case)
            return file_response(copy.content, copy.name, "application/pdf")
    if request.method == "GET":
        form.language.data = plan.language
    return {"case": case, "plan": plan, "form": form, "questions": form.questions(), "own": own(case)}


def _to_plan(case: CaseView) -> Response:
    return redirect(f"/cases/{case.reference}/safety-plan")
