"""The version that a page was made with."""

from typing import Any

import pytest

from icat.meetings.forms.versioned import VersionedForm


@pytest.mark.parametrize(("typed", "seen"), [("7", 7), ("0", 0), ("", -1), ("x", -1), ("-3", -1), ("9" * 30, -1)])
def test_what_is_no_version_is_as_old_as_can_be(app: Any, typed: str, seen: int) -> None:
    with app.test_request_context(method="POST", data={"version": typed}):
        assert VersionedForm().seen == seen
