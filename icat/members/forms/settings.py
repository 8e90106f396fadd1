"""What a team sets for itself."""

from icat.i18n import Message
from icat.members.commands.settings import LONGEST_ADVICE, MOST_STUB_DAYS
from icat.members.forms.duty import CancelForm
from icat.web.form import LongTextField, NumberField, length, required


class SettingsForm(CancelForm):
    """The settings of one team, on the page as it was seen."""

    off_duty_advice = LongTextField(
        Message("Whom to call while nobody is on duty"),
        [length(LONGEST_ADVICE)],
        description=Message(
            "The officer reads it after the number 102: the mobile brigade, the hospital, with numbers; no names."
        ),
    )
    stub_days = NumberField(
        Message("After how many days a declined referral is reduced to a stub"),
        [required(Message("Give a number."))],
        least=1,
        most=MOST_STUB_DAYS,
        description=Message(
            "Then what was told of people is destroyed; the number, the day, the reason and who decided stay."
            " A legal hold stops it."
        ),
    )
