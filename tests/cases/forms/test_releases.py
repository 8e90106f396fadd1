"""The forms about copies that wait: something must be chosen, and a reason given."""

import pytest
from flask import Flask

from icat.cases.forms.releases import AnswerReleaseForm, AskReleaseForm, RestrictForm


@pytest.mark.parametrize(
    ("form", "typed", "is_fine"),
    [
        (AskReleaseForm, {"wanted": "Для неї."}, True),
        (AskReleaseForm, {"wanted": " "}, False),
        (AnswerReleaseForm, {"answer": "grant", "reason": "Так.", "version": "0"}, True),
        (AnswerReleaseForm, {"answer": "perhaps", "reason": "Так.", "version": "0"}, False),
        (AnswerReleaseForm, {"answer": "refuse", "version": "0"}, False),
        (RestrictForm, {"is_on": "yes", "reason": "Погроза."}, True),
        (RestrictForm, {"is_on": "yes"}, False),
        (RestrictForm, {"reason": "Погроза."}, False),
    ],
)
def test_what_is_needed(app: Flask, form: type, typed: dict[str, str], is_fine: bool) -> None:  # noqa: FBT001
    with app.test_request_context("/", method="POST", data=typed):
        assert form(meta={"csrf": False}).validate() is is_fine
