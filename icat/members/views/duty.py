"""The duty roster: a week of each team, planning a duty, cancelling one."""

from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for

from icat import clock
from icat.errors import NotAllowed, NotFound
from icat.i18n import gettext as _
from icat.members.commands.duty import plan_shift, withdraw_shift
from icat.members.forms.duty import NOBODY, CancelForm, ShiftForm
from icat.members.queries.duty import ShiftView, eligible, on_duty, shift, week
from icat.members.views.current import actors_with, the_actor
from icat.policy.actor import Actor
from icat.policy.decide import can
from icat.policy.permissions import Permission
from icat.web.form import choices
from icat.web.page import Page, page

bp = Blueprint("duty", __name__)

FARTHEST = timedelta(days=3660)


@bp.route("/duty")
@page(Permission.DUTY_READ)
def index() -> Page:
    """Who is on now, and the week, day by day, with its gaps; of one team."""
    actor = the_actor(Permission.DUTY_READ, request.args.get("team") or None)
    return {
        "team": actor.team_code,
        "teams": [other.team_code for other in actors_with(Permission.DUTY_READ)],
        "duty": on_duty(actor.team_id, clock.now()),
        "week": week(actor.team_id, _day(request.args.get("week", ""))),
        "may_plan": can(actor, Permission.SHIFT_PLAN),
        "may_revise": can(actor, Permission.TEAM_REVISE),
    }


@bp.route("/teams/<team>/duty/new", methods=["GET", "POST"])
@page(Permission.SHIFT_PLAN)
def new(team: str) -> Page:
    """Put somebody on duty."""
    actor = team_actor(Permission.SHIFT_PLAN, team)
    form = ShiftForm(data={"days": 1})
    people = [(str(id), name) for id, name in eligible(actor.team_id)]
    form.member.choices = choices(people, blank="")
    form.deputy.choices = choices(people, blank=NOBODY)
    if form.validate_on_submit():
        with form.refusals():
            plan_shift(
                actor,
                member_id=UUID(form.member.data),
                deputy_id=UUID(form.deputy.data) if form.deputy.data else None,
                from_at=form.from_at.data,
                until_at=form.until_at.data,
                phone=form.phone.data or "",
                deputy_phone=form.deputy_phone.data or "",
                days=form.days.data,
            )
            flash(_("The duty is planned."))
            first = clock.local(form.from_at.data).date().isoformat()
            return redirect(url_for("duty.index", team=team, week=first))
    return {"form": form, "team": actor.team_code}


@bp.route("/teams/<team>/duty/<int:number>/cancel", methods=["GET", "POST"])
@page(Permission.SHIFT_WITHDRAW)
def cancel(team: str, number: int) -> Page:
    """Take a duty out of the roster."""
    actor = team_actor(Permission.SHIFT_WITHDRAW, team)
    found = _shift(actor, number)
    form = CancelForm(data={"version": str(found.version)})
    if form.validate_on_submit():
        with form.refusals():
            withdraw_shift(actor, found.id, form.seen())
            flash(_("The duty is cancelled."))
            return redirect(url_for("duty.index", team=team, week=clock.local(found.from_at).date().isoformat()))
    return {"form": form, "team": actor.team_code, "shift": found}


def team_actor(permission: Permission, team: str) -> Actor:
    """The membership in that team. Another team's roster is not there for the reader."""
    try:
        return the_actor(permission, team)
    except NotAllowed:
        raise NotFound from None


def _shift(actor: Actor, number: int) -> ShiftView:
    found = shift(actor.team_id, number)
    if found is None:
        raise NotFound
    return found


def _day(text: str) -> date:
    """The day that an address names, else today: also where it names none, or one far away."""
    today = clock.today()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if abs(day - today) < FARTHEST else today
