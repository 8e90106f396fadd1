"""The form of who presents a case."""

from flask import Flask

from icat.meetings.forms.presenter import PresenterForm
from icat.meetings.models import Presence


def test_it_offers_every_answer(app: Flask) -> None:
    with app.test_request_context():
        assert {choice.value for choice in PresenterForm().presence.choices} == set(Presence)
