"""The form of a view of the danger."""

from flask import Flask

from icat.cases.forms.judgement import JudgementForm
from icat.cases.models import Whose


def test_whose_and_the_words_are_needed_and_today_stands_filled_in(app: Flask) -> None:
    with app.test_request_context(method="POST", data={}):
        form = JudgementForm(meta={"csrf": False})
        assert not form.validate()
        assert set(form.errors) == {"whose", "words"}
    with app.test_request_context(method="POST", data={"whose": "own", "words": "Боюся", "asked_by": "С. М."}):
        form = JudgementForm(meta={"csrf": False})
        assert form.validate()
        assert form.given()["whose"] is Whose.OWN
