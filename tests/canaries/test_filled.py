"""The story fills every sealed field there is, and goes to every page there is."""

from flask import Flask

from icat.cases import fields as case_fields
from icat.cases.models import Person
from icat.db import engine as db
from icat.db.sealed import sealed_text
from tests.canaries.judging import go_to
from tests.canaries.places import case_routes, forms, pages
from tests.canaries.story import Story
from tests.canaries.table import MOMENTS, rows
from tests.make import World

# Sealed, and yet without a word; each with its reason.
NOT_A_WORD = {
    "account.name": "those who work here know each other's names",
    "answer.answer": "a code from a list",
    "answer.changed": "a tick",
    "answer.known_on": "a day",
    "answer.source": "a code from a list",
    "comparison.verdict": "a code; tests/cases looks at who learns of it",
    "consent_end.reason": "no page shows it; the story takes back shares",
    "development.kind": "a code from a list",
    "import.choices": "codes from a list; what stands in a table lies sealed for a week at most",
    "import.file_name": "the story brings no table; tests/imports looks at who finds one",
    "import.table": "the story brings no table; tests/imports looks at who finds one and at what is left of it",
    "imported.own_number": "the story brings no table; tests/imports looks at whom the page shows it",
    "order_step.outcome": "a code from a list",
    "protective_order.measures": "codes from a list",
    "person.language": "a code from a list",
    "person.safe_method": "a code from a list",
    "referral.agrees": "a code from a list",
    "referral.child_count": "a code from a list",
    "referral.police_level": "a code from a list",
    "referral.told": "a code from a list",
    "parcel_key.private": "half of a pair of keys, drawn by chance",
    "plan.note": "nothing writes it",
    "subject_report.content": "made of other fields' words; tests/inquiries looks at who finds them and what is cut",
    "subject_report.reject_reason": "the story prepares no report; tests/inquiries looks at its pages",
    "subject_report.review_note": "no page shows it",
    "stored_file.key": "the key of a file, drawn by chance",
}


def unfilled(story: Story) -> set[str]:
    """The sealed fields in which no word of the story lies."""
    with db.database().open_reading() as session:
        fields = story.word.look_up(session)
    return fields - {place for places in story.word.places.values() for place in places}


def test_every_sealed_field_holds_a_word(world: World, engine_name: str) -> None:
    story = Story(world)
    go_to(story, "withdrawn")

    assert unfilled(story) == set(NOT_A_WORD), "fill it in tests/canaries/story.py, or say here why it holds no word"


def test_a_sealed_field_that_nobody_filled_is_found(world: World, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """The planted fault of the test above."""
    story = Story(world)
    more = {**Person.__sealed__, "nickname": sealed_text(case_fields.SURNAME)}
    monkeypatch.setattr(Person, "__sealed__", more)
    monkeypatch.setattr(Person, "nickname", "", raising=False)

    assert "person.nickname" in unfilled(story)


def test_every_word_that_is_told_has_one_row_of_the_table(world: World) -> None:
    story = Story(world)
    for moment in MOMENTS[1:2]:
        go_to(story, moment)
    story.withdraw("health")
    groups = [row.group for row in rows()]

    assert len(groups) == len(set(groups))
    assert set(story.word.groups.values()) == set(groups)
    known = set(story.readers())
    assert {name for row in rows() for moment in MOMENTS for name in row.who(moment)} <= known


def test_every_page_of_the_application_is_gone_to(app: Flask, world: World) -> None:
    story = Story(world)
    story.share()
    gone_to = {place.endpoint for place in (*pages(app, story), *forms(app, story))}

    missed = {rule.endpoint for rule, _method in case_routes(app)} - gone_to
    assert not missed
    named = {page.partition(":")[0] for row in rows() for page in row.where.split() if not page.startswith("{")}
    assert named <= gone_to, "the table names a page that there is not"
