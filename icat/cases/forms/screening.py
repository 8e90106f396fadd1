"""The forms of screening, of bars, of the level, and of answering later."""

from functools import cache
from typing import Any

from icat.cases import fields
from icat.cases.forms.acting import ActForm
from icat.cases.forms.catalogued import line, lines, listed
from icat.cases.forms.factors import boxes
from icat.cases.models import Proposal
from icat.i18n import Message
from icat.risk import instrument
from icat.risk.instrument import Instrument
from icat.web.form import ChecksField, Form, RadiosField, SelectField, choices, required


class QuestionForm(ActForm):
    """A question to the referrer."""

    text = lines(fields.REQUEST_TEXT, required(Message("Write what you ask.")))


class AnswerForm(ActForm):
    """The referrer's answer."""

    answer = lines(
        fields.ANSWER_TO_REQUEST,
        required(Message("Write the answer.")),
        hint=Message("Facts, and who said them. The team's office reads it."),
    )


class AskForm(ActForm):
    """Which agencies are asked what they know."""

    agencies = ChecksField(
        Message("Which agencies are asked?"), [required(Message("Choose at least one agency."))], choices=()
    )


class ProposeForm(ActForm):
    """What the coordinator proposes to the chairs."""

    proposal = RadiosField(
        Message("What do you propose?"),
        [required(Message("Choose what you propose."))],
        choices=choices((one, one.label) for one in Proposal),
    )
    code = RadiosField(Message("Why is the referral not accepted?"), choices=listed("not_accepted_reason"))
    reason = lines(
        fields.PROPOSAL_REASON, hint=Message("Needed for an emergent meeting and for declining. Facts, in a sentence.")
    )


class DeclineForm(ActForm):
    """A chair's last word on a proposal to decline."""

    advice = lines(
        fields.DECLINE_ADVICE,
        required(Message("Say what the referrer should do instead.")),
        hint=Message("The referrer reads this on the receipt."),
    )


class BarForm(Form):
    """Somebody who must not learn of the case."""

    member = SelectField(Message("Member of the team"), choices=())
    name = line(fields.BARRED_NAME, hint=Message("If it is nobody on the list."))
    link = line(fields.BARRED_LINK)
    reason = lines(fields.BARRED_REASON)


class LinkForm(Form):
    """Which member a kept name is."""

    member = SelectField(Message("Member of the team"), [required(Message("Choose a member."))], choices=())


class LevelForm(ActForm):
    """Why the level is raised."""

    reason = lines(
        fields.LEVEL_REASON,
        required(Message("Give the reason.")),
        hint=Message("What happened, and who said so. It stands in the history under your name."),
    )


def assessment_form(asked: Instrument) -> type[Form]:
    """The factors of one edition of an instrument by themselves."""
    return _assessment_form(asked.code, asked.version, asked.digest)


@cache
def _assessment_form(code: str, version: int, _digest: str) -> type[Form]:
    made: dict[str, Any] = boxes(instrument.library()[code, version], dated=True)
    return type("AssessmentForm", (Form,), made)
