"""Meetings: the list, arranging one, its agenda, and who is there."""

from flask import Blueprint, flash, redirect, request, url_for

from icat.errors import NotAllowed, NotFound
from icat.i18n import gettext as _
from icat.meetings.commands.meeting import (
    acknowledge_confidentiality,
    arrange_meeting,
    close_meeting,
    open_meeting,
    record_attendance,
)
from icat.meetings.forms.meeting import MeetingForm, StepForm, attendance_form
from icat.meetings.queries.agenda import MeetingView, meeting, meetings
from icat.meetings.queries.presenter import expected, is_near
from icat.members.views.current import actors_with, the_actor
from icat.policy.actor import Actor
from icat.policy.decide import can
from icat.policy.permissions import Permission
from icat.web.button import pressed
from icat.web.page import Page, page

bp = Blueprint("meeting", __name__)


@bp.route("/meetings")
@page(Permission.MEETINGS_READ)
def index() -> Page:
    """The meetings of all the reader's teams."""
    actors = actors_with(Permission.MEETINGS_READ)
    arrangers = actors_with(Permission.MEETING_ARRANGE)
    return {"meetings": meetings(actors), "teams": [actor.team_code for actor in arrangers]}


@bp.route("/teams/<team>/meetings/new", methods=["GET", "POST"])
@page(Permission.MEETING_ARRANGE)
def new(team: str) -> Page:
    """Arrange a meeting."""
    actor = _actor(Permission.MEETING_ARRANGE, team)
    form = MeetingForm()
    if form.validate_on_submit():
        with form.refusals():
            number = arrange_meeting(actor, held_at=form.held_at.data, place=form.place.data or "")
            flash(_("The meeting is arranged."))
            return redirect(url_for("meeting.show", team=team, number=number))
    return {"form": form, "team": actor.team_code}


@bp.route("/teams/<team>/meetings/<int:number>")
@page(Permission.MEETINGS_READ)
def show(team: str, number: int) -> Page:
    """The agenda in the reader's own numbering, who is there, and the statement of confidentiality."""
    actor, found = _meeting(Permission.MEETINGS_READ, team, number)
    return {
        "meeting": found,
        "expected": expected(actor, found),
        "is_near": is_near(found),
        "step": StepForm(data={"version": str(found.version)}),
        "may_open": can(actor, Permission.MEETING_OPEN),
        "may_record": can(actor, Permission.ATTENDANCE_RECORD),
        "may_begin": can(actor, Permission.ITEM_BEGIN),
    }


@bp.route("/teams/<team>/meetings/<int:number>/open", methods=["POST"])
@page(Permission.MEETING_OPEN)
def begin(team: str, number: int) -> Page:
    """Open the meeting."""
    actor, found = _meeting(Permission.MEETING_OPEN, team, number)
    with pressed(_("The meeting is open.")):
        open_meeting(actor, found.id, StepForm().seen)
    return redirect(url_for("meeting.show", team=team, number=number))


@bp.route("/teams/<team>/meetings/<int:number>/close", methods=["POST"])
@page(Permission.MEETING_CLOSE)
def close(team: str, number: int) -> Page:
    """Close the meeting."""
    actor, found = _meeting(Permission.MEETING_CLOSE, team, number)
    with pressed(_("The meeting is closed. What was not decided can be listed again.")):
        close_meeting(actor, found.id, StepForm().seen)
    return redirect(url_for("meeting.show", team=team, number=number))


@bp.route("/teams/<team>/meetings/<int:number>/confidentiality", methods=["POST"])
@page(Permission.CONFIDENTIALITY_ACKNOWLEDGE)
def acknowledge(team: str, number: int) -> Page:
    """Take note, on one's own device, that what one hears is confidential."""
    actor, found = _meeting(Permission.CONFIDENTIALITY_ACKNOWLEDGE, team, number)
    with pressed(_("You have acknowledged confidentiality.")):
        acknowledge_confidentiality(actor, found.id)
    return redirect(url_for("meeting.show", team=team, number=number))


@bp.route("/teams/<team>/meetings/<int:number>/attendance", methods=["GET", "POST"])
@page(Permission.ATTENDANCE_RECORD)
def attendance(team: str, number: int) -> Page:
    """Who is there, and who acknowledged aloud."""
    actor, found = _meeting(Permission.ATTENDANCE_RECORD, team, number)
    form = attendance_form(found.attendants, found.version)
    if form.validate_on_submit():
        with form.refusals():
            record_attendance(actor, found.id, form.seen, kinds=form.kinds(), aloud=form.aloud())
            flash(_("Attendance recorded."))
            return redirect(url_for("meeting.show", team=team, number=number))
    if request.method == "POST":
        _again, found = _meeting(Permission.ATTENDANCE_RECORD, team, number)
        form.version.data = str(found.version)
    return {"meeting": found, "form": form, "rows": form.rows(found.attendants)}


def _actor(permission: Permission, team: str) -> Actor:
    """The membership in that team. Another team's meetings are not there for the reader."""
    try:
        return the_actor(permission, team)
    except NotAllowed:
        raise NotFound from None


def _meeting(permission: Permission, team: str, number: int) -> tuple[Actor, MeetingView]:
    actor = _actor(permission, team)
    return actor, meeting(actor, number)
