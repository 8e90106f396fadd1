"""The forms of critical developments: what, when, a line; and why one is set aside."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from icat import clock
from icat.cases import fields
from icat.cases.forms.acting import ActForm
from icat.cases.forms.catalogued import line, lines, one_of
from icat.cases.queries.grounds import Grounds
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.web.form import DayField, Form, RadiosField, choices, required

NOT_TOLD = "not_told"
_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}

WHEN = choices(
    [
        ("now", Message("just now, or it is going on")),
        ("today", Message("earlier today")),
        ("yesterday", Message("yesterday")),
        ("tomorrow", Message("it is expected tomorrow")),
        ("day", Message("on another day")),
    ]
)


class HappenedForm(Form):
    """When something happened or is expected, in a line, and on which basis the office is told what it is."""

    when = RadiosField(Message("When?"), [required(Message("Say when."))], choices=WHEN, default="now")
    happened_on = DayField(Message("Which day?"))
    text = line(fields.DEVELOPMENT_TEXT, hint=Message("Facts, and who said them. His lawyer may read it one day."))
    basis_code = RadiosField(Message("How is the office told what it is?"), choices=())

    def offer(self, known: Grounds, *, is_office: bool) -> "HappenedForm":
        """Offer these bases; for the office itself there is nothing to choose."""
        if is_office:
            del self.basis_code
            return self
        self.basis_code.choices = grounds_offered(known)
        if self.basis_code.data is None:
            self.basis_code.data = known.usual or NOT_TOLD
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        """Well formed? Another day has to be given."""
        sound = super().validate(extra_validators)
        if sound and self.when.data == "day" and self.happened_on.data is None:
            self.refuse(RuleBroken(Message("Give the day, the month and the year."), field="happened_on"))
            return False
        return sound

    def day(self) -> date | None:
        """The day; none: just now."""
        if self.when.data == "day":
            given: date | None = self.happened_on.data
            return given
        past = _DAYS.get(self.when.data or "")
        return None if past is None else clock.today() + timedelta(days=past)

    def basis(self) -> str:
        """The basis that was chosen; empty: the office is told only that something happened."""
        chosen = self.basis_code.data if "basis_code" in self else ""
        return "" if chosen in (None, NOT_TOLD) else str(chosen)


class RaiseForm(HappenedForm):
    """What happened, first of all."""

    kind = one_of(
        fields.DEVELOPMENT_KIND, "critical_development", required(Message("Choose what happened or is about to."))
    )


class DismissForm(ActForm):
    """Why a development is set aside."""

    reason = lines(
        fields.DEVELOPMENT_REASON,
        required(Message("Give the reason.")),
        hint=Message("What is known, and who said so. It stands in the history under your name."),
    )


ONLY_THAT = Message("Only that something happened, not what: the office will ask my agency")


def grounds_offered(known: Grounds, nothing: Message = ONLY_THAT) -> Sequence[Any]:
    """The bases as choices, each with the law's words on when it applies; the last is to say nothing yet."""
    offered = [(one.code, one.label, one.when) for one in known.offered]
    return choices([*offered, (NOT_TOLD, nothing)])
