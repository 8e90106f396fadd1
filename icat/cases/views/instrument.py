"""The risk instruments: which there are, how each stands, and who attests that it matches the official form."""

from flask import Blueprint, flash, redirect, request, url_for

from icat.cases.commands.attestation import attest_instrument, withdraw_attestation
from icat.cases.forms.attestation import AttestForm, TakeBackForm
from icat.cases.queries.attestation import Standing, standing_of_instrument, standings
from icat.errors import NotFound
from icat.i18n import gettext as _
from icat.members.views.current import actors_with, the_actor
from icat.policy.actor import Actor
from icat.policy.decide import can
from icat.policy.permissions import Permission
from icat.risk.instrument import Instrument, library
from icat.web.page import Page, page

bp = Blueprint("instrument", __name__, url_prefix="/instruments")


@bp.route("")
@page(Permission.INSTRUMENTS_READ)
def index() -> Page:
    """Every instrument with what its file says of itself and what was attested."""
    actor = _actor(Permission.INSTRUMENTS_READ)
    return {
        "actor": actor,
        "teams": [other.team_code for other in actors_with(Permission.INSTRUMENTS_READ)],
        "standings": standings(actor.team_id),
    }


@bp.route("/<name>")
@page(Permission.INSTRUMENTS_READ)
def show(name: str) -> Page:
    """One edition, line by line, as whoever compares it reads it."""
    actor = _actor(Permission.INSTRUMENTS_READ)
    found = _instrument(name)
    return {
        "actor": actor,
        "instrument": found,
        "standing": standing_of_instrument(actor.team_id, found),
        "may_attest": can(actor, Permission.INSTRUMENT_ATTEST),
        "may_withdraw": can(actor, Permission.ATTESTATION_WITHDRAW),
    }


@bp.route("/<name>/attest", methods=["GET", "POST"])
@page(Permission.INSTRUMENT_ATTEST)
def attest(name: str) -> Page:
    """Attest that it matches."""
    actor = _actor(Permission.INSTRUMENT_ATTEST)
    found = _instrument(name)
    form = AttestForm(data={"digest": found.digest})
    if form.validate_on_submit():
        with form.refusals():
            attest_instrument(actor, found.code, found.version, **form.given())
            flash(_("Attested under your name. It stands wherever the instrument is used."))
            return redirect(_back(actor, name))
    form.digest.data = found.digest
    return {"form": form, "actor": actor, "instrument": found, "back": _back(actor, name)}


@bp.route("/<name>/withdraw", methods=["GET", "POST"])
@page(Permission.ATTESTATION_WITHDRAW)
def withdraw(name: str) -> Page:
    """Take an attestation back."""
    actor = _actor(Permission.ATTESTATION_WITHDRAW)
    found = _instrument(name)
    standing: Standing = standing_of_instrument(actor.team_id, found)
    if standing.attested is None:
        raise NotFound
    form = TakeBackForm()
    if form.validate_on_submit():
        with form.refusals():
            withdraw_attestation(actor, standing.attested.id, reason=form.reason.data or "")
            flash(_("Taken back. Nobody sees it as attested any more."))
            return redirect(_back(actor, name))
    return {"form": form, "actor": actor, "standing": standing, "back": _back(actor, name)}


def _instrument(name: str) -> Instrument:
    """The edition called ``bc-19-1``. Refuses a name that is none."""
    for one in library().values():
        if one.name == name:
            return one
    raise NotFound


def _actor(permission: Permission) -> Actor:
    return the_actor(permission, request.values.get("team"))


def _back(actor: Actor, name: str) -> str:
    return url_for("instrument.show", name=name, team=actor.team_code)
