"""The PIN behind which typing can be opened again on the same phone. It never leaves the phone."""

from icat.i18n import Message
from icat.web.form import Form, SecretField


class LockForm(Form):
    """A PIN, chosen now."""

    pin = SecretField(
        Message("A PIN for this text"),
        description=Message(
            "6 to 12 digits, new for each text. It opens what you wrote on this phone for 60 minutes; nobody can tell "
            "it to you if you forget it."
        ),
    )


class OpenForm(Form):
    """The PIN that was chosen."""

    pin = SecretField(Message("Your PIN"))
