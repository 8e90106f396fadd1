"""The referral form that works without signal: the empty page that a phone keeps, its worker, its installation."""

from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for

from icat import clock
from icat.cases.forms.offline import LockForm, OpenForm
from icat.cases.forms.quick import QuickForm, usual_basis
from icat.cases.queries.referrals import offer
from icat.config import STATIC
from icat.errors import NotFound
from icat.i18n import gettext as _
from icat.i18n import language
from icat.members.queries.duty import on_duty
from icat.members.views.current import the_actor
from icat.policy.actor import Actor
from icat.policy.permissions import Permission
from icat.templating import manifest as built
from icat.web.page import Page, open_page, page

bp = Blueprint("offline", __name__, url_prefix="/referrals")

BARE = {"csrf": False}
COLOUR = "#14324a"
DRAWN_WITH = (".css", ".js", ".woff2")


@bp.route("/offline")
@page(Permission.TICKET_ISSUE)
def write() -> Page:
    """The empty form, with what the agency may choose from: the only page that a phone keeps. It names nobody."""
    actor = the_actor(Permission.TICKET_ISSUE, request.args.get("team"))
    chosen = offer(actor, critical_yes=True, child_concerned=False)
    form = QuickForm(meta=BARE)
    form.offer(chosen.hromadas, chosen.bases)
    form.basis_code.data = usual_basis(chosen.bases) or None
    return {
        "form": form,
        **without_signal(actor),
        # the shell of a page without the person who asked for it
        "nav": [],
        "who": None,
        "language_switch": None,
        "messages": [],
        "idle_seconds": 0,
    }


def without_signal(actor: Actor) -> dict[str, Any]:
    """What the panel of a page needs that goes on without signal."""
    return {
        "team": actor.team_code,
        "files": [f"/static/{file}" for name, file in sorted(built(STATIC).items()) if name.endswith(DRAWN_WITH)],
        "lock": LockForm(prefix="lock-", meta=BARE),
        "open": OpenForm(prefix="open-", meta=BARE),
        "duty": on_duty(actor.team_id, clock.now()),
    }


@bp.route("/worker.js")
@open_page
def worker() -> Response:
    """The worker of these pages. It is asked for by this address, because an address is what it may look after."""
    return _built("worker.js", "text/javascript")


@bp.route("/manifest.webmanifest")
@open_page
def manifest() -> Response:
    """What a phone shows when the page is put on its home screen: a plain sign and a name that says nothing."""
    icons = [
        {"src": f"/static/{name}", "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any"}
        for size in (192, 512)
        if (name := built(STATIC).get(f"icon-{size}.png"))
    ]
    response = jsonify(
        id="/referrals/offline",
        name="ICAT",
        short_name="ICAT",
        description=_("Notes"),
        lang=language(),
        start_url=url_for("offline.write"),
        scope="/referrals/",
        display="standalone",
        background_color=COLOUR,
        theme_color=COLOUR,
        icons=icons,
    )
    response.mimetype = "application/manifest+json"
    return response


def _built(name: str, kind: str) -> Response:
    file = built(STATIC).get(name)
    if file is None:
        raise NotFound
    return Response((STATIC / file).read_bytes(), mimetype=kind)
