"""The answer of an agency, as typed."""

from typing import Any

from icat.legal import Category
from icat.meetings.forms.research import ConflictForm, ReturnForm, as_statement
from icat.meetings.models import FactKind, Known

LINE = {
    "facts-0-text": "Виклик",
    "facts-0-kind": "opinion",
    "facts-0-category": "orders",
    "facts-0-source_code": "child",
}


def test_what_was_typed_becomes_a_return(app: Any) -> None:
    with app.test_request_context(
        method="POST", data={"survivor": "yes", "perpetrator": "no", "offer": "Патруль", **LINE}
    ):
        form = ReturnForm(meta={"csrf": False})
        assert form.validate_on_submit()
        filed = form.filed()

    assert (filed["survivor"], filed["perpetrator"], filed["children"]) == (Known.YES, Known.NO, None)
    (fact,) = filed["facts"]
    assert (fact.kind, fact.category, fact.source_code) == (FactKind.OPINION, Category.ORDERS, "child")


def test_half_a_line_is_asked_about(app: Any) -> None:
    with app.test_request_context(
        method="POST", data={"survivor": "yes", "perpetrator": "no", "facts-0-text": "Виклик"}
    ):
        form = ReturnForm(meta={"csrf": False})
        assert not form.validate_on_submit()
        assert "Say what it is about." in [str(message) for _, message in form.all_errors()]


def test_no_conflict_is_not_offered_as_a_conflict(app: Any) -> None:
    with app.test_request_context():
        offered: Any = ConflictForm(meta={"csrf": False}).kind.choices
        assert "none" not in [choice.value for choice in offered]


def test_a_line_keeps_its_day() -> None:
    said = as_statement({"text": "а", "kind": "fact", "category": "risk", "source_code": "child", "happened_on": None})

    assert (said.text, said.happened_on) == ("а", None)
