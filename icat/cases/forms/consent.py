"""Recording a consent and taking one back."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from icat import clock
from icat.cases import fields
from icat.cases.forms.catalogued import listed
from icat.cases.models import Giver
from icat.cases.queries.consents import Resting
from icat.cases.queries.covering import Pair
from icat.cases.steps.consenting import USUAL, Asked
from icat.errors import Stale
from icat.i18n import Message, Words
from icat.legal import Category, Purpose, RecipientKind
from icat.web.form import (
    ChecksField,
    DayField,
    Form,
    HiddenTextField,
    LongTextField,
    MomentField,
    RadiosField,
    SelectField,
    TextField,
    TickField,
    UploadField,
    choices,
    length,
    required,
)

# What is hers to open; what is known only of him is not, and what the team made is the team's.
HERS = (
    Category.IDENTITY,
    Category.CONTACT,
    Category.SAFE_ADDRESS,
    Category.RISK,
    Category.INCIDENT,
    Category.CHILDREN,
    Category.HEALTH,
    Category.ORDERS,
    Category.SERVICES,
    Category.SAFETY_PLAN,
)
OFFICE, OUTSIDE = "office", "outside"
_PAPER_HINT = Message("PDF, JPEG or PNG, at most 20 MB. A photo is kept without the place where it was taken.")


class ConsentForm(Form):
    """Who was asked what, and what the answer was."""

    to = ChecksField(Message("Who may receive it"))
    categories = ChecksField(Message("What they may be told"))
    outside = TextField(fields.OUTSIDE_BODY.label, [length(fields.OUTSIDE_BODY.longest)])
    refused_to = ChecksField(Message("Who must not receive anything of this"))
    refused = ChecksField(Message("What nobody here may be told"))
    purpose = SelectField(Message("What for"), choices=choices((one.value, one.words) for one in Purpose))
    method = RadiosField(
        Message("How was she asked?"), [required(Message("Say how she was asked."))], choices=listed("consent_method")
    )
    asked_by = SelectField(Message("Who asked"))
    asked_at = MomentField(Message("When, if it was not just now"), not_future=True)
    until_on = DayField(Message("Until when it holds"))
    giver = RadiosField(Message("Who consents?"), choices=choices((one.value, one.label) for one in Giver))
    giver_name = TextField(fields.GIVER_NAME.label, [length(fields.GIVER_NAME.longest)])
    giver_reason = LongTextField(fields.GIVER_REASON.label, [length(fields.GIVER_REASON.longest)])
    is_not_him = TickField(Message("The representative is not the person who harms her, and does not cover for him"))
    language = SelectField(Message("In which language"))
    is_easy_read = TickField(Message("Explained in easy words"))
    witness = TextField(fields.CONSENT_WITNESS.label, [length(fields.CONSENT_WITNESS.longest)])
    file = UploadField(Message("The signed form, scanned or photographed"), description=_PAPER_HINT)

    def offer(self, known: Iterable[tuple[UUID, str]], colleagues: Sequence[tuple[UUID, str]]) -> "ConsentForm":
        """Fill the lists with who is here, and say what is most likely."""
        outside = Message("A body or a person outside the team")
        to: list[tuple[str, str | Words | Message]] = [(OFFICE, RecipientKind.OFFICE.words)]
        to += [(str(id), name) for id, name in known]
        self.to.choices = choices([*to, (OUTSIDE, outside)])
        self.refused_to.choices = choices([*to, (OUTSIDE, outside)])
        self.categories.choices = choices((one.value, one.words) for one in HERS)
        self.refused.choices = choices((one.value, one.words) for one in HERS)
        self.asked_by.choices = choices((str(id), name) for id, name in colleagues)
        self.language.choices = [*choices([], blank=Message("Not recorded")), *listed("language")]
        if self._sent is None:
            self.asked_by.data = next((str(id) for id, _ in colleagues), None)
            self.until_on.data = clock.today() + USUAL
            self.giver.data, self.purpose.data = Giver.SURVIVOR, Purpose.RISK_ASSESSMENT
        return self

    def asked(self) -> Asked:
        """What the command takes. What she agreed to stands for each of those who may receive it; a no to a recipient
        or to a kind of information stands against everything and everybody that was spoken of."""
        yes = frozenset(_pairs(self.categories.data, self.to.data))
        spoken = _pairs(
            [*(self.categories.data or ()), *(self.refused.data or ())],
            [*(self.to.data or ()), *(self.refused_to.data or ())],
        )
        return Asked(
            agreed=yes,
            refused=frozenset(spoken) - yes,
            purpose=Purpose(self.purpose.data or Purpose.RISK_ASSESSMENT),
            method=self.method.data,
            asked_by_id=UUID(self.asked_by.data) if self.asked_by.data else None,
            asked_at=self.asked_at.data,
            until_on=self.until_on.data,
            giver=Giver(self.giver.data or Giver.SURVIVOR),
            giver_name=self.giver_name.data or "",
            giver_reason=self.giver_reason.data or "",
            is_not_him=bool(self.is_not_him.data),
            language=self.language.data or "",
            is_easy_read=bool(self.is_easy_read.data),
            witness=self.witness.data or "",
            outside=self.outside.data or "",
        )


def _pairs(categories: Collection[str] | None, to: Collection[str] | None) -> list[Pair]:
    return [Pair(Category(category), *_recipient(who)) for category in categories or () for who in to or ()]


def _recipient(who: str) -> tuple[RecipientKind, UUID | None]:
    if who in (OFFICE, OUTSIDE):
        return RecipientKind(who), None
    return RecipientKind.AGENCY, UUID(who)


class PaperForm(Form):
    """The signed form of a consent that is recorded already; ``of`` names that consent."""

    of = HiddenTextField("")
    file = UploadField(
        Message("The signed form, scanned or photographed"),
        [required(Message("Choose the file."))],
        description=_PAPER_HINT,
    )


class WithdrawConsentForm(Form):
    """How she took it back, and what of the reader's own shares goes on without it.

    ``seen`` names the shares that were shown, and ``of`` the consent: a reader's numbers can move when older consents
    become known to the reader.
    """

    seen = HiddenTextField("")
    of = HiddenTextField("")
    method = RadiosField(
        Message("How did she say it?"), [required(Message("Say how she said it."))], choices=listed("consent_method")
    )
    reason = LongTextField(
        fields.END_REASON.label,
        [required(Message("Say in one sentence why it ends.")), length(fields.END_REASON.longest)],
    )

    def shown(self, consent_id: UUID) -> frozenset[UUID]:
        """The shares that the page showed. What is no identifier stands for nothing that is there.

        Refuses with ``Stale`` a page that showed another consent than this one.
        """
        if self.of.data != str(consent_id):
            raise Stale
        return frozenset(_id(word) for word in (self.seen.data or "").split())

    def show(self, consent_id: UUID, ids: Collection[UUID]) -> None:
        """Name the consent and the shares that the page shows."""
        self.of.data = str(consent_id)
        self.seen.data = " ".join(sorted(str(id) for id in ids))

    def moved(self, resting: Iterable[Resting]) -> dict[UUID, str]:
        """Which shares go on, and on what."""
        return {one.share.id: self[move_box(one)].data for one in resting if one.moves and self[move_box(one)].data}


def move_box(one: Resting) -> str:
    """The name of the box in which is chosen on what a share goes on."""
    return f"move_{one.share.number}"


def withdraw_form(resting: Iterable[Resting]) -> type[WithdrawConsentForm]:
    """The form with one box for each share of the reader's own agency that could rest on something else."""
    boxes: dict[str, Any] = {
        move_box(one): SelectField(
            Message("What happens to share No. %(number)s?", number=one.share.number),
            choices=choices(
                ((move.code, Message("it goes on: %(basis)s", basis=move.label)) for move in one.moves),
                blank=Message("it ends"),
            ),
        )
        for one in resting
        if one.moves
    }
    return type("WithdrawConsentFormOfCase", (WithdrawConsentForm,), boxes)


def _id(word: str) -> UUID:
    try:
        return UUID(word)
    except ValueError:
        return UUID(int=0)
