"""An inquiry at the desk: written down in a minute, checked, tied, postponed, answered."""

from collections.abc import Iterable
from uuid import UUID

from werkzeug.datastructures import MultiDict

from icat import clock, codes, legal
from icat.i18n import Message
from icat.inquiries import fields
from icat.inquiries.commands.inquiry import Asked
from icat.inquiries.queries.register import InquiryView, Wanted
from icat.inquiries.steps.answering import GIVING, Giving
from icat.inquiries.terms import Gives, inquirers
from icat.legal import Category, Sector
from icat.meetings.forms.versioned import VersionedForm
from icat.plans.forms.action import as_id
from icat.web.form import (
    ChecksField,
    DayField,
    Form,
    LongTextField,
    MomentField,
    RadiosField,
    SelectField,
    TextField,
    TickField,
    choices,
    length,
    required,
)

_LANGUAGES = choices([("uk", Message("Ukrainian")), ("en", Message("English"))])
_STATES = (
    ("open", Message("Unanswered")),
    ("overdue", Message("Overdue")),
    ("answered", Message("Answered")),
)


class FilterForm(Form):
    """What of the register is shown. Travels in the address."""

    state = SelectField(Message("State"), choices=choices(_STATES, blank=Message("All")))
    kind = SelectField(Message("Who asks"), choices=())

    def offer(self) -> None:
        """Offer the kinds as the data file has them."""
        self.kind.choices = choices(((one.code, one.words) for one in inquirers().values()), blank=Message("Anybody"))

    def wanted(self, before: int | None) -> Wanted:
        """The same for the query."""
        return Wanted(self.state.data or "", self.kind.data or "", before)


class InquiryForm(Form):
    """Who asks, about whom, what, by when. Three answers are enough for a phone call."""

    kind = RadiosField(Message("Who asks?"), [required(Message("Say who asks."))], choices=())
    asked_by = TextField(
        fields.ASKED_BY.label, [required(Message("Write who asks.")), length(fields.ASKED_BY.longest)],
        description=Message("Name; for a body also which one. «Unknown man» is an answer too."),
    )  # fmt: skip
    capacity = TextField(fields.CAPACITY.label, [length(fields.CAPACITY.longest)])
    about = TextField(fields.ABOUT.label, [required(Message("Write about whom.")), length(fields.ABOUT.longest)],
        description=Message("As the inquiry says it. Look nothing up while the caller is on the line."))  # fmt: skip
    channel = SelectField(
        Message("How did it come?"), [required(Message("Say how it came."))], choices=(), default="phone"
    )
    received_at = MomentField(Message("Received"), not_future=True)
    paper_number = TextField(fields.PAPER_NUMBER.label, [length(fields.PAPER_NUMBER.longest)])
    paper_on = DayField(Message("Day of the paper"), not_future=True)
    answer_by = DayField(
        Message("Answer wanted by"),
        description=Message("Where the paper names a day: a court, a prosecutor, an investigator."),
    )
    categories = ChecksField(Message("Which data are asked for?"), choices=())
    wanted = LongTextField(fields.WANTED.label, [length(fields.WANTED.longest)])
    purpose = TextField(fields.PURPOSE.label, [length(fields.PURPOSE.longest)])
    ground = TextField(fields.GROUND.label, [length(fields.GROUND.longest)])
    reply_to = TextField(
        fields.REPLY_TO.label, [length(fields.REPLY_TO.longest)],
        description=Message("For the survivor: only the safe way."),
    )  # fmt: skip
    language = RadiosField(Message("Language of the letter"), choices=_LANGUAGES, default="uk")
    holder_id = SelectField(Message("Who answers it?"), choices=())
    is_hold = TickField(
        Message("Nothing about this person may be destroyed while this is open"),
        description=Message("Always so for a court, a prosecutor and an investigator."),
    )
    note = LongTextField(fields.NOTE.label, [length(fields.NOTE.longest)])

    def offer(self, holders: Iterable[tuple[str, str]], own: UUID) -> None:
        """Offer the lists as they are today; the writer answers it unless somebody else is chosen."""
        self.kind.choices = choices((one.code, one.words) for one in inquirers().values())
        self.channel.choices = choices((one.code, one.words) for one in codes.options("inquiry_channel"))
        self.categories.choices = choices((one.value, one.words) for one in Category)
        self.holder_id.choices = choices(holders)
        self.holder_id.data = self.holder_id.data or str(own)

    def asked(self) -> Asked:
        """What the inquiry says of itself."""
        return Asked(
            asked_by=self.asked_by.data or "",
            about=self.about.data or "",
            capacity=self.capacity.data or "",
            reply_to=self.reply_to.data or "",
            paper_number=self.paper_number.data or "",
            paper_on=self.paper_on.data,
            wanted=self.wanted.data or "",
            purpose=self.purpose.data or "",
            ground=self.ground.data or "",
            note=self.note.data or "",
            categories=self.categories.data or (),
            answer_by=self.answer_by.data,
            is_hold=bool(self.is_hold.data),
        )


class IdentityForm(VersionedForm):
    """What was shown."""

    shown = RadiosField(Message("What was shown?"), [required(Message("Say what was shown."))], choices=())
    note = TextField(
        fields.IDENTITY_NOTE.label,
        [
            required(Message("Write the number and date of what was shown, or how the person is known.")),
            length(fields.IDENTITY_NOTE.longest),
        ],
    )

    def offer(self) -> None:
        """Offer the list as it is today."""
        self.shown.choices = choices((one.code, one.words) for one in codes.options("identity_shown"))


class AssignForm(VersionedForm):
    """Who answers it."""

    holder_id = SelectField(Message("Who answers it?"), [required(Message("Choose who answers it."))], choices=())


class LinkForm(VersionedForm):
    """Which case it is about."""

    reference = TextField(
        Message("Reference of the case"),
        [required(Message("Give the reference of the case."))],
        description=Message("Such as KHM-2026-7F3K9-C."),
    )


class PostponeForm(VersionedForm):
    """Until when, and why."""

    until = DayField(Message("Until"), [required(Message("Give the day."))])
    reason = LongTextField(
        fields.WAIT_REASON.label,
        [required(Message("Write why it takes longer: the letter says so.")), length(fields.WAIT_REASON.longest)],
    )


class AnswerForm(VersionedForm):
    """What is answered; where data leave, what and on which basis."""

    outcome = RadiosField(Message("What is answered?"), [required(Message("Say what is answered."))], choices=())
    refusal = SelectField(Message("Reason"), choices=())
    words = LongTextField(fields.REPLY_WORDS.label, [length(fields.REPLY_WORDS.longest)])
    case_id = SelectField(Message("Case from which data leave"), choices=())
    categories = ChecksField(Message("What is given"), choices=())
    basis_code = SelectField(Message("Legal basis"), choices=())
    permission_reference = TextField(Message("Number and date of the written permission"), [length(200)])
    sector = SelectField(Message("What kind of body asks?"), choices=())
    is_public = TickField(Message("It is an authority of the state or of local self-government"))
    is_committed = TickField(Message("The recipient committed in writing to protecting the data"))

    def offer(self, view: InquiryView) -> None:
        """Offer what this kind of asker may get at all, and of the data only what was asked for."""
        gives = view.may_give
        self.outcome.choices = choices(
            (one.code, one.words, one.hint) if one.hint else (one.code, one.words)
            for one in codes.options("inquiry_outcome")
            if gives or one.code not in GIVING
        )
        self.refusal.choices = choices(
            ((one.code, one.words) for one in codes.options("inquiry_refusal")), blank=Message("None")
        )
        self.case_id.choices = choices((str(one.id), one.reference) for one in view.cases)
        self.categories.choices = choices((one.value, one.words) for one in view.categories)
        today = clock.today()
        self.basis_code.choices = choices(
            ((code, basis.label) for code, basis in legal.bases().items() if basis.in_force(today)),
            blank=Message("Choose one"),
        )
        if self.basis_code.data is None:
            self.basis_code.data = "UA-CONSENT" if view.who.gives is Gives.SURVIVOR else "UA-REQUEST"
        self.sector.choices = choices(((one.value, one.words) for one in Sector), blank=Message("Choose one"))

    def giving(self) -> Giving | None:
        """What leaves; none where nothing does."""
        case_id = as_id(self.case_id.data)
        if self.outcome.data not in GIVING or case_id is None:
            return None
        return Giving(
            case_id=case_id,
            categories=self.categories.data or (),
            basis_code=self.basis_code.data or "",
            is_committed=bool(self.is_committed.data),
            permission_reference=self.permission_reference.data or "",
            sector=self.sector.data or "",
            is_public=bool(self.is_public.data),
        )


def filter_form(asked: MultiDict[str, str]) -> FilterForm:
    """The filter over what stands in the address."""
    form = FilterForm(asked, meta={"csrf": False})
    form.offer()
    return form


def latest(view: InquiryView) -> str:
    """The last day to which an inquiry can be postponed, as it is written."""
    term = view.who.postponed
    return f"{term.due(view.received_at):%d.%m.%Y}" if term else ""
