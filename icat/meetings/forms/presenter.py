"""Who presents a case."""

from icat.i18n import Message
from icat.meetings.models import Presence
from icat.web.form import Form, RadiosField, SelectField, choices, required


class PresenterForm(Form):
    """The referrer's answer."""

    presence = RadiosField(
        Message("Who presents the case?"),
        [required(Message("Choose one of the offered answers."))],
        choices=choices((one, one.label) for one in Presence),
    )
    deputy = SelectField(Message("Who comes instead"), choices=())
