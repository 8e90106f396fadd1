"""Which two assessments are compared."""

from collections.abc import Iterable

from icat.i18n import Message, Sayable
from icat.web.form import Form, SelectField, choices


class CompareForm(Form):
    """An earlier and a later one. Travels in the address, so that it can be looked at again."""

    before = SelectField(Message("Earlier assessment"), choices=())
    after = SelectField(Message("Later assessment"), choices=())

    def offer(self, pairs: Iterable[tuple[int, Sayable]]) -> None:
        """Offer what the reader may see; without a choice the first and the last."""
        offered = [(str(number), words) for number, words in pairs]
        self.before.choices = self.after.choices = choices(offered)
        if offered and not (self.before.data and self.after.data):
            self.before.data, self.after.data = offered[0][0], offered[-1][0]

    def wanted(self) -> tuple[int, int]:
        """The two numbers; what is none is the number of nothing."""
        before, after = (str(box.data or "") for box in (self.before, self.after))
        return (int(before) if before.isdecimal() else 0, int(after) if after.isdecimal() else 0)
