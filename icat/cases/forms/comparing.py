"""What was found when two cases were compared."""

from collections.abc import Sequence

from icat.cases.models import Verdict
from icat.i18n import Message
from icat.web.form import Form, RadiosField, choices, required


class CompareForm(Form):
    """One verdict."""

    verdict = RadiosField(Message("Are they the same people?"), [required(Message("Say what you found."))], choices=())

    def offer(self, verdicts: Sequence[Verdict]) -> None:
        """What this person may say of these two cases."""
        self.verdict.choices = choices((one.value, one.label) for one in verdicts)

    @property
    def found(self) -> Verdict:
        """What was chosen."""
        return Verdict(self.verdict.data)
