"""Putting a case on an agenda."""

from uuid import UUID

from icat.cases.fields import LEVEL_REASON
from icat.cases.queries.asking import Unasked
from icat.i18n import Message
from icat.meetings import fields
from icat.meetings.forms.versioned import VersionedForm
from icat.web.form import (
    ChecksField,
    LongTextField,
    MomentField,
    NumberField,
    RadiosField,
    TextField,
    choices,
    length,
    required,
)


class _AskingForm(VersionedForm):
    agencies = ChecksField(Message("Which agencies are asked because of it?"), choices=())

    def ask(self, unasked: Unasked) -> None:
        """Offer who may be asked; the first time those are ticked that always take part."""
        self.agencies.choices = choices((str(one.id), one.name) for one in unasked.agencies)
        if self._sent is None:
            self.agencies.data = [str(one.id) for one in unasked.agencies if one.is_core and unasked.is_first]

    @property
    def asked_ids(self) -> list[UUID]:
        """Whom to ask."""
        return [UUID(one) for one in self.agencies.data or ()]


class ListingForm(_AskingForm):
    """For which meeting, how long it will take, and who is asked because of it."""

    meeting = RadiosField(Message("For which meeting?"), [required(Message("Choose a meeting."))], coerce=str)
    minutes = NumberField(
        Message("Minutes planned"), [required(Message("Say how many minutes."))], least=1, most=120, default=10
    )


class CallForm(_AskingForm):
    """An emergent meeting: when, where or by which line, and why it cannot wait."""

    held_at = MomentField(Message("When"), [required(Message("Give the day and the time."))])
    place = TextField(fields.PLACE.label, [length(fields.PLACE.longest)])
    reason = LongTextField(
        Message("Why can this not wait?"),
        [required(Message("Say in one sentence why this cannot wait.")), length(LEVEL_REASON.longest)],
    )
