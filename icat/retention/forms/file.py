"""The forms of holds, of stated circumstances, and of disposal."""

from icat.cases import fields as of_cases
from icat.cases.forms.acting import ActForm
from icat.cases.forms.catalogued import line, lines, listed
from icat.i18n import Message
from icat.retention import fields
from icat.retention.rules import rules
from icat.web.form import DayField, Form, RadiosField, TextField, TickField, choices, length, required


class FindForm(Form):
    """The number of a case that is on none of the lists."""

    reference = TextField(
        Message("Number of the case"),
        [required(Message("Write the number of the case.")), length(40)],
        description=Message("As KHM-2026-7F3K9-C. To see its term, or to put it on hold."),
    )


class HoldForm(Form):
    """A legal hold."""

    code = RadiosField(
        Message("On what ground?"), [required(Message("Choose the ground."))], choices=listed("hold_reason")
    )
    authority = line(of_cases.HOLD_AUTHORITY, required(Message("Say who demands the hold, and under which number.")))
    reason = lines(of_cases.HOLD_REASON, hint=Message("In a sentence. No name is needed."))
    until_on = DayField(Message("Until"), description=Message("Leave it empty if no day is known."))


class LiftForm(ActForm):
    """Why a hold ends."""

    reason = lines(of_cases.HOLD_LIFT_REASON, required(Message("Say why the hold may be lifted.")))


class TermForm(Form):
    """What is known of proceedings, orders, penalties and sentences."""

    code = RadiosField(
        Message("What is known?"),
        [required(Message("Choose what is known."))],
        choices=choices((one.code, one.label, one.reference) for one in rules().stated),
    )
    counted_on = DayField(
        Message("Counted from"),
        [required(Message("Give the day."))],
        description=Message("The day on which it began, ended, or was served, as the law above says."),
    )
    reason = lines(
        fields.TERM_REASON,
        required(Message("Say what this is known from.")),
        hint=Message("The document, its number and day, or who confirmed it."),
    )


class ProposeForm(ActForm):
    """One press: propose to destroy."""


class DisposeForm(ActForm):
    """The last word before a case is destroyed."""

    told = TickField(
        Message("Those who received data from this case have been told, or this was found not to be needed"),
        [required(Message("Tell the recipients first, or make sure that they need not be told."))],
    )
    sure = TickField(
        Message("I understand that this cannot be undone"), [required(Message("Say that you understand."))]
    )
