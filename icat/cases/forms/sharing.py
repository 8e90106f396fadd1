"""Ending a share."""

from icat.cases import fields
from icat.cases.commands.sharing import ENDINGS
from icat.i18n import Message
from icat.web.form import Form, HiddenTextField, LongTextField, RadiosField, choices, length, required


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
