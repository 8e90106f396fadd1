"""What a form about an action says was changed under somebody's hands."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

from icat.plans.forms.action import as_id, changed_since, fingerprint
from icat.plans.models import ActionStatus, Domain
from icat.plans.queries.plan import ActionView

SEEN = ActionView(
    id=uuid4(),
    code="x",
    version=0,
    domain=Domain.STAFF,
    text="Їхати удвох.",
    danger="",
    danger_code="",
    own_words="",
    is_draft=False,
    agency_id=uuid4(),
    agency="Поліція",
    member_id=None,
    person="",
    due_on=date(2026, 12, 1),
    status=ActionStatus.OPEN,
    is_overdue=False,
    is_late=False,
    result="",
    told_by="",
    reported_at=None,
    reported_by="",
    needs_consent=False,
    reveals_source=False,
    may_report=False,
)


def test_what_changed_is_named_part_by_part() -> None:
    seen = fingerprint(SEEN)

    assert changed_since(seen, SEEN) == ()
    assert [str(one) for one in changed_since(seen, replace(SEEN, text="Їхати втрьох."))] == ["What will be done"]
    both = replace(SEEN, agency="Соцзахист", due_on=date(2026, 12, 2))
    assert [str(one) for one in changed_since(seen, both)] == ["Agency that will do it", "Done by"]


def test_a_mark_that_was_tampered_with_names_nothing_and_breaks_nothing() -> None:
    assert changed_since("", SEEN) == ()
    assert len(changed_since("a b c d e", SEEN)) == 4


def test_nothing_chosen_is_nobody() -> None:
    chosen = uuid4()

    assert as_id(None) is None
    assert as_id("") is None
    assert as_id(str(chosen)) == chosen
