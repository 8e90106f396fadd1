"""A witness is appointed, and what it signed is brought here."""

from icat.i18n import Message
from icat.members.commands.witnesses import LONGEST_NAME
from icat.web.form import Form, LongTextField, SelectField, TextField, length, required


class WitnessForm(Form):
    """Whose machine it is, where it stands, and the public key of its cosignatures."""

    agency = SelectField(Message("Agency"), [required(Message("Choose the agency."))])
    name = TextField(
        Message("Where the machine stands"),
        [required(Message("Say where the machine stands, in a few words.")), length(LONGEST_NAME)],
        description=Message("For instance: the officer's computer, room 12."),
    )
    vkey = TextField(
        Message("Public key of the witness"),
        [required(Message("Paste the public key.")), length(200)],
        description=Message("One line: name, number and key, joined by plus signs. The witness prints it."),
    )


class CosignatureForm(Form):
    """The note as the witness gave it back, or the line that it added."""

    text = LongTextField(
        Message("What the witness gave back"),
        [required(Message("Paste what the witness gave back.")), length(20_000)],
        description=Message("The whole text, or only the line of the witness, which begins with a dash."),
    )
