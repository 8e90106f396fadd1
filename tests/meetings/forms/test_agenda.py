"""The forms of the agenda."""

from typing import Any

import pytest

from icat.meetings.forms.agenda import CallForm, ListingForm


@pytest.mark.parametrize(("minutes", "sound"), [("1", True), ("120", True), ("0", False), ("121", False), ("x", False)])
def test_a_case_takes_one_to_a_hundred_and_twenty_minutes(app: Any, minutes: str, *, sound: bool) -> None:
    with app.test_request_context(method="POST", data={"meeting": "3", "minutes": minutes}):
        form = ListingForm(meta={"csrf": False})
        form.meeting.choices = [("3", "3")]

        assert form.validate_on_submit() is sound


def test_an_emergent_meeting_needs_a_time_and_a_reason(app: Any) -> None:
    with app.test_request_context(method="POST", data={"place": "Телефон"}):
        form = CallForm(meta={"csrf": False})

        assert not form.validate_on_submit()
        assert {field for field, _ in form.all_errors()} == {"held_at-day", "reason"}
