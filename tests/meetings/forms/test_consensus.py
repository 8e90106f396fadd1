"""What the table agreed, as typed."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from icat import clock
from icat.meetings.forms.consensus import ConsensusForm
from icat.meetings.models import ConsensusState

MEMBER = str(uuid4())
LISTS: dict[str, Any] = {
    "factors": [("separation", "Розрив")],
    "agencies": [(str(uuid4()), "Поліція")],
    "members": [(MEMBER, "Хтось")],
    "review_days": 30,
}


def test_the_next_review_is_proposed(app: Any) -> None:
    with app.test_request_context():
        form = ConsensusForm(meta={"csrf": False}).offer(**LISTS)

        assert form.next_review_on.data == clock.today() + timedelta(days=30)


def test_what_holds_while_split_is_given_only_where_the_table_is(app: Any) -> None:
    typed = {"missing": "Зброя", "protection_now": "Патруль", "final_decider": MEMBER, "inform_how": "Особисто"}
    for state, is_split in ((ConsensusState.NOT_AGREED, True), (ConsensusState.AGREED, False)):
        with app.test_request_context(method="POST", data={**typed, "state": state}):
            agreed = ConsensusForm(meta={"csrf": False}).offer(**LISTS).agreed()

        assert (agreed["not_agreed"] is not None) is is_split
        assert agreed["missing"] == "Зброя"


def test_reason_voice_factors_and_review_are_asked_for(app: Any) -> None:
    with app.test_request_context(method="POST", data={"state": "agreed"}):
        form = ConsensusForm(meta={"csrf": False}).offer(**LISTS)

        assert not form.validate_on_submit()
        boxes = {box for box, _ in form.all_errors()}
    assert {"reason", "survivor_voice", "inform_how", "factors"} <= {box.rstrip("-0") for box in boxes}
