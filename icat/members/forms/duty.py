"""Planning a duty, and cancelling one."""

from icat.i18n import Message
from icat.members import fields
from icat.web.form import Form, HiddenTextField, MomentField, NumberField, PhoneField, SelectField, length, required

NOBODY = Message("No deputy")


class ShiftForm(Form):
    """Who is on, from when until when, and who instead."""

    member = SelectField(Message("Who is on duty"), [required(Message("Choose a member."))], choices=())
    phone = PhoneField(
        fields.DUTY_PHONE.label,
        [length(fields.DUTY_PHONE.longest)],
        description=Message("Only if it is another one than that person's own."),
    )
    from_at = MomentField(Message("From"), [required(Message("Give the day and the time."))])
    until_at = MomentField(Message("Until"), [required(Message("Give the day and the time."))])
    days = NumberField(
        Message("On how many days in a row, at the same hours"), [required(Message("Give a number."))], least=1, most=14
    )
    deputy = SelectField(Message("Deputy on duty"), choices=())
    deputy_phone = PhoneField(
        fields.DEPUTY_PHONE.label,
        [length(fields.DEPUTY_PHONE.longest)],
        description=Message("Only if it is another one than that person's own."),
    )


class CancelForm(Form):
    """One press of a button, on the roster as it was seen."""

    version = HiddenTextField("")

    def seen(self) -> int:
        """The version that the page showed."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else -1
