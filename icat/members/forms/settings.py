"""What a team sets for itself."""

from icat.i18n import Message
from icat.members.commands.settings import LONGEST_ADVICE
from icat.members.forms.duty import CancelForm
from icat.web.form import LongTextField, length


class SettingsForm(CancelForm):
    """The settings of one team, on the page as it was seen."""

    off_duty_advice = LongTextField(
        Message("Whom to call while nobody is on duty"),
        [length(LONGEST_ADVICE)],
        description=Message(
            "The officer reads it after the number 102: the mobile brigade, the hospital, with numbers; no names."
        ),
    )
