"""The referral: begun, filled in, kept while it is typed, submitted once, and its receipt."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, flash, redirect, request, url_for

from icat import clock, codes
from icat.cases.commands.referral import draft_referral, submit_referral, withdraw_referral
from icat.cases.forms.factors import asked, stem
from icat.cases.forms.referral import ReferralForm, referral_form, sections
from icat.cases.forms.starting import DiscardForm, StartForm
from icat.cases.models import ReferralState
from icat.cases.queries.alarms import alarms_of, duty_for
from icat.cases.queries.attestation import standing_of_instrument
from icat.cases.queries.parcels import deferred, left_parcels
from icat.cases.queries.referrals import Offer, ReferralDraft, my_referrals, offer
from icat.cases.views.own import own_referral, typed_here
from icat.errors import RuleBroken
from icat.i18n import gettext as _
from icat.members.queries.duty import on_duty
from icat.members.views.current import actors_with, the_actor
from icat.policy.permissions import Permission
from icat.risk import instrument
from icat.web.page import Page, page

bp = Blueprint("referral", __name__, url_prefix="/referrals")


@bp.route("")
@page(Permission.REFERRAL_DRAFT)
def index() -> Page:
    """The author's drafts, and what was submitted."""
    actors = actors_with(Permission.REFERRAL_DRAFT)
    return {
        "mine": [(actor.team_code, my_referrals(actor)) for actor in actors],
        "deferred": {reference: at for actor in actors for reference, at in deferred(actor).items()},
        "left": sum(len(left_parcels(actor)) for actor in actors_with(Permission.PARCEL_TAKE)),
    }


@bp.route("/new", methods=["GET", "POST"])
@page(Permission.REFERRAL_DRAFT)
def new() -> Page:
    """What a referral needs and what becomes of it; the draft begins with the press of the button."""
    actors = actors_with(Permission.REFERRAL_DRAFT)
    form = StartForm()
    offers = {actor.team_code: offer(actor, critical_yes=False, child_concerned=False) for actor in actors}
    form.team.choices = [(code, found.team.name) for code, found in offers.items()]
    if form.team.data not in offers:
        form.team.data = request.args.get("team") or actors[0].team_code
    if form.validate_on_submit():
        actor = the_actor(Permission.REFERRAL_DRAFT, form.team.data)
        made = draft_referral(actor)
        return redirect(url_for("referral.edit", reference=made.reference))
    return {
        "form": form,
        "several": len(actors) > 1,
        "agency": next(iter(offers.values())).agency,
        "duties": [(actor.team_code, on_duty(actor.team_id, clock.now())) for actor in actors],
    }


@bp.route("/<reference>/edit", methods=["GET", "POST"])
@page(Permission.REFERRAL_DRAFT)
def edit(reference: str) -> Page:
    """The whole form on one page."""
    actor, draft = own_referral(reference)
    if draft.state is ReferralState.SUBMITTED:
        return redirect(url_for("referral.show", reference=draft.reference))
    chosen = offer(actor, **_calls_for(typed_here() if request.method == "POST" else draft.typed))
    form = _form(chosen, draft)
    if draft.completes:
        form.relax()
    if request.method == "POST":
        version = form.seen()
        if "draft" in request.form:
            with form.refusals():
                draft_referral(actor, draft.id, version, typed=typed_here())
                flash(_("The draft was saved."))
                return redirect(url_for("referral.edit", reference=draft.reference))
        elif form.validate_on_submit():
            with form.refusals():
                submit_referral(actor, draft.id, version, **form.submitted())
                flash(_("The referral was submitted."))
                return redirect(url_for("referral.show", reference=draft.reference))
        form.renew(draft.version)
    return {
        "referral": draft,
        "form": form,
        "sections": sections(form, asks_lap=chosen.team.asks_lap),
        "factors": asked(form, instrument.current("bc-19")),
        "lap": asked(form, instrument.current("lap-11")) if chosen.team.asks_lap else [],
        "standing": standing_of_instrument(actor.team_id, instrument.current("bc-19")),
        "lap_standing": standing_of_instrument(actor.team_id, instrument.current("lap-11")),
        "agency": chosen.agency,
    }


@bp.route("/<reference>/draft", methods=["POST"])
@page(Permission.REFERRAL_DRAFT)
def draft(reference: str) -> Page:
    """Keeps what was typed, whatever it is worth; the page is not drawn again."""
    actor, kept = own_referral(reference)
    try:
        draft_referral(actor, kept.id, typed=typed_here())
    except RuleBroken:
        return Response(status=409)
    return Response(status=204)


@bp.route("/<reference>")
@page(Permission.REFERRAL_DRAFT)
def show(reference: str) -> Page:
    """The receipt: the number to write down, and what happens next."""
    actor, found = own_referral(reference)
    if found.completes:
        return redirect(url_for("referral.show", reference=found.completes))
    if found.state is not ReferralState.SUBMITTED or found.case_id is None:
        return redirect(url_for("referral.edit", reference=found.reference))
    calls = alarms_of(actor, found.case_id)
    return {
        "referral": found,
        "urgency": codes.words("urgency", found.urgency),
        "alarms": calls,
        "duty": duty_for(found.case_id) if any(one.is_open for one in calls) else None,
    }


@bp.route("/<reference>/complete", methods=["POST"])
@page(Permission.REFERRAL_DRAFT)
def complete(reference: str) -> Page:
    """Begin, or go on with, what completes a referral."""
    actor, found = own_referral(reference)
    made = draft_referral(actor, completes_id=found.id)
    return redirect(url_for("quick.edit", reference=made.reference))


@bp.route("/<reference>/withdraw", methods=["GET", "POST"])
@page(Permission.REFERRAL_WITHDRAW)
def withdraw(reference: str) -> Page:
    """Throw a draft away."""
    actor, found = own_referral(reference)
    form = DiscardForm()
    if form.validate_on_submit():
        with form.refusals():
            withdraw_referral(actor, found.id)
            flash(_("The draft was thrown away."))
            return redirect(url_for("referral.index"))
    return {"form": form, "referral": found}


def _form(chosen: Offer, draft: ReferralDraft) -> ReferralForm:
    form = referral_form(chosen.team.asks_lap)(typed=draft.typed, data={"version": str(draft.version)})
    form.offer(chosen.hromadas, chosen.bases)
    return form


def _calls_for(typed: Mapping[str, Sequence[str]]) -> dict[str, bool]:
    """What the typing says of the case, so that the bases made for it come first."""
    critical = {stem(bc, factor) for bc in (instrument.current("bc-19"),) for factor in bc.factors if factor.critical}
    return {
        "critical_yes": any("yes" in typed.get(name, ()) for name in critical),
        "child_concerned": any(
            name.startswith("children-") and any(text.strip() for text in values) for name, values in typed.items()
        ),
    }
