"""The form of who is there."""

from typing import Any
from uuid import uuid4

from icat.meetings.forms.meeting import attendance_form
from icat.meetings.models import AttendanceKind
from icat.meetings.queries.agenda import Attendant


def test_each_member_has_a_line_and_only_what_was_said_counts(app: Any) -> None:
    here, silent = (Attendant(uuid4(), name, "Поліція", None, None, None) for name in ("А", "Б"))
    typed = {f"kind_{here.member_id.hex}": "remote", f"aloud_{here.member_id.hex}": "y", "version": "4"}

    with app.test_request_context(method="POST", data=typed):
        form = attendance_form((here, silent), 3)

        assert form.kinds() == {here.member_id: AttendanceKind.REMOTE}
        assert form.aloud() == {here.member_id}
        assert form.seen == 4
        assert [one.name for one, _kind, _aloud in form.rows((here, silent))] == ["А", "Б"]
