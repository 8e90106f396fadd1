"""Beginning a referral."""

from flask import Flask

from icat.cases.forms.starting import DiscardForm, StartForm


def test_a_team_that_is_not_offered_is_refused(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"team": "LVV"}):
        form = StartForm()
        form.team.choices = [("KHM", "Команда")]
        form.validate()

        assert form.team.errors
        assert "team" not in DiscardForm()
