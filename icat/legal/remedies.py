"""What would make a refused sharing lawful: nobody at the table is ever left with a bare no."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

from icat.i18n import Message, Words
from icat.legal.catalogue import Basis, ConsentNeed, Need, catalogue
from icat.legal.terms import Category, ConsentState, Recipient, RecipientKind, Sector, Sender


class RemedyKind(StrEnum):
    """What the page can offer to do."""

    ASK_CONSENT = auto()
    USE_BASIS = auto()
    GIVE_PERMISSION = auto()
    GIVE_REASON = auto()
    NAME_RECIPIENT = auto()
    SAY_PARENT = auto()
    LEAVE_OUT = auto()  # these categories
    LEAVE_ROOM = auto()  # this recipient, for as long as it is said
    LEAVE_RECIPIENT = auto()  # this recipient, altogether


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way out. ``basis`` is the code to use instead; ``categories`` is what the remedy is about."""

    kind: RemedyKind
    message: Message
    basis: str = ""
    categories: frozenset[Category] = frozenset()


@dataclass(frozen=True, slots=True)
class Listed:
    """Several words as one value of a message, joined only where it is shown."""

    words: tuple[Words, ...]

    def __str__(self) -> str:
        return ", ".join(str(word) for word in self.words)


def in_order(categories: Iterable[Category]) -> Listed:
    """The names of ``categories``, always in the same order."""
    asked = frozenset(categories)
    return Listed(tuple(category.words for category in Category if category in asked))


def ranked(sender: Sender, on: date, *, critical_yes: bool | None, child_concerned: bool | None) -> list[Basis]:
    """The bases in force as ``sender`` should think of them: the default, what the case itself calls for, the rest."""
    first = catalogue().default_codes(sender)

    def rank(basis: Basis) -> int:
        called_for = (Need.CRITICAL in basis.needs and critical_yes) or (Need.CHILD in basis.needs and child_concerned)
        return first.index(basis.code) if basis.code in first else len(first) + (not called_for)

    found = [basis for basis in catalogue().bases.values() if basis.in_force(on)]
    # None is "not said": only what is known to be untrue takes a basis away.
    found = [basis for basis in found if not (Need.CHILD in basis.needs and child_concerned is False)]
    found = [basis for basis in found if not (Need.CRITICAL in basis.needs and critical_yes is False)]
    return sorted(found, key=rank)


def other_bases(
    code: str,
    sender: Sender,
    recipient: Recipient,
    wanted: frozenset[Category],
    consent: ConsentState,
    on: date,
    child_concerned: bool | None,
) -> list[Remedy]:
    """Other bases on which some of ``wanted`` may go to ``recipient``; what covers all of it comes first."""
    found = []
    for basis in ranked(sender, on, critical_yes=None, child_concerned=child_concerned):
        lawful = wanted & (basis.covers(sender, recipient) or frozenset())
        # Who refused is not asked again, and who could be asked is not passed over as if she could not.
        refused = consent is ConsentState.REFUSED_OVERRIDDEN
        barred = (refused and basis.consent in (ConsentNeed.REQUIRED, ConsentNeed.LATER)) or (
            consent is ConsentState.GIVEN and basis.consent is ConsentNeed.LATER
        )
        if not lawful or barred or basis.code == code:
            continue
        if basis.code.endswith("-CONSENT") and consent is not ConsentState.GIVEN:
            message = Message(
                "Ask for consent: %(basis)s. It would open: %(categories)s.",
                basis=basis.label,
                categories=in_order(lawful),
            )
            found.append(Remedy(RemedyKind.ASK_CONSENT, message, basis.code, lawful))
            continue
        message = Message(
            "Another basis, if it applies: %(basis)s. %(when)s It would open: %(categories)s.",
            basis=basis.label,
            when=basis.when,
            categories=in_order(lawful),
        )
        found.append(Remedy(RemedyKind.USE_BASIS, message, basis.code, lawful))
    return sorted(found, key=lambda remedy: not remedy.categories >= wanted)


def leave_out(recipient: Recipient, refused: frozenset[Category], asked: frozenset[Category]) -> list[Remedy]:
    """What always helps: saying less, or to fewer. And, where nobody was named, naming somebody."""
    found = []
    if refused < asked:
        message = Message("Leave out: %(categories)s.", categories=in_order(refused))
        found.append(Remedy(RemedyKind.LEAVE_OUT, message, categories=refused))
    if recipient.kind is RecipientKind.PRESENT:
        message = Message("%(recipient)s leaves the room while this is said.", recipient=named(recipient))
        found.append(Remedy(RemedyKind.LEAVE_ROOM, message, categories=refused))
    else:
        message = Message("Leave out this recipient: %(recipient)s.", recipient=named(recipient))
        found.append(Remedy(RemedyKind.LEAVE_RECIPIENT, message, categories=refused))
    if recipient.sector is None and recipient.kind not in (RecipientKind.OFFICE, RecipientKind.SURVIVOR):
        found.insert(0, Remedy(RemedyKind.NAME_RECIPIENT, Message("Name the agency that receives it.")))
    return found


def named(recipient: Recipient) -> Words:
    """What a refusal calls the recipient; a page that knows the agency's own name says that instead."""
    if recipient.sector is None or recipient.sector is Sector.OTHER:
        return recipient.kind.words
    return recipient.sector.words
