"""The quick referral for a phone: the few boxes of the grammar that matter at the door, and two ways to send them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from werkzeug.datastructures import MultiDict

from icat import legal
from icat.cases.forms.referral import pick
from icat.cases.queries.screening import URGENT
from icat.i18n import Message
from icat.legal import ConsentNeed
from icat.web.form import HiddenTextField, SelectField

AT_THE_DOOR = (
    "urgency", "hromada", "surname", "given_name", "birth_year", "address_now", "with_address", "safe_number",
    "safe_method", "his_surname", "his_given_name", "his_birth_year", "his_whereabouts",
    "child_count", "reason_now", "told", "agrees", "why_without", "basis_code", "paper", "police_level",
)  # fmt: skip


WITHOUT_SIGNAL = ("his_relationship",)  # one more on the form that a phone keeps: its first view is not at the door


class QuickForm(pick((*AT_THE_DOOR, *WITHOUT_SIGNAL))):  # type: ignore[misc]  # a form that is made of the grammar
    """What an officer sends from the doorstep."""

    client_id = HiddenTextField("")
    team = SelectField(Message("Team"), choices=())


def client_id_of(typed: str | None) -> UUID:
    """The identifier that the page made, or a fresh one where none, or nonsense, was sent."""
    try:
        return UUID(typed or "")
    except ValueError:
        return uuid4()


def usual_basis(bases: Sequence[legal.Basis]) -> str:
    """The basis that can be chosen beforehand: the first, unless it rests on a consent of which nobody has spoken."""
    first = bases[0] if bases else None
    return first.code if first is not None and first.consent is ConsentNeed.NOT_NEEDED else ""


def as_alert(sent: MultiDict[str, Any]) -> MultiDict[str, Any]:
    """What was sent, urgent: the alert button says so by itself."""
    urgent = sent.copy()
    urgent["urgency"] = URGENT
    return urgent
