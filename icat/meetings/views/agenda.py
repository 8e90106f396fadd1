"""Putting a case on an agenda: for a planned meeting, or for one that is called at once."""

from flask import Blueprint, flash, redirect, url_for

from icat.cases.queries.asking import openings, unasked
from icat.cases.queries.door import CaseView
from icat.cases.views.case_page import case_page
from icat.i18n import Message
from icat.i18n import gettext as _
from icat.meetings.commands.agenda import call_meeting, list_case
from icat.meetings.forms.agenda import CallForm, ListingForm
from icat.meetings.queries.agenda import MOST_CASES, SITTING, OpenMeeting, open_meetings
from icat.policy.permissions import Permission
from icat.templating import moment
from icat.web.form import choices
from icat.web.page import Page

bp = Blueprint("agenda", __name__, url_prefix="/cases/<reference>/listing")


@bp.route("", methods=["GET", "POST"])
@case_page(Permission.CASE_LIST)
def new(case: CaseView) -> Page:
    """Choose one of the meetings to come."""
    found = open_meetings(case.actor)
    form = ListingForm(data={"version": str(case.version)})
    to_ask = unasked(case)
    form.ask(to_ask)
    form.meeting.choices = choices((str(one.number), moment(one.held_at), _load(one)) for one in found)
    if form.validate_on_submit():
        with form.refusals():
            list_case(
                case.actor,
                case.id,
                form.seen,
                meeting=int(form.meeting.data or 0),
                minutes=form.minutes.data or 10,
                agency_ids=form.asked_ids,
            )
            flash(_("The case is listed."))
            return redirect(url_for("item.show", reference=case.reference))
    form.version.data = str(case.version)
    return {
        "case": case,
        "form": form,
        "meetings": found,
        "team": case.actor.team_code,
        "openings": openings(to_ask.agencies),
    }


def _load(one: OpenMeeting) -> Message:
    if one.cases >= MOST_CASES or one.minutes >= SITTING:
        return Message.plural(
            "%(n)s case listed, %(minutes)s minutes: full. Propose a second sitting.",
            "%(n)s cases listed, %(minutes)s minutes: full. Propose a second sitting.",
            one.cases,
            minutes=one.minutes,
        )
    return Message.plural(
        "%(n)s case listed, %(minutes)s minutes",
        "%(n)s cases listed, %(minutes)s minutes",
        one.cases,
        minutes=one.minutes,
    )


@bp.route("/emergent", methods=["GET", "POST"])
@case_page(Permission.MEETING_CALL)
def call(case: CaseView) -> Page:
    """Call a meeting about this case within 48 hours."""
    form = CallForm(data={"version": str(case.version)})
    to_ask = unasked(case)
    form.ask(to_ask)
    if form.validate_on_submit():
        with form.refusals():
            number = call_meeting(
                case.actor,
                case.id,
                form.seen,
                held_at=form.held_at.data,
                reason=form.reason.data or "",
                place=form.place.data or "",
                agency_ids=form.asked_ids,
            )
            flash(_("The emergent meeting is called."))
            return redirect(url_for("meeting.show", team=case.actor.team_code, number=number))
    form.version.data = str(case.version)
    return {"case": case, "form": form, "openings": openings(to_ask.agencies)}
