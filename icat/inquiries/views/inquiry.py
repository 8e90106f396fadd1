"""The register of inquiries: the list, a new one, one in full, and what is done about it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from icat.audit.events import Event
from icat.audit.reading import record_event
from icat.cases.queries.door import open_case
from icat.errors import NotAllowed, NotFound, RuleBroken
from icat.i18n import Message
from icat.i18n import gettext as _
from icat.inquiries.commands.inquiry import (
    answer_inquiry,
    assign_inquiry,
    confirm_identity,
    link_inquiry,
    postpone_inquiry,
    receive_inquiry,
)
from icat.inquiries.documents import letter
from icat.inquiries.forms.inquiry import (
    AnswerForm,
    AssignForm,
    IdentityForm,
    InquiryForm,
    LinkForm,
    PostponeForm,
    filter_form,
    latest,
)
from icat.inquiries.queries.register import PAGE, InquiryView, holders, inquiry, register
from icat.inquiries.queries.subject_report import can_prepare, has_report
from icat.inquiries.terms import inquirers
from icat.meetings.forms.versioned import VersionedForm
from icat.members.views.current import actors_with, the_actor
from icat.policy.actor import Actor
from icat.policy.decide import can
from icat.policy.permissions import Permission
from icat.web.page import Page, file_response, page

bp = Blueprint("inquiry", __name__)


@bp.route("/inquiries")
@page(Permission.INQUIRIES_READ)
def index() -> Page:
    """The register of one team, the newest first."""
    actor = the_actor(Permission.INQUIRIES_READ, request.args.get("team") or None)
    form = filter_form(request.args)
    before = request.args.get("before", "")
    edge = int(before) if before.isascii() and before.isdecimal() and len(before) < 9 else None
    rows = register(actor, form.wanted(edge)) if form.validate() else ()
    return {
        "form": form,
        "team": actor.team_code,
        "teams": [other.team_code for other in actors_with(Permission.INQUIRIES_READ)],
        "rows": rows[:PAGE],
        "older": rows[PAGE - 1].number if len(rows) > PAGE else None,
        "may_receive": can(actor, Permission.INQUIRY_RECEIVE),
    }


@bp.route("/teams/<team>/inquiries/new", methods=["GET", "POST"])
@page(Permission.INQUIRY_RECEIVE)
def new(team: str) -> Page:
    """Write an inquiry down, also while somebody is on the line."""
    actor = _actor(Permission.INQUIRY_RECEIVE, team)
    form = InquiryForm()
    form.offer(holders(actor), actor.member_id)
    if form.validate_on_submit():
        with form.refusals():
            number = receive_inquiry(
                actor,
                kind=form.kind.data,
                channel=form.channel.data,
                asked=form.asked(),
                received_at=form.received_at.data,
                holder_id=UUID(form.holder_id.data),
                language=form.language.data or "uk",
            )
            flash(_("The inquiry is in the register under number %(number)s.", number=number))
            return redirect(url_for("inquiry.show", team=team, number=number))
    return {"form": form, "team": actor.team_code, "kinds": tuple(inquirers().values())}


@bp.route("/teams/<team>/inquiries/<int:number>")
@page(Permission.INQUIRIES_READ)
def show(team: str, number: int) -> Page:
    """Who asks whom for what, the term, and what was done."""
    actor, found = _inquiry(Permission.INQUIRIES_READ, team, number)
    _record(actor, found)
    return {
        "inquiry": found,
        "may_link": can(actor, Permission.INQUIRY_LINK),
        "latest": latest(found),
        "may_report": can_prepare(actor, found.id),
        "has_report": has_report(actor, found.id),
    }


@bp.route("/teams/<team>/inquiries/<int:number>/identity", methods=["GET", "POST"])
@page(Permission.IDENTITY_CONFIRM)
def identity(team: str, number: int) -> Page:
    """Write down how it was checked who asks."""
    actor, found = _inquiry(Permission.IDENTITY_CONFIRM, team, number)
    form = IdentityForm()
    form.offer()
    if form.validate_on_submit():
        with form.refusals():
            confirm_identity(actor, found.id, form.seen, shown=form.shown.data, note=form.note.data or "")
            flash(_("It is noted how it was checked who asks."))
            return _to(team, number)
    return _page(form, actor, found)


@bp.route("/teams/<team>/inquiries/<int:number>/assign", methods=["GET", "POST"])
@page(Permission.INQUIRY_ASSIGN)
def assign(team: str, number: int) -> Page:
    """Give it to somebody to answer."""
    actor, found = _inquiry(Permission.INQUIRY_ASSIGN, team, number)
    form = AssignForm()
    form.holder_id.choices = holders(actor)
    if form.validate_on_submit():
        with form.refusals():
            assign_inquiry(actor, found.id, form.seen, holder_id=UUID(form.holder_id.data))
            flash(_("The inquiry has a new holder."))
            return _to(team, number)
    return _page(form, actor, found)


@bp.route("/teams/<team>/inquiries/<int:number>/link", methods=["GET", "POST"])
@page(Permission.INQUIRY_LINK)
def link(team: str, number: int) -> Page:
    """Say which case it is about. A wrong reference and a case that is not for this reader get one answer."""
    actor, found = _inquiry(Permission.INQUIRY_LINK, team, number)
    form = LinkForm()
    if form.validate_on_submit():
        with form.refusals():
            link_inquiry(actor, found.id, form.seen, case_id=_case(actor, form.reference.data or ""))
            flash(_("The inquiry is tied to the case. Only who may read the case sees that."))
            return _to(team, number)
    return _page(form, actor, found)


@bp.route("/teams/<team>/inquiries/<int:number>/postpone", methods=["GET", "POST"])
@page(Permission.INQUIRY_POSTPONE)
def postpone(team: str, number: int) -> Page:
    """Tell whoever asks that it takes longer."""
    actor, found = _inquiry(Permission.INQUIRY_POSTPONE, team, number)
    form = PostponeForm()
    if form.validate_on_submit():
        with form.refusals():
            postpone_inquiry(actor, found.id, form.seen, until=form.until.data, reason=form.reason.data or "")
            flash(_("The inquiry is postponed. Print the letter and send it."))
            return _to(team, number)
    return _page(form, actor, found, latest=latest(found))


@bp.route("/teams/<team>/inquiries/<int:number>/answer", methods=["GET", "POST"])
@page(Permission.INQUIRY_ANSWER)
def answer(team: str, number: int) -> Page:
    """Answer it; data leave only as a share that the law allows."""
    actor, found = _inquiry(Permission.INQUIRY_ANSWER, team, number)
    form = AnswerForm()
    form.offer(found)
    if form.validate_on_submit():
        with form.refusals():
            answer_inquiry(
                actor,
                found.id,
                form.seen,
                outcome=form.outcome.data,
                refusal=(form.refusal.data or "") if form.outcome.data == "refused" else "",
                words=form.words.data or "",
                giving=form.giving(),
            )
            flash(_("The answer is recorded. Print the letter and send it."))
            return _to(team, number)
    return _page(form, actor, found)


@bp.route("/teams/<team>/inquiries/<int:number>/letters/<int:kind>")
@page(Permission.INQUIRIES_READ)
def paper(team: str, number: int, kind: int) -> Response:
    """The letter of the postponement (1) or of the answer (2), as a PDF."""
    actor, found = _inquiry(Permission.INQUIRIES_READ, team, number)
    made = letter(actor, found, kind)
    _record(actor, found)
    return file_response(made, f"letter-{number}-{kind}.pdf", "application/pdf")


def _actor(permission: Permission, team: str) -> Actor:
    try:
        return the_actor(permission, team)
    except NotAllowed:
        raise NotFound from None


def _inquiry(permission: Permission, team: str, number: int) -> tuple[Actor, InquiryView]:
    actor = _actor(permission, team)
    return actor, inquiry(actor, number)


def _case(actor: Actor, reference: str) -> UUID:
    try:
        return open_case(actor, Permission.INQUIRY_LINK, reference).id
    except NotFound:
        raise RuleBroken(
            Message("There is no such case that you may open. Check the reference."), field="reference"
        ) from None


def _record(actor: Actor, found: InquiryView) -> None:
    record_event(actor, Event.INQUIRY_READ, inquiry=str(found.id), number=found.number)


def _page(form: VersionedForm, actor: Actor, found: InquiryView, **more: object) -> Page:
    """The page of a form over the inquiry as it is now: what was refused as stale can be sent again after a look."""
    if request.method == "POST":
        found = inquiry(actor, found.number)
    form.version.data = str(found.version)
    return {"inquiry": found, "form": form, **more}


def _to(team: str, number: int) -> Response:
    return redirect(url_for("inquiry.show", team=team, number=number))
