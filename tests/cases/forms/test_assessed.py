"""Which two assessments are compared: from the address."""

from flask import Flask, request

from icat.cases.forms.assessed import CompareForm


def test_without_a_choice_the_first_and_the_last_are_compared(app: Flask) -> None:
    for address, wanted in (("/", (1, 3)), ("/?before=2&after=3", (2, 3)), ("/?before=x&after=3", (0, 3))):
        with app.test_request_context(address):
            form = CompareForm(request.args)
            form.offer((number, str(number)) for number in (1, 2, 3))
            assert form.wanted() == wanted
