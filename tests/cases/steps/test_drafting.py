"""A draft begins with a number that nothing has yet."""

from icat.audit.recording import change
from icat.cases.models import ReferralState
from icat.cases.steps import drafting
from icat.references import new_reference


def test_a_number_that_is_taken_is_not_given_again(world, monkeypatch):
    taken, free = new_reference("KHM", 2026), new_reference("KHM", 2027)
    coming = iter([taken, taken, free])
    monkeypatch.setattr(drafting, "new_reference", lambda *_: next(coming))
    mine = {"author_id": world.officer.member_id, "owner_id": world.police}

    with change(world.officer.actor) as work:
        first = drafting.begin_draft(work, {"surname": ("Ґалаґан",)}, **mine)
        second = drafting.begin_draft(work, {}, **mine)

        assert (first.reference, second.reference) == (taken, free)
        assert (first.state, first.draft) == (ReferralState.DRAFT, {"surname": ["Ґалаґан"]})
