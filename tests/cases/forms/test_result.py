"""The form of an outside result."""

from flask import Flask

from icat.cases.forms.result import ResultForm


def test_the_level_goes_with_the_police_form_and_the_words_with_every_other_tool(app: Flask) -> None:
    sent = {"level": "high", "stated": "18", "scored_by": "І. К.", "scored_on-day": "1.2.2026"}
    for tool, stated in (("ua_369_180", "high"), ("odara", "18")):
        with app.test_request_context(method="POST", data={**sent, "tool": tool}):
            form = ResultForm(meta={"csrf": False})
            assert form.validate(), form.errors
            assert form.given()["stated"] == stated
    with app.test_request_context(method="POST", data={}):
        form = ResultForm(meta={"csrf": False})
        assert not form.validate()
        assert set(form.errors) == {"tool", "scored_on", "scored_by"}
