"""The form of a comparison: only what was offered, and something must be said."""

from flask import Flask

from icat.cases.forms.comparing import CompareForm
from icat.cases.models import Verdict


def test_only_what_was_offered_can_be_said(app: Flask) -> None:
    for said, is_fine in (("same_pair", True), ("mirror", False), ("", False)):
        with app.test_request_context("/", method="POST", data={"verdict": said}):
            form = CompareForm(meta={"csrf": False})
            form.offer((Verdict.SAME_PAIR, Verdict.DIFFERENT))
            assert form.validate() is is_fine
            if is_fine:
                assert form.found is Verdict.SAME_PAIR
