"""Boxes take what they are called and how long they may be from the field catalogue."""

from flask import Flask

from icat.cases import fields
from icat.cases.forms.referral import ReferralForm
from icat.cases.forms.screening import QuestionForm


def test_labels_and_limits_come_from_the_catalogue(app: Flask) -> None:
    with app.test_request_context():
        form = ReferralForm()

    assert form.surname.label.text == fields.SURNAME.label
    assert form.reason_now.flags.maxlength == fields.REASON_NOW.longest
    assert form.code_word.flags.maxlength == 60


def test_a_code_outside_its_list_is_refused(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"police_level": "extreme", "language": "elvish"}):
        form = ReferralForm()
        form.validate()

    assert form.police_level.errors
    assert form.language.errors


def test_too_much_is_refused(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"text": "а" * 1001}):
        form = QuestionForm()
        form.validate()

    assert form.text.errors
