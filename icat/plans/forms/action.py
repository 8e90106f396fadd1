"""What is asked about an action: what, against which danger, by whom, until when; and later, how it ended."""

from collections.abc import Iterable
from uuid import UUID
from zlib import crc32

from icat.cases.forms.acting import ActForm
from icat.i18n import Message
from icat.plans import fields
from icat.plans.models import ActionStatus, Domain
from icat.plans.queries.dangers import Danger
from icat.plans.queries.plan import ActionView, Owners
from icat.web.form import (
    DayField,
    Form,
    HiddenTextField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    TickField,
    choices,
    length,
    required,
)

_WHO = Message("Choose the agency that will do it.")


class _Promise(Form):
    text = LongTextField(
        fields.ACTION_TEXT.label,
        [required(Message("Write what will be done, beginning with a verb.")), length(fields.ACTION_TEXT.longest)],
        description=Message("Begin with a verb: ring, apply, search, accompany. His lawyer may read it one day."),
    )
    agency_id = SelectField(Message("Agency that will do it"), [required(_WHO)], choices=())
    member_id = SelectField(Message("Person of that agency, if named"), choices=())
    due_on = DayField(Message("Done by"), description=Message("Seven days from today if you leave it empty."))

    def offer(self, owners: Owners) -> None:
        """Offer the agencies at the table and their people."""
        agencies = {agency.id: agency.short_name for agency in owners.agencies}
        self.agency_id.choices = choices((str(id), name) for id, name in agencies.items())
        self.member_id.choices = choices(
            ((str(one.id), f"{agencies[one.agency_id]}: {one.name}") for one in owners.people),
            blank=Message("Nobody in particular"),
        )


class ActionForm(_Promise):
    """A new action."""

    domain = RadiosField(
        Message("What is it about?"),
        [required(Message("Say what it is about."))],
        choices=choices((domain.value, domain.label) for domain in Domain),
    )
    danger_factor = SelectField(Message("Which danger does it reduce?"), choices=())
    danger = TextField(Message("Or the danger in your own words"), [length(fields.DANGER.longest)])
    needs_consent = TickField(Message("It needs her consent first"))
    reveals_source = TickField(Message("It could show him where our information came from"))
    is_confirmed = TickField(
        Message("The table has looked at this again and it stays as it is"),
        description=Message("Only if it could show him the source: say what else could be done, then decide."),
    )

    def offer_dangers(self, dangers: Iterable[Danger]) -> None:
        """Offer the factors, those that matter most here first."""
        self.danger_factor.choices = choices(
            ((one.code, one.words) for one in dangers), blank=Message("None of these: in my own words")
        )


class ReviseForm(_Promise, ActForm):
    """An action that is changed; ``before`` says what of it the writer had before the eyes."""

    before = HiddenTextField("")


class ReportForm(ActForm):
    """How it ended."""

    status = RadiosField(
        Message("How did it end?"),
        [required(Message("Say how it ended."))],
        choices=(),
    )
    result = LongTextField(
        fields.RESULT.label,
        [
            required(Message("Write the result in one sentence, or why there is none.")),
            length(fields.RESULT.longest),
        ],
        description=Message("One sentence: what is different for her now? Or why it could not be done."),
    )
    told_by = TextField(
        Message("Who told it, by phone?"),
        [length(fields.TOLD_BY.longest)],
        description=Message("You report for another agency: give the name and the time, such as “O. Tkach, 10:40”."),
    )

    def offer(self, *, is_office: bool, is_own: bool) -> None:
        """Offer the endings that this reporter may choose; the agency itself is not asked who rang."""
        ends = [one for one in ActionStatus if one is not ActionStatus.OPEN]
        if not is_office:
            ends.remove(ActionStatus.CANCELLED)
        self.status.choices = choices((one.value, one.label) for one in ends)
        if is_own:
            del self.told_by


def as_id(value: str | None) -> UUID | None:
    """An identifier out of a list of choices; nothing where nothing was chosen."""
    return UUID(value) if value else None


# What of an action can be changed under somebody's hands: the name on the form, and what it is called.
PARTS: dict[str, Message] = {
    "text": fields.ACTION_TEXT.label,
    "agency": Message("Agency that will do it"),
    "person": Message("Person of that agency, if named"),
    "due_on": Message("Done by"),
}


def fingerprint(action: ActionView) -> str:
    """What of the action was before the writer's eyes: one mark a part, to name later what somebody else changed."""
    return " ".join(format(crc32(str(getattr(action, name)).encode()), "x") for name in PARTS)


def changed_since(before: str, action: ActionView) -> tuple[Message, ...]:
    """The parts of the action that are no longer as they were when the fingerprint ``before`` was taken."""
    now, then = fingerprint(action).split(), before.split()
    return tuple(label for label, was, is_now in zip(PARTS.values(), then, now, strict=False) if was != is_now)
