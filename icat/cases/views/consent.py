"""The consents of a case: who agreed to what, the signed paper, and taking one back."""

from flask import Blueprint, Response, flash, redirect, request, url_for

from icat import clock
from icat.cases.commands.consent import attach_paper, record_consent, withdraw_consent
from icat.cases.forms.consent import HERS, ConsentForm, PaperForm, move_box, withdraw_form
from icat.cases.queries.consents import colleagues, consent, consents, outcome, paper_of
from icat.cases.queries.door import CaseView
from icat.cases.steps.consenting import USUAL
from icat.cases.views.case_page import case_page
from icat.errors import NotFound, Stale
from icat.i18n import gettext as _
from icat.legal import RecipientKind
from icat.members.queries.people import agencies
from icat.pdf.consent import EASY, Box, ConsentSheet, consent_pdf
from icat.policy.permissions import Permission
from icat.web.page import Page, file_response, kept_file_response, takes_file

bp = Blueprint("consent", __name__, url_prefix="/cases/<reference>/consents")


@bp.route("")
@case_page(Permission.CASE_READ)
def index(case: CaseView) -> Page:
    """Every consent that the reader may know of, the newest first."""
    return {"case": case, "consents": tuple(reversed(consents(case)))}


@bp.route("/new", methods=["GET", "POST"])
@case_page(Permission.CONSENT_RECORD)
@takes_file
def new(case: CaseView) -> Page:
    """Record that she was asked, and what she said."""
    known = agencies(case.actor.team_id)
    others = [(id, view.short_name) for id, view in known.items() if id != case.actor.agency_id]
    form = ConsentForm().offer(others, colleagues(case))
    if form.validate_on_submit():
        with form.refusals():
            record_consent(case.actor, case.id, asked=form.asked(), paper=form.file.data)
            flash(_("Recorded. What is shared on her consent can now rest on it."))
            return redirect(url_for("consent.index", reference=case.reference))
    return {"case": case, "form": form}


@bp.route("/form")
@case_page(Permission.CONSENT_RECORD)
def form(case: CaseView) -> Response:
    """The form to print, in her language: filled in with who asks and the agencies of the team, or blank."""
    known = agencies(case.actor.team_id)
    asker = dict(colleagues(case)).get(case.actor.member_id, "")
    is_blank = "blank" in request.args
    others = [view.short_name for id, view in known.items() if id != case.actor.agency_id]
    sheet = ConsentSheet(
        language="en" if request.args.get("language") == "en" else "uk",
        made_on=clock.now(),
        agency="" if is_blank else known[case.actor.agency_id].name,
        asked_by="" if is_blank else asker,
        recipients=(Box(RecipientKind.OFFICE.words), *(Box(name) for name in others)),
        categories=tuple(Box(EASY.get(one, one.words)) for one in HERS),
        until_on=None if is_blank else clock.today() + USUAL,
        reference="" if is_blank else case.reference,
    )
    return file_response(consent_pdf(sheet), "form.pdf", "application/pdf")


@bp.route("/<int:number>")
@case_page(Permission.CASE_READ)
def show(case: CaseView, number: int) -> Page:
    """One consent: what it says and, for the agency that asked, its texts and its paper."""
    found = consent(case, number)
    return {"case": case, "consent": found, "outcome": outcome(case, found.id) if found.is_in_force else None}


@bp.route("/<int:number>/attach", methods=["GET", "POST"])
@case_page(Permission.PAPER_ATTACH)
@takes_file
def attach(case: CaseView, number: int) -> Page:
    """Keep the signed form with its consent."""
    found = consent(case, number)
    if not found.is_own:
        raise NotFound
    form = PaperForm()
    if form.validate_on_submit():
        with form.refusals():
            if form.of.data != str(found.id):
                raise Stale
            attach_paper(case.actor, found.id, paper=form.file.data)
            flash(_("The signed form is kept, sealed, with this consent."))
            return redirect(url_for("consent.show", reference=case.reference, number=number))
    form.of.data = str(found.id)
    return {"case": case, "consent": found, "form": form}


@bp.route("/<int:number>/paper/<int:page>")
@case_page(Permission.CASE_READ)
def paper(case: CaseView, number: int, page: int) -> Response:
    """The signed form, for the agency that asked: to keep, never shown inside a page."""
    kept = paper_of(case, consent(case, number).id, page)
    name = f"{case.reference}-{number}-{page}.{kept.kind.extension}"
    return kept_file_response(kept.content, name, kept.kind.media_type)


@bp.route("/<int:number>/withdraw", methods=["GET", "POST"])
@case_page(Permission.CONSENT_WITHDRAW)
def withdraw(case: CaseView, number: int) -> Page:
    """What ends with it and for whom, what could go on on another basis; then one button."""
    found = consent(case, number)
    if not found.is_in_force:
        raise NotFound
    coming = outcome(case, found.id)
    form = withdraw_form(coming.ending)()
    if form.validate_on_submit():
        with form.refusals():
            withdraw_consent(
                case.actor,
                found.id,
                form.shown(found.id),
                method=form.method.data,
                reason=form.reason.data or "",
                moved=form.moved(coming.ending),
            )
            flash(_("Taken back. What rested on this consent has ended; the log keeps that it was."))
            return redirect(url_for("consent.index", reference=case.reference))
    if request.method == "GET" or form.form_errors:
        form.show(found.id, coming.ids)
    boxes = {one.share.id: move_box(one) for one in coming.ending if one.moves}
    return {"case": case, "consent": found, "outcome": coming, "boxes": boxes, "form": form}
