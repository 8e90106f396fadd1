"""The forms of the roster."""

from flask import Flask

from icat.members.forms.duty import CancelForm, ShiftForm


def test_a_version_that_is_none_is_as_old_as_can_be(app: Flask) -> None:
    with app.test_request_context():
        assert CancelForm(data={"version": "7"}).seen() == 7
        assert CancelForm(data={"version": "sieben"}).seen() == -1
        assert ShiftForm(data={"days": 1}).days.data == 1
