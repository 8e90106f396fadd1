"""Where an agency stands, as typed."""

from typing import Any
from uuid import uuid4

from icat.cases.models import LevelCode
from icat.meetings.forms.position import PositionForm
from icat.meetings.queries.table import Stand

OWN = Stand(uuid4(), "Лікарня", True, True, True, LevelCode.HIGHEST_RISK, "Травми", False)


def test_who_speaks_for_the_own_agency_chooses_none_and_sees_what_was_said(app: Any) -> None:
    with app.test_request_context():
        form = PositionForm(meta={"csrf": False}).speaks_for((OWN,), own=True)

        assert "agency" not in form
        assert (form.level.data, form.reason.data) == (LevelCode.HIGHEST_RISK, "Травми")


def test_no_position_is_a_position(app: Any) -> None:
    with app.test_request_context(method="POST", data={"level": "none", "agency": str(OWN.agency_id)}):
        form = PositionForm(meta={"csrf": False}).speaks_for((OWN,), own=False)

        assert form.validate_on_submit(), form.errors
        assert form.taken() == {"level": None, "reason": ""}
