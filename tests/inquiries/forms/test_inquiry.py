"""The forms: what is offered, and what they make of what was typed."""

from typing import Any

from flask import Flask
from werkzeug.datastructures import MultiDict

from icat.inquiries.forms.inquiry import AnswerForm, InquiryForm, filter_form
from tests.inquiries.asking import checked, received, tied, view
from tests.make import World, make_case


def offered(form: Any) -> set[str]:
    return {str(choice.value) for choice in form.outcome.choices}


def test_data_are_offered_only_where_they_may_leave(app: Flask, world: World) -> None:
    case = make_case(world)
    number = received(world.coordinator)
    with app.test_request_context("/"):
        before = AnswerForm()
        before.offer(view(world.coordinator, number))
    tied(world.coordinator, number, case)
    checked(world.coordinator, number)
    with app.test_request_context("/"):
        after = AnswerForm()
        after.offer(view(world.coordinator, number))

    assert offered(after) - offered(before) == {"full", "part"}
    assert {choice.value for choice in after.categories.choices} == {"identity", "risk", "services"}


def test_a_call_needs_three_answers(app: Flask, world: World) -> None:
    with app.test_request_context("/"):
        form = InquiryForm(
            MultiDict({"kind": "other", "asked_by": "чоловік", "about": "Єва", "channel": "phone"}),
            meta={"csrf": False},
        )
        form.offer([(str(world.chair.member_id), "Гайдук")], world.chair.member_id)

        assert form.validate()
        assert form.asked().asked_by == "чоловік"


def test_a_strange_filter_is_refused(app: Flask) -> None:
    with app.test_request_context("/"):
        assert filter_form(MultiDict({"state": "open", "kind": "court"})).validate()
        assert not filter_form(MultiDict({"state": "asleep"})).validate()
