"""Asking a chair to let a copy go, the chair's answer, and whether copies of a case wait."""

from icat.cases import fields
from icat.cases.forms.acting import ActForm
from icat.cases.forms.catalogued import lines
from icat.i18n import Message
from icat.web.form import Form, RadiosField, choices, required

GRANT, REFUSE = "grant", "refuse"


class AskReleaseForm(Form):
    """For whom the copy is."""

    wanted = lines(fields.RELEASE_WANTED, required(Message("Say for whom the copy is, and why now.")))


class AnswerReleaseForm(ActForm):
    """A chair's answer to one who asked."""

    answer = RadiosField(
        Message("May this copy leave?"),
        [required(Message("Choose one of the offered answers."))],
        choices=choices(((GRANT, Message("Let this one go")), (REFUSE, Message("Keep it back")))),
    )
    reason = lines(fields.RELEASE_REASON, required(Message("Give the reason. Only the chairs read it.")))


class RestrictForm(Form):
    """Whether copies of the case wait for a chair."""

    is_on = RadiosField(
        Message("Do copies of this case wait for a chair?"),
        [required(Message("Choose one of the offered answers."))],
        choices=choices(
            (("yes", Message("Yes: each copy of her papers waits")), ("no", Message("No: they may leave")))
        ),
    )
    reason = lines(
        fields.RESTRICTION_REASON,
        required(Message("Give the reason. Only the chairs read it.")),
        hint=Message("For example: her home or her telephone is searched, two people accuse each other, a threat."),
    )
