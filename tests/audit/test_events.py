"""Every event can be told, and carries only what stands in its row."""

import pytest

from icat.audit.events import TOLD, Event, Group, UnknownFact, refuse_unknown_facts


@pytest.mark.parametrize("event", list(Event))
def test_every_event_is_told_in_a_sentence_and_belongs_to_a_group(event: Event) -> None:
    assert str(TOLD[event].sentence)
    assert str(TOLD[event].group.label)


def test_no_fact_is_named_like_something_that_people_write() -> None:
    written = {"name", "surname", "text", "words", "note", "address", "phone", "because"}

    assert not {fact for told in TOLD.values() for fact in told.facts} & written


def test_every_group_has_events() -> None:
    assert {told.group for told in TOLD.values()} == set(Group)


def test_a_fact_outside_the_table_is_refused() -> None:
    refuse_unknown_facts(Event.CASE_READ, ["page"])
    with pytest.raises(UnknownFact, match="surname"):
        refuse_unknown_facts(Event.CASE_READ, ["page", "surname"])
