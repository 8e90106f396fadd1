"""What an agency says at the table: to whom, what, and why it may."""

from typing import Any
from uuid import UUID

from icat import codes
from icat.cases import fields as case_fields
from icat.cases.steps.consenting import UNSTATED
from icat.cases.steps.sharing import usual_last_day
from icat.i18n import Message
from icat.legal import ConsentState, Mode, Necessity, Purpose
from icat.meetings import fields
from icat.meetings.forms.research import as_statement, categories, sources
from icat.meetings.models import STATEMENTS, FactKind
from icat.meetings.queries.running import Running
from icat.meetings.queries.table import Said
from icat.meetings.queries.telling import Telling
from icat.meetings.steps.agreeing import JustNow
from icat.web.form import (
    ChecksField,
    DayField,
    Form,
    LongTextField,
    MomentField,
    RadiosField,
    SelectField,
    TextField,
    choices,
    length,
    required,
)


class SentenceForm(Form):
    """One more sentence of an agency that is speaking already."""

    text = TextField(Message("Next sentence"), [length(fields.FACT_TEXT.longest)])
    category = SelectField(Message("About what"))
    facts = ChecksField(Message("What your agency wrote before and has not said yet"))

    def follow(self, last: Running, own: tuple[Said, ...]) -> "SentenceForm":
        """Begin with what the last sentence was about; what was written before can be said with one tick."""
        self.facts.choices = choices((str(said.id), said.text) for said in own if not said.shares)
        self.category.choices = categories()
        self.category.data = last.category
        return self


class StatementForm(Form):
    """What is said: what the agency wrote before, something new, or both."""

    facts = ChecksField(Message("What your agency wrote before"))
    text = LongTextField(Message("Something new"), [length(fields.FACT_TEXT.longest)])
    kind = RadiosField(Message("Fact or opinion"), choices=choices((kind.value, kind.label) for kind in FactKind))
    category = SelectField(Message("About what"))
    source_code = SelectField(fields.FACT_SOURCE.label)
    happened_on = DayField(Message("When it happened"), not_future=True)
    to = ChecksField(Message("Who hears it"), [required(Message("Choose who hears it."))])
    basis_code = SelectField(Message("Legal basis"), [required(Message("Choose the legal basis."))])
    consent = SelectField(Message("Her consent"), [required(Message("Say how it stands with her consent."))])
    agreed_how = SelectField(Message("If she agrees: how do you know?"))
    agreed_by = SelectField(Message("Who asked her"))
    purpose = SelectField(Message("What for"))
    necessity_code = SelectField(Message("Why they need it"))
    reason = LongTextField(case_fields.NECESSITY.label, [length(case_fields.NECESSITY.longest)])
    permission_reference = TextField(
        case_fields.PERMISSION_REFERENCE.label, [length(case_fields.PERMISSION_REFERENCE.longest)]
    )
    mode = SelectField(Message("How it was told"))
    given_at = MomentField(Message("When it was said, if it was not just now"), not_future=True)
    until = DayField(Message("The last day on which it can be read"), default=usual_last_day)

    def offer(self, telling: Telling, own: tuple[Said, ...]) -> "StatementForm":
        """Fill the lists with what is possible here, and choose what is most likely."""
        self.facts.choices = choices((str(said.id), said.text) for said in own)
        self.to.choices = choices((str(one.id), one.name) for one in telling.listeners)
        self.basis_code.choices = choices((basis.code, basis.label) for basis in telling.bases)
        self.consent.choices = choices(((one.value, one.words) for one in ConsentState), blank=Message("Choose"))
        on_record = Message("a consent on record says so")
        self.agreed_how.choices = choices(
            (
                (one.code, Message("she agreed just now: %(how)s", how=one.words))
                for one in codes.options("consent_method")
                if one.code != UNSTATED
            ),
            blank=on_record,
        )
        self.agreed_by.choices = choices((str(one.id), one.name) for one in telling.colleagues)
        self.purpose.choices = choices((one.value, one.words) for one in Purpose)
        self.necessity_code.choices = choices((one.value, one.words) for one in Necessity)
        self.mode.choices = choices((one.value, one.words) for one in (Mode.ORAL, Mode.PAPER))
        self.category.choices, self.source_code.choices = categories(), sources()
        if self._sent is None:
            first = telling.bases[0] if telling.bases else None
            self.to.data = [str(one.id) for one in telling.listeners]
            self.basis_code.data = first.code if first else None
            self.consent.data = ConsentState.NOT_NEEDED if first and first.consent in ("not_needed", "none") else None
            self.kind.data, self.source_code.data, self.mode.data = FactKind.FACT, "own_record", Mode.ORAL
            self.purpose.data, self.necessity_code.data = Purpose.RISK_ASSESSMENT, Necessity.DECIDE_LEVEL
        return self

    def go_on(self, last: Running, kind: str) -> None:
        """Say it to the same, for the same reason and as long as the last time: only the sentence is new."""
        self.to.data = [str(one.id) for one in last.to]
        self.basis_code.data, self.consent.data = last.basis_code, last.consent
        self.purpose.data, self.necessity_code.data = last.purpose, last.necessity_code
        self.reason.data, self.permission_reference.data = last.reason, last.permission_reference
        self.mode.data, self.until.data = last.mode, last.until
        self.until.typed = self.until.split(last.until)
        self.kind.data, self.source_code.data = FactKind(kind), last.source_code
        self.category.data = self.category.data or last.category

    def rely_on(self, telling: Telling, code: str) -> None:
        """Take the basis whose button was pressed, and what it says of consent."""
        basis = next((one for one in telling.bases if one.code == code), None)
        if basis is not None:
            self.basis_code.data = basis.code
            if basis.consent in ("not_needed", "none"):
                self.consent.data = ConsentState.NOT_NEEDED

    def validate(self, extra_validators: Any = None) -> bool:
        """A new statement needs its kind, its category and its source."""
        sound = super().validate(extra_validators)
        if self.text.data:
            for field, message in (
                (self.kind, Message("Say whether it is a fact or an opinion.")),
                (self.category, Message("Say what it is about.")),
                (self.source_code, Message("Say where it comes from.")),
            ):
                if not field.data:
                    field.errors = [*field.errors, message]  # type: ignore[list-item]  # said when it is shown
                    sound = False
        return sound

    def ground(self) -> dict[str, Any]:
        """On which ground, as commands and queries take it."""
        return {
            "to": [UUID(id) for id in self.to.data or ()],
            "basis_code": self.basis_code.data,
            "consent": ConsentState(self.consent.data),
            "reason": self.reason.data or "",
            "permission_reference": self.permission_reference.data or "",
        }

    def picked(self, own: tuple[Said, ...]) -> dict[str, Any]:
        """Which of the agency's own statements, and whether its offer."""
        chosen = set(self.facts.data or ())
        return {
            "fact_ids": [said.id for said in own if not said.is_offer and str(said.id) in chosen],
            "with_offer": any(said.is_offer and str(said.id) in chosen for said in own),
        }

    def said(self, own: tuple[Said, ...]) -> dict[str, Any]:
        """What ``record_share`` takes."""
        new = {name: self[name].data for name in ("text", "kind", "category", "source_code", "happened_on")}
        return {
            **self.ground(),
            **self.picked(own),
            "statement": as_statement(new) if self.text.data else None,
            "purpose": Purpose(self.purpose.data or Purpose.RISK_ASSESSMENT),
            "necessity_code": Necessity(self.necessity_code.data or Necessity.DECIDE_LEVEL),
            "mode": Mode(self.mode.data or Mode.ORAL),
            "given_at": self.given_at.data,
            "until": self.until.data,
            "agreed": self.agreed(),
        }

    def agreed(self) -> JustNow | None:
        """That she agreed just now, if that is what was said."""
        if self.consent.data != ConsentState.GIVEN or not self.agreed_how.data:
            return None
        return JustNow(self.agreed_how.data, UUID(self.agreed_by.data) if self.agreed_by.data else None)

    def new_category(self) -> Any:
        """The category of the new statement, if there is one."""
        return next((one for one in STATEMENTS if self.text.data and one.value == self.category.data), None)
