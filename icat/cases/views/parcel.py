"""What a phone without signal sends when the signal is back, and what became of it.

Whoever holds a good ticket may hand in; nothing is shown to them but the number of their own referral. Every bad ticket
gets the same answer, byte for byte.
"""

from base64 import b64decode
from binascii import Error as NotBase64
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from flask import Blueprint, Response, flash, jsonify, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from icat import clock
from icat.cases.commands.parcel import Received, defer_parcel, receive_parcel, take_parcel
from icat.cases.commands.referral import submit_referral
from icat.cases.forms.quick import QuickForm, as_alert
from icat.cases.models import ParcelKind
from icat.cases.queries.parcels import left_parcels
from icat.cases.queries.referrals import offer
from icat.crypto.parcel import About, open_parcel
from icat.crypto.sealing import SealBroken
from icat.errors import NotFound, RuleBroken
from icat.i18n import gettext as _
from icat.members.queries.tickets import Holder, holder, private_half
from icat.members.views.current import actors_with
from icat.policy.actor import Actor, system
from icat.policy.decide import can
from icat.policy.permissions import Permission
from icat.web.page import Page, open_page, page

bp = Blueprint("parcel", __name__, url_prefix="/parcels")

MOST_BYTES = 512 * 1024  # a form of 200 000 letters, sealed and written in base 64
Short = Annotated[str, msgspec.Meta(max_length=200)]


class HandedIn(msgspec.Struct, forbid_unknown_fields=True):
    """What comes from outside: the ticket, and the parcel with what it is about."""

    ticket: Short
    key: UUID
    client: UUID
    part: Annotated[int, msgspec.Meta(ge=1, le=200)]
    parcel: str


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """What lies in a parcel: what its author wanted, when by the phone's clock, and the typing as a form sends it."""

    kind: ParcelKind
    written_at: datetime
    typed: dict[Short, list[str]]


@bp.route("/receive", methods=["POST"])
@open_page
def receive() -> Page:
    """Take a parcel in. Good once; again, it gives the same answer and changes nothing."""
    request.max_content_length = MOST_BYTES
    try:
        sent = msgspec.json.decode(request.get_data(), type=HandedIn)
        parcel = b64decode(sent.parcel, validate=True)
    except (msgspec.DecodeError, NotBase64, ValueError):
        return _answer("damaged", 400)
    who = holder(sent.ticket, sent.client, clock.now())
    if who is None:
        return _answer("refused", 403)
    written = _opened(parcel, About(sent.key, who.member_id, sent.client, sent.part))
    if written is None:
        return _answer("damaged", 422)
    try:
        received = _received(who, sent, written)
    except NotFound:  # revoked or used in this very moment
        return _answer("refused", 403)
    except RuleBroken:
        return _answer("damaged", 422)
    if received.is_waiting and not _submit(who.actor, received, written):
        _defer(who, received)
        return _answer("draft", 200, received.reference)
    return _answer("submitted" if written.kind is not ParcelKind.DRAFT else "draft", 200, received.reference)


def _answer(state: str, status: int, reference: str = "") -> Response:
    response = jsonify(state=state, reference=reference)
    response.status_code = status
    return response


def _opened(parcel: bytes, about: About) -> Written | None:
    private = private_half(about.key_id)
    if private is None:
        return None
    try:
        found = msgspec.json.decode(open_parcel(private, parcel, about), type=Written)
    except (SealBroken, msgspec.DecodeError):
        return None
    return found if found.written_at.tzinfo else None


def _received(who: Holder, sent: HandedIn, written: Written) -> Received:
    return receive_parcel(
        system(who.team_id, who.team_code),
        who.ticket_id,
        client_id=sent.client,
        part=sent.part,
        kind=written.kind,
        written_at=written.written_at.astimezone(UTC),
        typed=written.typed,
    )


def _submit(actor: Actor | None, received: Received, written: Written) -> bool:
    """Submit it as its author would by hand, if the author still may and nothing is missing."""
    if actor is None or not can(actor, Permission.REFERRAL_SUBMIT):
        return False
    chosen = offer(actor, critical_yes=True, child_concerned=False)
    typed = MultiDict([(name, value) for name, values in written.typed.items() for value in values])
    form = QuickForm(formdata=as_alert(typed) if written.kind is ParcelKind.ALERT else typed, meta={"csrf": False})
    form.offer(chosen.hromadas, chosen.bases)
    form.team.choices, form.team.data = [(actor.team_code, actor.team_code)], actor.team_code
    if received.completes:
        form.relax()
    if not form.validate():
        return False
    try:
        submit_referral(actor, received.referral_id, **form.submitted())
    except (RuleBroken, NotFound):
        return False
    return True


def _defer(who: Holder, received: Received) -> None:
    try:
        defer_parcel(system(who.team_id, who.team_code), received.parcel_id)
    except NotFound:  # it was said already, when it came for the first time
        return


@bp.route("")
@page(Permission.PARCELS_READ)
def index() -> Page:
    """Referrals from phones whose author is no member any more: who may take them over, not what they say."""
    return {"left": [one for actor in actors_with(Permission.PARCELS_READ) for one in left_parcels(actor)]}


@bp.route("/<reference>/take", methods=["POST"])
@page(Permission.PARCEL_TAKE)
def take(reference: str) -> Page:
    """Go on with one of one's own agency."""
    for actor in actors_with(Permission.PARCEL_TAKE):
        for one in left_parcels(actor):
            if one.reference == reference and one.may_take:
                taken = take_parcel(actor, one.referral_id)
                flash(_("This draft is yours now. Check it and submit it."))
                return redirect(url_for("referral.edit", reference=taken))
    raise NotFound
