"""The quick referral: an alert from the doorstep, a useful referral in six minutes, and what completes it later."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from icat.cases.commands.papers import attach_form
from icat.cases.commands.referral import Receipt, draft_referral, submit_referral
from icat.cases.forms.quick import AT_THE_DOOR, QuickForm, as_alert, client_id_of, usual_basis
from icat.cases.models import ReferralState
from icat.cases.queries.referrals import Offer, ReferralDraft, my_referrals, offer
from icat.cases.steps.drafting import is_of
from icat.cases.views.offline import without_signal
from icat.cases.views.own import own_referral, typed_here, whole_form
from icat.errors import RuleBroken, Stale
from icat.i18n import gettext as _
from icat.members.queries.people import team
from icat.members.views.current import actors_with, the_actor
from icat.policy.actor import Actor
from icat.policy.permissions import Permission
from icat.web.page import Page, page, takes_file

bp = Blueprint("quick", __name__, url_prefix="/referrals")


@bp.route("/quick", methods=["GET", "POST"])
@page(Permission.REFERRAL_DRAFT)
@takes_file
def new() -> Page:
    """The doorstep page. What is typed is kept under the identifier that the page made, also when nothing was sent."""
    actors = actors_with(Permission.REFERRAL_DRAFT)
    actor = the_actor(Permission.REFERRAL_DRAFT, request.values.get("team") or None)
    chosen = offer(actor, critical_yes=True, child_concerned=False)
    form = _form(chosen, None)
    form.team.choices = [(one.team_code, team(one.team_id).name) for one in actors]
    form.client_id.data = str(client_id_of(form.client_id.data or request.args.get("client")))
    if form.is_submitted() and (done := _sent(actor, form, None)):
        return done
    return {
        "form": form,
        "agency": chosen.agency,
        "several": len(actors) > 1,
        "basis": _basis(form, chosen),
        "drafts": len(my_referrals(actor).drafts),
        "autosave": url_for("quick.keep"),
        **without_signal(actor),
    }


@bp.route("/quick/draft", methods=["POST"])
@page(Permission.REFERRAL_DRAFT)
@takes_file
def keep() -> Page:
    """Keeps what was typed on the doorstep page; the page is not drawn again."""
    actor = the_actor(Permission.REFERRAL_DRAFT, request.form.get("team") or None)
    client_id = client_id_of(request.form.get("client_id"))
    return _kept(lambda: draft_referral(actor, typed=typed_here(), boxes=AT_THE_DOOR, client_id=client_id))


@bp.route("/<reference>/quick", methods=["GET", "POST"])
@page(Permission.REFERRAL_DRAFT)
@takes_file
def edit(reference: str) -> Page:
    """The same page for a draft, and for what completes a referral."""
    actor, draft = own_referral(reference)
    if draft.state is ReferralState.SUBMITTED:
        return redirect(url_for("referral.show", reference=draft.completes or draft.reference))
    chosen = offer(actor, critical_yes=True, child_concerned=False)
    form = _form(chosen, draft)
    if form.is_submitted() and (done := _sent(actor, form, draft)):
        return done
    return {
        "referral": draft,
        "form": form,
        "agency": chosen.agency,
        "basis": _basis(form, chosen),
        "autosave": url_for("quick.keep_draft", reference=reference),
    }


@bp.route("/<reference>/quick/draft", methods=["POST"])
@page(Permission.REFERRAL_DRAFT)
@takes_file
def keep_draft(reference: str) -> Page:
    """Keeps what was typed in a draft; the page is not drawn again."""
    actor, draft = own_referral(reference)
    return _kept(lambda: draft_referral(actor, draft.id, typed=typed_here(), boxes=AT_THE_DOOR))


def _kept(keep_it: Callable[[], object]) -> Response:
    try:
        keep_it()
    except (RuleBroken, Stale):
        return Response(status=409)
    return Response(status=204)


def _form(chosen: Offer, draft: ReferralDraft | None) -> QuickForm:
    """The form as it was sent, or with what the draft holds; what can be chosen beforehand is chosen."""
    sent: MultiDict[str, Any] | None = None
    if request.method == "POST":
        sent = MultiDict([*request.form.items(multi=True), *request.files.items(multi=True)])
        sent = as_alert(sent) if "alert" in request.form else sent
    form = QuickForm(**({"formdata": sent} if sent is not None else {}), typed=draft.typed if draft else None)
    form.offer(chosen.hromadas, chosen.bases)
    if draft and draft.completes:
        form.relax()
    elif sent is None:
        form.hromada.data = form.hromada.data or chosen.usual or None
        form.basis_code.data = form.basis_code.data or usual_basis(chosen.bases) or None
    return form


def _sent(actor: Actor, form: QuickForm, draft: ReferralDraft | None) -> AnyResponse | None:
    """Keep what was typed, whatever it is worth; then send it, if that was asked. Nothing: the page has to be shown."""
    is_right = form.validate()
    if form.csrf_token.errors:
        return None
    client_id = client_id_of(form.client_id.data) if draft is None else None
    with form.refusals():
        made = draft_referral(
            actor, draft.id if draft else None, typed=typed_here(), boxes=AT_THE_DOOR, client_id=client_id
        )
        if form.paper.data is not None:
            attach_form(actor, made.referral_id, paper=form.paper.data)
            form.paper.data = None
        if "draft" in request.form:
            flash(_("The draft was saved."))
            return redirect(url_for("quick.edit", reference=made.reference))
        if is_right:
            return _submitted(actor, form, draft, made)
    return None


def _submitted(actor: Actor, form: QuickForm, draft: ReferralDraft | None, made: Receipt) -> AnyResponse:
    """Send it, with what was typed on the other pages of the draft; where that is wrong, it is shown there."""
    others = {name: typed for name, typed in (draft.typed if draft else {}).items() if not is_of(name, AT_THE_DOOR)}
    if others and draft:
        whole = whole_form(actor, {**others, **_lists(form)}, is_addition=bool(draft.completes))
        if not whole.validate():
            flash(_("Something on the full form has to be looked at before this can be sent."))
            return redirect(url_for("referral.edit", reference=draft.reference))
        given = whole.submitted()
    else:
        given = form.submitted()
    receipt = submit_referral(actor, made.referral_id, **given)
    flash(_("The urgent alert was sent.") if "alert" in request.form else _("The referral was submitted."))
    return redirect(url_for("referral.show", reference=receipt.reference))


def _lists(form: QuickForm) -> dict[str, list[str]]:
    """What was typed here, with what the alert button says."""
    said = typed_here()
    return {**said, "urgency": [form.urgency.data]} if form.urgency.data else said


def _basis(form: QuickForm, chosen: Offer) -> str:
    """The chosen basis in words, so that it need not be opened to be known."""
    return next((str(one.label) for one in chosen.bases if one.code == form.basis_code.data), "")
