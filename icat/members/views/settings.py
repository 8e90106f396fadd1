"""What a team sets for itself."""

from flask import Blueprint, flash, redirect, request, url_for

from icat.i18n import gettext as _
from icat.members.commands.settings import revise_team
from icat.members.forms.settings import SettingsForm
from icat.members.queries.people import team as team_of
from icat.members.views.duty import team_actor
from icat.policy.permissions import Permission
from icat.web.page import Page, page

bp = Blueprint("settings", __name__)


@bp.route("/teams/<team>/settings", methods=["GET", "POST"])
@page(Permission.TEAM_REVISE)
def edit(team: str) -> Page:
    """Read and change the settings."""
    actor = team_actor(Permission.TEAM_REVISE, team)
    found = team_of(actor.team_id)
    form = SettingsForm(
        data={
            "version": str(found.version),
            "off_duty_advice": found.off_duty_advice,
            "stub_days": found.stub_days,
        }
    )
    if form.validate_on_submit():
        with form.refusals():
            revise_team(
                actor,
                form.seen(),
                off_duty_advice=form.off_duty_advice.data or "",
                stub_days=form.stub_days.data,
            )
            flash(_("The settings were changed."))
            return redirect(url_for("settings.edit", team=team))
    if request.method == "POST":
        form.version.data = str(team_of(actor.team_id).version)
    return {"form": form, "team": actor.team_code, "name": found.name}
