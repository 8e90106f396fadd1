"""Urgent referrals that wait for an answer: the list, and the one press that takes one."""

from flask import Blueprint, flash, redirect, url_for

from icat import references
from icat.cases.commands.alarms import acknowledge_alarm
from icat.cases.forms.acting import ActForm
from icat.cases.queries.alarms import alarms, open_alarm
from icat.errors import NotFound, RuleBroken
from icat.i18n import gettext as _
from icat.members.views.current import actors_with
from icat.policy.permissions import Permission
from icat.web.page import Page, page

bp = Blueprint("alarms", __name__, url_prefix="/alarms")


@bp.route("")
@page(Permission.ALARM_ACKNOWLEDGE)
def index() -> Page:
    """What waits, and what was just taken by whom."""
    return {
        "alarms": [one for actor in actors_with(Permission.ALARM_ACKNOWLEDGE) for one in alarms(actor)],
        "form": ActForm(),
    }


@bp.route("/<reference>/acknowledge", methods=["POST"])
@page(Permission.ALARM_ACKNOWLEDGE)
def acknowledge(reference: str) -> Page:
    """Take it."""
    known = references.parse(reference) or ""
    actors = actors_with(Permission.ALARM_ACKNOWLEDGE)
    actor = next((one for one in actors if known.startswith(f"{one.team_code}-")), None)
    if actor is None:
        raise NotFound
    found = open_alarm(actor, reference)
    try:
        acknowledge_alarm(actor, found.id)
        flash(_("You have taken it: nobody else is called. The officer sees it."))
    except RuleBroken as refused:
        flash(str(refused.message))
    return redirect(url_for("alarms.index"))
