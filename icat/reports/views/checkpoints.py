"""How far the log is held by others than this machine: for auditors and officers of data protection."""

from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from icat import clock
from icat.audit.checkpoint import PROMISE, latest_checkpoint
from icat.audit.events import Event
from icat.audit.queries.log import size_of
from icat.audit.reading import record_event
from icat.errors import NotFound
from icat.i18n import Message
from icat.i18n import gettext as _
from icat.members.commands.witnesses import appoint_witness, end_witness, keep_cosignature
from icat.members.views.current import actors_with, the_actor
from icat.policy.actor import Actor
from icat.policy.decide import can
from icat.policy.permissions import Permission
from icat.reports.forms.checkpoints import CosignatureForm, WitnessForm
from icat.reports.queries.checkpoints import (
    agencies_to_witness,
    held,
    request_for,
    standing,
    whole_log,
    witnesses,
)
from icat.web.form import choices
from icat.web.page import Page, file_response, page

bp = Blueprint("checkpoints", __name__, url_prefix="/log/checkpoints")


@bp.route("")
@page(Permission.LOG_READ)
def index() -> Page:
    """What is signed and witnessed, what was checked, what waits."""
    actor = _actor(Permission.LOG_READ)
    record_event(actor, Event.LOG_READ)
    return {
        "actor": actor,
        "teams": [other.team_code for other in actors_with(Permission.LOG_READ)],
        "promise": PROMISE,
        "stand": standing(actor.team_id),
        "held": held(actor.team_id),
        "witnesses": witnesses(actor),
        "is_mail_set_up": current_app.config["ICAT"].mail.is_set_up,
        "may_appoint": can(actor, Permission.WITNESS_APPOINT),
        "may_export": can(actor, Permission.LOG_EXPORT),
    }


@bp.route("/newest")
@page(Permission.LOG_READ)
def newest() -> BaseResponse:
    """The newest checkpoint with every signature there is by now, as a text for a witness."""
    actor = _actor(Permission.LOG_READ)
    head = latest_checkpoint(actor.team_id)
    if head is None:
        raise NotFound
    name = f"icat-checkpoint-{actor.team_code}-{head.size}.txt"
    return file_response(head.note.encode(), name, "text/plain; charset=utf-8")


@bp.route("/witnesses/<key>/request")
@page(Permission.LOG_READ)
def ask(key: str) -> BaseResponse:
    """What a witness is asked to sign, with the proof that the log continues what it saw."""
    actor = _actor(Permission.LOG_READ)
    found = request_for(actor, key)
    if found is None:
        raise NotFound
    text, name = found
    return file_response(text.encode(), name, "text/plain; charset=utf-8")


@bp.route("/export", methods=["POST"])
@page(Permission.LOG_EXPORT)
def export() -> BaseResponse:
    """The whole log, for the verifier on another machine."""
    actor = _actor(Permission.LOG_EXPORT)
    lines = whole_log(actor)
    if lines is None:
        flash(_("This log is given out on the server only: icat audit export"))
        return redirect(_back(actor))
    rows = size_of(actor.team_id)
    content = b"".join(lines)
    record_event(actor, Event.LOG_EXPORTED, rows=rows)
    name = f"icat-log-{actor.team_code}-{clock.today():%Y-%m-%d}.txt"
    return file_response(content, name, "text/plain; charset=utf-8")


@bp.route("/cosignature", methods=["GET", "POST"])
@page(Permission.COSIGNATURE_KEEP)
def cosign() -> Page:
    """Bring what a witness has signed."""
    actor = _actor(Permission.COSIGNATURE_KEEP)
    form = CosignatureForm()
    if form.validate_on_submit():
        with form.refusals():
            size = keep_cosignature(actor, **form.given())
            flash(_("Kept: the first %(n)s entries are now held by the witness's agency.", n=size))
            return redirect(_back(actor))
    return {"form": form, "actor": actor, "back": _back(actor)}


@bp.route("/witnesses/new", methods=["GET", "POST"])
@page(Permission.WITNESS_APPOINT)
def appoint() -> Page:
    """Appoint an agency's witness."""
    actor = _actor(Permission.WITNESS_APPOINT)
    form = WitnessForm()
    form.agency.choices = choices(
        [(str(agency.id), agency.name) for agency in agencies_to_witness(actor)], blank=Message("Choose")
    )
    if form.validate_on_submit():
        with form.refusals():
            agency_id = UUID(str(form.agency.data))
            appoint_witness(actor, agency_id=agency_id, name=form.name.data or "", vkey=form.vkey.data or "")
            flash(_("The witness is appointed."))
            return redirect(_back(actor))
    return {"form": form, "actor": actor, "back": _back(actor)}


@bp.route("/witnesses/<key>/end", methods=["POST"])
@page(Permission.WITNESS_END)
def end(key: str) -> BaseResponse:
    """Release a witness."""
    actor = _actor(Permission.WITNESS_END)
    found = next((witness for witness in witnesses(actor) if witness.key_id == key), None)
    if found is None:
        raise NotFound
    end_witness(actor, found.id)
    flash(_("The witness is released. What it signed before still counts."))
    return redirect(_back(actor))


def _actor(permission: Permission) -> Actor:
    return the_actor(permission, request.values.get("team") or None)


def _back(actor: Actor) -> str:
    return url_for("checkpoints.index", team=actor.team_code)
