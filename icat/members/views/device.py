"""One's own devices: which are signed in, from which something may still be sent, ending that; and tickets for them."""

from base64 import b64encode

from flask import Blueprint, flash, jsonify, redirect, request, url_for

from icat.errors import NotFound, RuleBroken
from icat.i18n import gettext as _
from icat.members.commands.signing_in import end_device
from icat.members.commands.tickets import issue_ticket, revoke_ticket
from icat.members.queries.tickets import devices
from icat.members.views.current import person, the_actor
from icat.policy.permissions import Permission
from icat.web.page import Page, page

bp = Blueprint("device", __name__, url_prefix="/devices")


@bp.route("")
@page(Permission.DEVICES_READ)
def index() -> Page:
    """Where one is signed in, and from where something may still be sent."""
    who = person()
    return {"devices": devices(who.account_id, who.session_id)}


@bp.route("/end", methods=["POST"])
@page(Permission.TICKET_REVOKE)
def end() -> Page:
    """End one of one's own devices: its session, and what may still be sent from it."""
    who = person()
    found = next((one for one in devices(who.account_id, who.session_id) if str(one.session_id) == _named()), None)
    if found is None or found.is_this:
        raise NotFound
    left = found.tickets
    for actor in who.actors if left else ():
        try:
            left -= revoke_ticket(actor, found.session_id)
        except NotFound:  # none of its tickets is of this membership
            continue
    end_device(who, found.session_id)
    flash(_("That device is ended. Nothing can be sent from it any more."))
    return redirect(url_for("device.index"))


def _named() -> str:
    return request.form.get("device", "")


@bp.route("/tickets", methods=["POST"])
@page(Permission.TICKET_ISSUE)
def ticket() -> Page:
    """A ticket for this device, asked for by the page that can work without signal; or only whose device it is now."""
    actor = the_actor(Permission.TICKET_ISSUE, request.form.get("team"))
    whose = {"member": str(actor.member_id), "team": actor.team_code}
    if "full" in request.form:
        return jsonify(whose)
    try:
        issued = issue_ticket(actor, person().session_id)
    except RuleBroken:  # it has had enough of them
        return jsonify(whose)
    return jsonify(
        **whose,
        ticket=issued.token,
        until=issued.until.isoformat(),
        key=str(issued.key_id),
        point=b64encode(issued.point).decode(),
    )
