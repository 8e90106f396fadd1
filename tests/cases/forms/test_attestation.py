"""The forms of attesting."""

from flask import Flask

from icat.cases.forms.attestation import AttestForm, TakeBackForm


def test_an_attestation_needs_its_document_and_the_tick(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"document": " ", "digest": "d"}):
        form = AttestForm(meta={"csrf": False})
        assert not form.validate()
        assert set(form.errors) == {"document", "compared"}
    with app.test_request_context(method="POST", data={"document": "Бланк", "digest": "d", "compared": "y"}):
        form = AttestForm(meta={"csrf": False})
        assert form.validate()
        assert form.given() == {"digest": "d", "document": "Бланк"}


def test_taking_back_needs_a_reason(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"reason": ""}):
        assert not TakeBackForm(meta={"csrf": False}).validate()
