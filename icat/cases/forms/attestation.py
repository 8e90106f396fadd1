"""The forms of attesting an instrument, and of taking that back."""

from typing import Any

from icat.cases.models.attestation import LONGEST_DOCUMENT
from icat.i18n import Message
from icat.web.form import Form, HiddenTextField, TextField, TickField, length, required


class AttestForm(Form):
    """With what it was compared, and that it was, line by line. The digest is that of the text on the page."""

    digest = HiddenTextField("")
    document = TextField(
        Message("With which document did you compare it?"),
        [required(Message("Name the document so that others find it.")), length(LONGEST_DOCUMENT)],
        description=Message("Title, number, date or edition, and where the copy lies."),
    )
    compared = TickField(
        Message("I have compared every line, in Ukrainian and in English, and the rules of counting."),
        [required(Message("Tick this only when you have compared every line."))],
    )

    def given(self) -> dict[str, Any]:
        """What the command is told."""
        return {"digest": self.digest.data or "", "document": self.document.data or ""}


class TakeBackForm(Form):
    """What does not match after all."""

    reason = TextField(
        Message("What does not match?"),
        [required(Message("Say in a sentence what does not match.")), length(LONGEST_DOCUMENT)],
    )
