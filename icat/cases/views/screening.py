"""Screening: the queue, one referral opened, whom to ask, what to propose, and the chair's decision to decline."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for

from icat.cases.commands.screening import ask_agency, decline_case, propose_case, request_information, screen_case
from icat.cases.forms.acting import ActForm
from icat.cases.forms.screening import AskForm, DeclineForm, ProposeForm, QuestionForm
from icat.cases.models import Proposal
from icat.cases.queries.alarms import alarms_of
from icat.cases.queries.asking import askable, openings
from icat.cases.queries.attestation import standing_of_instrument
from icat.cases.queries.comparing import resemblances
from icat.cases.queries.door import CaseView
from icat.cases.queries.factors import pictures
from icat.cases.queries.overview import overview
from icat.cases.queries.parcels import left_parcels
from icat.cases.queries.prechecks import prechecks
from icat.cases.queries.question import deciding, factor_questions
from icat.cases.queries.screening import proposed, questions, queue
from icat.cases.views.case_page import case_page
from icat.i18n import gettext as _
from icat.members.queries.people import team
from icat.members.views.current import actors_with
from icat.policy.permissions import Permission
from icat.risk.markers import pinned
from icat.web.button import pressed
from icat.web.page import Page, page

bp = Blueprint("screening", __name__)

AT = "/cases/<reference>/screening"


@bp.route("/queue")
@page(Permission.QUEUE_READ)
def index() -> Page:
    """What waits for the office, in each of the reader's teams."""
    actors = actors_with(Permission.QUEUE_READ)
    return {
        "queues": [(actor.team_code, queue(actor)) for actor in actors],
        "left": sum(len(left_parcels(actor)) for actor in actors),
    }


@bp.route(AT)
@case_page(Permission.CASE_SCREEN)
def show(case: CaseView) -> Page:
    """One referral: what it says, what is known of the risk and why, what was asked, what is proposed."""
    pictured = pictures(case)
    risk = pictured[0]
    return {
        "case": case,
        "alarms": alarms_of(case.actor, case.id),
        "about": overview(case),
        "before_names": prechecks(case),
        "resemblances": resemblances(case),
        "risk": risk,
        "pinned": pinned(one.picture for one in pictured if not one.is_empty),
        "standing": standing_of_instrument(case.actor.team_id, risk.picture.instrument),
        "deciding_answers": deciding(case, pictured),
        "asked": factor_questions(case),
        "questions": questions(case),
        "agencies": askable(case),
        "proposed": proposed(case),
        "form": ActForm(data={"version": str(case.version)}),
    }


@bp.route(f"{AT}/open", methods=["POST"])
@case_page(Permission.CASE_SCREEN)
def screen(case: CaseView) -> Page:
    """Open the referral."""
    with pressed(_("The referral is open. The referrer sees that it was read.")):
        screen_case(case.actor, case.id, ActForm().seen())
    return _back(case)


@bp.route(f"{AT}/question", methods=["GET", "POST"])
@case_page(Permission.INFORMATION_REQUEST)
def question(case: CaseView) -> Page:
    """Ask the referrer."""
    form = QuestionForm()
    if form.validate_on_submit():
        with form.refusals():
            request_information(case.actor, case.id, text=form.text.data)
            flash(_("The question was sent. The clock of the case keeps running."))
            return _back(case)
    return {"case": case, "form": form}


@bp.route(f"{AT}/agencies", methods=["GET", "POST"])
@case_page(Permission.AGENCY_ASK)
def agencies(case: CaseView) -> Page:
    """Ask agencies what they know: they get the names and the years of birth, and nothing else."""
    all_of_them = askable(case)
    open_ones = [one for one in all_of_them if one.basis and not one.is_asked]
    form = AskForm()
    form.agencies.choices = [(str(one.id), one.name) for one in open_ones]
    if form.agencies.data is None:
        form.agencies.data = [str(one.id) for one in open_ones if one.is_core]
    if form.validate_on_submit():
        with form.refusals():
            ask_agency(case.actor, case.id, agency_ids=[UUID(one) for one in form.agencies.data])
            flash(_("The agencies were asked."))
            return _back(case)
    return {
        "case": case,
        "form": form,
        "open_ones": open_ones,
        "openings": openings(all_of_them),
        "asked": [one.name for one in all_of_them if one.is_asked],
    }


@bp.route(f"{AT}/proposal", methods=["GET", "POST"])
@case_page(Permission.CASE_PROPOSE)
def propose(case: CaseView) -> Page:
    """Propose to the chairs."""
    form = ProposeForm(data={"version": str(case.version)})
    if form.validate_on_submit():
        with form.refusals():
            propose_case(
                case.actor,
                case.id,
                form.seen(),
                proposal=Proposal(form.proposal.data),
                code=form.code.data or "",
                reason=form.reason.data or "",
            )
            flash(_("The chairs see your proposal."))
            return _back(case)
    form.renew(case.version)
    return {"case": case, "form": form, "proposed": proposed(case)}


@bp.route(f"{AT}/decline", methods=["GET", "POST"])
@case_page(Permission.CASE_DECLINE)
def decline(case: CaseView) -> Page:
    """Decline what the coordinator proposed to decline."""
    form = DeclineForm(data={"version": str(case.version)})
    if form.validate_on_submit():
        with form.refusals():
            decline_case(case.actor, case.id, form.seen(), advice=form.advice.data)
            flash(_("The referral was declined. Agencies do not see the case any more."))
            return redirect(url_for("screening.index"))
    form.renew(case.version)
    return {
        "case": case,
        "form": form,
        "proposed": proposed(case),
        "stub_days": team(case.actor.team_id).stub_days,
    }


def _back(case: CaseView) -> Page:
    return redirect(url_for("screening.show", reference=case.reference))
