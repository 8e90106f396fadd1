"""The forms of a question about one factor: whom to ask, and the answer with the ground on which the office is told."""

from collections.abc import Sequence
from typing import Any

from icat import legal
from icat.cases import fields
from icat.cases.forms.acting import ActForm
from icat.cases.forms.catalogued import line, lines, listed
from icat.cases.forms.factors import said
from icat.cases.steps.assessing import Given
from icat.i18n import Message, Sayable
from icat.legal import ConsentState
from icat.risk.instrument import Factor, Instrument
from icat.web.form import DayField, Form, RadiosField, SelectField, TickField, choices, required


class AskFactorForm(Form):
    """Which agency is asked."""

    agency = RadiosField(Message("Who is asked?"), [required(Message("Choose whom you ask."))], choices=())


class AnswerFactorForm(ActForm):
    """One answer, where it comes from, and on which basis it is told to the team's office."""

    answer = RadiosField(Message("Answer"), [required(Message("Choose an answer; “not known” is one."))], choices=())
    note = line(fields.ANSWER_NOTE)
    source = SelectField(fields.ANSWER_SOURCE.label, choices=())
    known_on = DayField(fields.ANSWER_KNOWN_ON.label, not_future=True)
    changed = TickField(fields.ANSWER_CHANGED.label)
    basis_code = SelectField(Message("Legal basis"), [required(Message("Choose the legal basis."))], choices=())
    consent = SelectField(
        Message("Her consent"), [required(Message("Say how it stands with her consent."))], choices=()
    )
    reason = lines(fields.NECESSITY, hint=Message("Needed where she did not agree."))

    def offer(self, instrument: Instrument, factor: Factor, bases: Sequence[legal.Basis]) -> "AnswerFactorForm":
        """Fill the lists, and choose what is most likely."""
        offered: list[tuple[str, Sayable]] = [(str(one), said(one)) for one in instrument.offered(factor)]
        self.answer.choices = choices((code, words) for code, words in offered if code != "not_asked")
        self.source.choices = listed("information_source")
        self.basis_code.choices = choices((basis.code, basis.label) for basis in bases)
        self.consent.choices = choices(((one.value, one.words) for one in ConsentState), blank=Message("Choose"))
        if self.basis_code.data is None and bases:
            self.basis_code.data = bases[0].code
            if bases[0].consent in ("not_needed", "none"):
                self.consent.data = ConsentState.NOT_NEEDED
        return self

    def told(self) -> dict[str, Any]:
        """What the command is told."""
        return {
            "given": Given(
                self.answer.data or "",
                self.note.data or "",
                self.source.data or "",
                self.known_on.data,
                bool(self.changed.data),
            ),
            "basis_code": self.basis_code.data or "",
            "consent": ConsentState(self.consent.data),
            "reason": self.reason.data or "",
        }
