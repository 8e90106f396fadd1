"""Ending a share, and renewing it."""

from icat.cases import fields
from icat.cases.commands.sharing import ENDINGS
from icat.cases.steps.sharing import usual_last_day
from icat.i18n import Message
from icat.legal import ConsentState
from icat.web.form import (
    DayField,
    Form,
    HiddenTextField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    choices,
    length,
    required,
)


class WithdrawForm(Form):
    """Why it ends. ``seen`` names what the page showed."""

    seen = HiddenTextField("")
    code = RadiosField(
        Message("Why does it end?"), [required(Message("Say why it ends."))], choices=choices(ENDINGS.items())
    )
    reason = LongTextField(
        fields.END_REASON.label,
        [required(Message("Say in one sentence why it ends.")), length(fields.END_REASON.longest)],
    )


class RenewForm(Form):
    """Until when it goes on, and how it stands with her consent today; the basis is the button that was pressed."""

    seen = HiddenTextField("")
    until = DayField(Message("The last day on which it can be read"), default=usual_last_day)
    consent = SelectField(
        Message("Her consent today"),
        [required(Message("Say how it stands with her consent."))],
        choices=choices(((one.value, one.words) for one in ConsentState), blank=Message("Choose")),
    )
    reason = LongTextField(fields.NECESSITY.label, [length(fields.NECESSITY.longest)])
    permission_reference = TextField(fields.PERMISSION_REFERENCE.label, [length(fields.PERMISSION_REFERENCE.longest)])

    def offer(self, consent: ConsentState) -> "RenewForm":
        """Begin with what is most likely."""
        if self._sent is None:
            self.consent.data = consent
        return self
