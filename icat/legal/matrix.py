"""Whether a sharing is lawful, row by row; an answer always says why, and what would make it so."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from icat.i18n import Message
from icat.legal.catalogue import Basis, ConsentNeed, Need, bases
from icat.legal.remedies import Remedy, RemedyKind, in_order, leave_out, named, other_bases, ranked
from icat.legal.terms import Category, ConsentState, Parent, Recipient, RecipientKind, Sender

Key = TypeVar("Key")

LAWFUL = Message("The law allows this.")


@dataclass(frozen=True, slots=True)
class Allowed:
    """The answer: true when lawful. Otherwise the reason, the categories it refuses, and at least one remedy."""

    lawful: bool
    reason: Message = LAWFUL
    refused_categories: frozenset[Category] = frozenset()
    remedies: tuple[Remedy, ...] = ()

    def __bool__(self) -> bool:
        return self.lawful


@dataclass(frozen=True, slots=True)
class Row(Generic[Key]):
    """One recipient and what may lawfully go there."""

    key: Key
    recipient: Recipient
    categories: frozenset[Category]


@dataclass(frozen=True, slots=True)
class LeftOut(Generic[Key]):
    """One recipient and what may not go there, with the answer that says why and what would help."""

    key: Key
    recipient: Recipient
    categories: frozenset[Category]
    allowed: Allowed


@dataclass(frozen=True, slots=True)
class Split(Generic[Key]):
    """One act at the table, taken apart into the rows that are lawful and what is left out of them."""

    rows: tuple[Row[Key], ...]
    left_out: tuple[LeftOut[Key], ...]


def check(
    code: str,
    *,
    sender: Sender,
    recipient: Recipient,
    categories: Collection[Category],
    consent: ConsentState,
    on: date,
    permission_reference: str = "",
    reason: str = "",
    child_concerned: bool | None = None,
) -> Allowed:
    """Whether ``sender`` may give ``categories`` to ``recipient`` on the basis ``code`` that day.

    ``reason`` in words is asked for where consent was refused, for a body outside the team, and where the basis says
    so; ``permission_reference`` for pre-trial facts (Code of Criminal Procedure Art. 222). ``child_concerned`` None is
    "not said". Fewer categories are never less lawful.
    """
    asked = frozenset(categories)
    others = (code, sender, recipient)

    def refuse(why: Message, refused: frozenset[Category], *own: Remedy) -> Allowed:
        found = other_bases(*others, refused or asked, consent, on, child_concerned)
        return Allowed(False, why, refused, (*own, *found, *leave_out(recipient, refused or asked, asked)))

    def unfinished(why: Message, paper: Remedy) -> Allowed:
        return Allowed(False, why, asked, (paper, *leave_out(recipient, asked, asked)))

    basis = bases().get(code)
    if basis is None or not basis.in_force(on):
        return refuse(Message("This legal basis is not in force on that day."), asked)
    covered = basis.covers(sender, recipient)
    if covered is None:
        why = Message(
            "“%(basis)s” does not let this sender tell this recipient: %(recipient)s.",
            basis=basis.label,
            recipient=named(recipient),
        )
        return refuse(why, asked)
    if refused := asked - covered:
        why = Message(
            "On the basis “%(basis)s” this recipient (%(recipient)s) may not receive: %(categories)s.",
            basis=basis.label,
            recipient=named(recipient),
            categories=in_order(refused),
        )
        return refuse(why, refused)
    if fault := _parent_fault(recipient, asked, child_concerned=child_concerned):
        if recipient.parent is not None:
            only = [one for one in leave_out(recipient, asked, asked) if one.kind is RemedyKind.LEAVE_RECIPIENT]
            return Allowed(False, fault, asked, tuple(only))
        remedy = Message("Ask whether this person is a parent of the child, and which; then answer the question.")
        return unfinished(fault, Remedy(RemedyKind.SAY_PARENT, remedy, code, asked))
    if Need.CHILD in basis.needs and child_concerned is False:
        return refuse(Message("This basis is for cases in which a child suffered or witnessed violence."), asked)
    if fault := _consent_fault(basis, consent):
        return refuse(fault, asked, *_consent_remedies(basis, consent, asked))
    if Need.PERMISSION_REFERENCE in basis.needs and not permission_reference.strip():
        why = Message("Pre-trial facts need the written permission of the investigator or prosecutor.")
        remedy = Message("Enter the number and date of the permission and who gave it.")
        return unfinished(why, Remedy(RemedyKind.GIVE_PERMISSION, remedy, code, asked))
    if not reason.strip() and (why_words := _reason_needed(basis, recipient, consent)):
        remedy = Message("Write in your own words why it is shared.")
        return unfinished(why_words, Remedy(RemedyKind.GIVE_REASON, remedy, code, asked))
    return Allowed(True)


def split(
    code: str,
    *,
    sender: Sender,
    recipients: Mapping[Key, Recipient],
    categories: Collection[Category],
    consent: ConsentState,
    on: date,
    permission_reference: str = "",
    reason: str = "",
    child_concerned: bool | None = None,
) -> Split[Key]:
    """One act to several recipients, as lawful rows; the keys are the caller's own.

    What is refused is left out, each with the answer that says why and the way out.
    """
    rows, left_out = [], []
    asked = frozenset(categories)
    for key, recipient in recipients.items():

        def judge(some: frozenset[Category], recipient: Recipient = recipient) -> Allowed:
            return check(
                code,
                sender=sender,
                recipient=recipient,
                categories=some,
                consent=consent,
                on=on,
                permission_reference=permission_reference,
                reason=reason,
                child_concerned=child_concerned,
            )

        whole = judge(asked)
        lawful = asked - whole.refused_categories
        # A category may be the first fault and consent the second: what remains is asked about again.
        if lawful and not (whole or (rest := judge(lawful))):
            whole, lawful = rest, frozenset()
        if lawful:
            rows.append(Row(key, recipient, lawful))
        if not whole:
            left_out.append(LeftOut(key, recipient, asked - lawful, whole))
    return Split(tuple(rows), tuple(left_out))


def offers(
    sender: Sender,
    recipient: Recipient,
    categories: Collection[Category],
    *,
    critical_yes: bool,
    child_concerned: bool,
    on: date,
) -> list[Basis]:
    """The bases that would be lawful for all of ``categories`` once their papers are in order, the default first.

    The default is consent, except for authorities within their powers. Then comes what the case calls for: violence of
    a criminal nature where a critical marker is yes, violence against a child where one is concerned (law 2229-VIII
    Art. 14(1)(2)).
    """
    asked = frozenset(categories)
    found = []
    for basis in ranked(sender, on, critical_yes=critical_yes, child_concerned=child_concerned):
        covered = basis.covers(sender, recipient)
        if covered is not None and asked <= covered:
            found.append(basis)
    return found


def _parent_fault(recipient: Recipient, asked: frozenset[Category], *, child_concerned: bool | None) -> Message | None:
    """The guard of law 2402-III Art. 10 and 10-1: the parent who is the perpetrator hears nothing, on no basis."""
    if recipient.parent is Parent.BARRED:
        return Message("A parent who is the perpetrator, or who must not learn of the case, is told nothing.")
    is_private = recipient.kind is RecipientKind.OUTSIDE and recipient.sector is None
    if is_private and recipient.parent is None and (child_concerned or Category.CHILDREN in asked):
        return Message("Is this person a parent: the perpetrator, or on the must-not-receive list? Nobody has said.")
    return None


def _consent_fault(basis: Basis, consent: ConsentState) -> Message | None:
    if basis.consent is ConsentNeed.REQUIRED and consent is not ConsentState.GIVEN:
        return Message("“%(basis)s” needs the consent to be given and recorded.", basis=basis.label)
    if basis.consent is ConsentNeed.LATER and consent is ConsentState.REFUSED_OVERRIDDEN:
        # Law 2297-VI Art. 6(7): only until consent becomes possible; it was possible, and was refused.
        return Message("She refused. Vital interests stand in for consent only while it cannot be asked for.")
    if basis.consent is ConsentNeed.LATER and consent is ConsentState.GIVEN:
        return Message("She agreed: rely on her consent.")
    if basis.consent is ConsentNeed.LATER and consent is not ConsentState.SEEK_LATER:
        return Message("On this basis consent is sought as soon as it becomes possible: mark it so.")
    return None


def _consent_remedies(basis: Basis, consent: ConsentState, asked: frozenset[Category]) -> tuple[Remedy, ...]:
    if basis.consent is ConsentNeed.LATER and consent is ConsentState.NOT_NEEDED:
        message = Message("Mark that consent will be sought; a reminder is set.")
        return (Remedy(RemedyKind.ASK_CONSENT, message, basis.code, asked),)
    if basis.consent is ConsentNeed.REQUIRED and consent is not ConsentState.REFUSED_OVERRIDDEN:
        message = Message("Ask for consent and record it: to whom, which data, until when.")
        return (Remedy(RemedyKind.ASK_CONSENT, message, basis.code, asked),)
    return ()


def _reason_needed(basis: Basis, recipient: Recipient, consent: ConsentState) -> Message | None:
    if consent is ConsentState.REFUSED_OVERRIDDEN:
        return Message("She refused: write why it is shared all the same.")
    if consent is ConsentState.SEEK_LATER and recipient.kind is not RecipientKind.OFFICE:
        return Message("She could not be asked: write why.")
    if recipient.kind is RecipientKind.OUTSIDE:
        return Message("This body is outside the team: write why it needs the data.")
    if Need.REASON in basis.needs:
        return Message("This basis must be explained: %(when)s", when=basis.when)
    return None
