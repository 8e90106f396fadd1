"""The rows of a referral."""

import pytest
from flask import Flask

from icat.cases.forms.referral import referral_form


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("children-0-birth_year", "2999"),
        ("children-0-birth_year", "MMXIX"),
        ("children-0-given_name", "а" * 101),
        ("others-0-why_at_risk", "а" * 501),
        ("barred-0-name", "а" * 201),
    ],
)
def test_what_is_wrong_in_a_row_is_refused_in_that_row(app: Flask, name: str, value: str) -> None:
    with app.test_request_context(method="POST", data={name: value}):
        form = referral_form(False)()
        form.validate()

    assert name in {box for box, _message in form.all_errors()}
