"""The form of a team's settings."""

from flask import Flask

from icat.members.commands.settings import LONGEST_ADVICE
from icat.members.forms.settings import SettingsForm


def test_the_form_has_the_limit_of_the_command(app: Flask) -> None:
    with app.test_request_context():
        assert SettingsForm().off_duty_advice.flags.maxlength == LONGEST_ADVICE
