"""Putting a case on an agenda."""

from icat.cases.fields import LEVEL_REASON
from icat.i18n import Message
from icat.meetings import fields
from icat.meetings.forms.versioned import VersionedForm
from icat.web.form import LongTextField, MomentField, NumberField, RadiosField, TextField, length, required


class ListingForm(VersionedForm):
    """For which meeting, and how long it will take."""

    meeting = RadiosField(Message("For which meeting?"), [required(Message("Choose a meeting."))], coerce=str)
    minutes = NumberField(
        Message("Minutes planned"), [required(Message("Say how many minutes."))], least=1, most=120, default=10
    )


class CallForm(VersionedForm):
    """An emergent meeting: when, where or by which line, and why it cannot wait."""

    held_at = MomentField(Message("When"), [required(Message("Give the day and the time."))])
    place = TextField(fields.PLACE.label, [length(fields.PLACE.longest)])
    reason = LongTextField(
        Message("Why can this not wait?"),
        [required(Message("Say in one sentence why this cannot wait.")), length(LEVEL_REASON.longest)],
    )
