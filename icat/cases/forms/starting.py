"""Small forms around a referral: beginning one, throwing a draft away."""

from icat.i18n import Message
from icat.web.form import Form, SelectField


class StartForm(Form):
    """In which team; asked only of those who belong to several."""

    team = SelectField(Message("Team"), choices=())


class DiscardForm(Form):
    """Nothing to fill in."""
