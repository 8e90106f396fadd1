"""What an agency knows: its return, nothing known for many cases at once, a conflict of interest."""

from typing import Any

from icat import codes
from icat.cases.forms.catalogued import lines, listed
from icat.i18n import Message
from icat.meetings import fields
from icat.meetings.forms.versioned import VersionedForm
from icat.meetings.models import STATEMENTS, FactKind, Known
from icat.meetings.steps.facts import Statement
from icat.web.form import (
    ChecksField,
    DayField,
    Form,
    LongTextField,
    RadiosField,
    RowForm,
    RowsField,
    SelectField,
    choices,
    length,
    required,
)

_KNOWN = [(known.value, known.label) for known in Known]
_KINDS = [(kind.value, kind.label) for kind in FactKind]
_ANSWER = required(Message("Answer yes, no, or that you cannot say."))


def categories() -> Any:
    """The categories of statements, as choices."""
    return choices(((one.value, one.words) for one in STATEMENTS), blank=Message("Choose"))


def sources() -> Any:
    """Where information comes from, as choices."""
    options = ((option.code, option.words) for option in codes.options("information_source"))
    return choices(options, blank=Message("Choose"))


class FactRow(RowForm):
    """One line of what is known."""

    text = LongTextField(
        fields.FACT_TEXT.label, [required(Message("Write what is known.")), length(fields.FACT_TEXT.longest)]
    )
    kind = RadiosField(Message("Fact or opinion"), [required(Message("Say whether it is a fact or an opinion."))])
    happened_on = DayField(Message("When"), not_future=True)
    category = SelectField(Message("About what"), [required(Message("Say what it is about."))])
    source_code = SelectField(fields.FACT_SOURCE.label, [required(Message("Say where it comes from."))])

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.kind.choices = choices(_KINDS)
        self.category.choices, self.source_code.choices = categories(), sources()


class ReturnForm(VersionedForm):
    """Known or not, when last seen, what the agency will say, and what it offers."""

    survivor = RadiosField(Message("Do you know the survivor?"), [_ANSWER], choices=choices(_KNOWN))
    perpetrator = RadiosField(
        Message("Do you know the person who probably committed the violence?"), [_ANSWER], choices=choices(_KNOWN)
    )
    children = RadiosField(Message("Do you know the children?"), choices=choices(_KNOWN))
    last_contact_on = DayField(Message("Last contact with any of them"), not_future=True)
    facts = RowsField(FactRow, Message("What your agency knows"), most=10)
    offer = lines(fields.OFFER)

    def filed(self) -> dict[str, Any]:
        """What ``file_return`` takes; what was not sent is as it was."""
        given = self.given()
        return {
            "survivor": Known(self.survivor.data),
            "perpetrator": Known(self.perpetrator.data),
            "children": Known(self.children.data) if self.children.data else None,
            "last_contact_on": given.get("last_contact_on", self.last_contact_on.data),
            "facts": [as_statement(row) for row in given.get("facts", ())],
            "offer": given.get("offer", self.offer.data or ""),
        }


def as_statement(typed: dict[str, Any]) -> Statement:
    """What was typed as a statement."""
    category = next((one for one in STATEMENTS if one.value == typed["category"]), STATEMENTS[0])
    return Statement(typed["text"], FactKind(typed["kind"]), category, typed["source_code"], typed.get("happened_on"))


class NothingKnownForm(Form):
    """The cases of which the agency knows nobody."""

    cases = ChecksField(Message("Cases"), [required(Message("Tick at least one case."))])


class ConflictForm(Form):
    """That one knows somebody in the case privately."""

    kind = RadiosField(Message("What is the connection?"), [required(Message("Say what the conflict is."))])
    detail = LongTextField(Message("Anything the coordinator must know"), [length(500)])

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.kind.choices = [choice for choice in listed("conflict") if choice.value != "none"]
