"""What the pages of a referral share: whose it is, and what was typed on them."""

from collections.abc import Mapping, Sequence

from flask import request
from werkzeug.datastructures import MultiDict

from icat import references
from icat.cases.forms.referral import ReferralForm, referral_form
from icat.cases.queries.referrals import ReferralDraft, my_referral, offer
from icat.errors import NotFound
from icat.members.views.current import actors_with
from icat.policy.actor import Actor
from icat.policy.permissions import Permission

_NOT_TYPING = ("csrf_token", "version", "draft", "submit", "alert", "send", "team", "client_id")


def own_referral(reference: str) -> tuple[Actor, ReferralDraft]:
    """The referral of this reference, under the membership that wrote it."""
    actors = actors_with(Permission.REFERRAL_DRAFT)
    known = references.parse(reference) or ""
    actor = next((one for one in actors if known.startswith(f"{one.team_code}-")), None)
    if actor is None:
        raise NotFound
    return actor, my_referral(actor, Permission.REFERRAL_DRAFT, reference)


def typed_here() -> dict[str, list[str]]:
    """What was typed on the page, without its buttons and tokens."""
    return {name: values for name, values in request.form.lists() if name not in _NOT_TYPING}


def whole_form(actor: Actor, typed: Mapping[str, Sequence[str]], *, is_addition: bool = False) -> ReferralForm:
    """The whole form over what was typed on all pages of a draft, to be looked at before it is submitted."""
    chosen = offer(actor, critical_yes=True, child_concerned=True)
    sent = MultiDict([(name, value) for name, values in typed.items() for value in values])
    form = referral_form(chosen.team.asks_lap)(formdata=sent, meta={"csrf": False})
    form.offer(chosen.hromadas, chosen.bases)
    if is_addition:
        form.relax()
    return form
