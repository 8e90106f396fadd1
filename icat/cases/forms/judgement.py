"""The form of a view of the danger."""

from typing import Any

from icat import clock
from icat.cases import fields
from icat.cases.forms.catalogued import line, lines
from icat.cases.models import Whose
from icat.i18n import Message
from icat.web.form import DayField, Form, RadiosField, choices, required


class JudgementForm(Form):
    """Whose view, in which words, of which day; of hers also who asked."""

    whose = RadiosField(
        Message("Whose view of the danger?"),
        [required(Message("Say whose view it is."))],
        choices=choices((one, one.label) for one in Whose),
    )
    words = lines(
        fields.JUDGED_WORDS,
        required(Message("Write it in words.")),
        hint=Message("Hers as she said it. Yours with the reasons: what you saw, heard or know."),
    )
    judged_on = DayField(
        fields.JUDGED_ON.label, [required(Message("Give the day."))], not_future=True, default=clock.today
    )
    asked_by = line(fields.JUDGED_ASKED_BY)

    def given(self) -> dict[str, Any]:
        """What the command is told."""
        return {
            "whose": Whose(self.whose.data),
            "words": self.words.data or "",
            "judged_on": self.judged_on.data,
            "asked_by": self.asked_by.data or "",
        }
