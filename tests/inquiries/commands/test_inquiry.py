"""What is done about an inquiry, who may, and what is refused."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from icat import clock
from icat.cases.models import Case, Share, ShareLine
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken, Stale
from icat.inquiries.commands.inquiry import (
    Asked,
    answer_inquiry,
    assign_inquiry,
    confirm_identity,
    link_inquiry,
    postpone_inquiry,
    receive_inquiry,
)
from icat.inquiries.models import Inquiry, InquiryState
from icat.inquiries.queries.register import held_cases
from icat.inquiries.steps.answering import Giving
from icat.legal import RecipientKind
from tests.inquiries.asking import checked, dpo, events, kept_away, received, row, tied
from tests.make import Person, World, make_case
from tests.outbox.told import told

PHONE = Asked(asked_by="невідомий чоловік", about="Ґалаґан Єва")


def answered(who: Person, number: int, **how: Any) -> None:
    found = row(number)
    answer_inquiry(who.actor, found.id, found.version, **how)


def test_a_phone_call_is_written_down_and_numbered(world: World) -> None:
    numbers = [
        receive_inquiry(world.coordinator.actor, kind="other", channel="phone", asked=PHONE) for _call in range(2)
    ]

    assert numbers == [1, 2]
    found = row(2)
    assert (found.asked_by, found.about, found.holder_id) == (PHONE.asked_by, PHONE.about, world.coordinator.member_id)
    assert found.due_on == clock.today() + timedelta(days=30)
    assert events()[-1] == "inquiry:received"


def test_whoever_is_to_answer_is_told_and_nobody_for_what_they_took_themselves(world: World) -> None:
    officer = dpo(world)
    told()
    number = received(world.coordinator)
    assert told() == set()
    assign_inquiry(world.coordinator.actor, row(number).id, row(number).version, holder_id=officer.member_id)
    assert told() == {officer.account_id}
    received(world.coordinator, holder_id=world.chair.member_id)

    assert told() == {world.chair.account_id}


@pytest.mark.parametrize("who", ["officer", "policewoman", "advocate", "supervisor", "auditor"])
def test_only_the_office_and_data_protection_keep_the_register(world: World, who: str) -> None:
    person: Person = getattr(world, who)

    with pytest.raises(NotAllowed):
        receive_inquiry(person.actor, kind="other", channel="phone", asked=PHONE)


@pytest.mark.parametrize(
    ("kind", "more", "field"),
    [
        ("neighbour", {}, "kind"),
        ("court", {}, "answer_by"),
        ("court", {"answer_by": clock.today() - timedelta(days=1)}, "answer_by"),
        ("other", {"asked_by": " "}, "asked_by"),
    ],
)
def test_what_cannot_be_registered_is_said_beside_its_field(
    world: World, kind: str, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        receive_inquiry(world.coordinator.actor, kind=kind, channel="post", asked=replace(PHONE, **more))

    assert refused.value.field == field


def test_nobody_answers_who_could_not(world: World) -> None:
    with pytest.raises(RuleBroken):
        received(world.coordinator, holder_id=world.auditor.member_id)


def test_the_term_counts_from_the_receipt_and_the_paper_may_shorten_it(world: World) -> None:
    then = clock.now() - timedelta(days=20)
    plain = row(received(world.coordinator, received_at=then))
    assert plain.due_on == clock.local(then).date() + timedelta(days=30)

    short = row(received(world.coordinator, received_at=then, answer_by=clock.today() + timedelta(days=2)))
    assert short.due_on == clock.today() + timedelta(days=2)
    with pytest.raises(RuleBroken):
        received(world.coordinator, received_at=clock.now() + timedelta(hours=1))


def test_who_asks_is_checked_once_and_again_until_the_answer(world: World) -> None:
    number = received(world.coordinator)
    checked(world.chair, number)
    found = row(number)

    assert (found.identity_code, found.identity_by_id) == ("letterhead", world.chair.member_id)
    with pytest.raises(RuleBroken):
        confirm_identity(world.chair.actor, found.id, found.version, shown="letterhead", note=" ")
    with pytest.raises(Stale):
        confirm_identity(world.chair.actor, found.id, found.version - 1, shown="letterhead", note="№ 1")


def test_an_inquiry_of_another_team_is_not_there(world: World) -> None:
    found = row(received(world.coordinator))

    with pytest.raises(NotFound):
        confirm_identity(world.strange_chair.actor, found.id, found.version, shown="letterhead", note="№ 1")


def test_only_the_holder_answers_and_it_can_be_given_on(world: World) -> None:
    officer = dpo(world)
    number = received(world.coordinator)
    with pytest.raises(RuleBroken):
        answered(officer, number, outcome="cannot_confirm")

    found = row(number)
    assign_inquiry(world.coordinator.actor, found.id, found.version, holder_id=officer.member_id)
    answered(officer, number, outcome="cannot_confirm")

    assert row(number).state is InquiryState.ANSWERED
    with pytest.raises(RuleBroken):
        answered(officer, number, outcome="cannot_confirm")


def test_only_who_may_read_the_case_ties_it_and_then_answers(world: World) -> None:
    case = make_case(world)
    officer = dpo(world)
    number = received(officer)
    found = row(number)
    for stranger in (officer, world.strange_chair):
        with pytest.raises(NotFound):
            link_inquiry(stranger.actor, found.id, found.version, case_id=case.id)

    tied(world.coordinator, number, case)

    assert row(number).holder_id == world.coordinator.member_id
    with pytest.raises(RuleBroken):
        tied(world.coordinator, number, case)


def test_a_barred_chair_cannot_tie_it(world: World) -> None:
    case = make_case(world)
    kept_away(world, case)
    found = row(received(world.coordinator))

    with pytest.raises(NotFound):
        link_inquiry(world.chair.actor, found.id, found.version, case_id=case.id)


def test_nothing_is_destroyed_while_a_court_waits(world: World) -> None:
    case = make_case(world)
    number = received(world.coordinator, "court", answer_by=clock.today())
    tied(world.coordinator, number, case)
    db.end()
    assert held_cases({case.id}) == {case.id}

    answered(world.coordinator, number, outcome="nothing_held")
    db.end()

    assert held_cases({case.id}) == frozenset()


def test_a_third_party_is_told_once_that_it_takes_longer(world: World) -> None:
    number = received(world.coordinator)
    found = row(number)
    until = clock.today() + timedelta(days=45)
    for day, reason in ((until + timedelta(days=1), "архів"), (found.due_on, "архів"), (until, " ")):
        with pytest.raises(RuleBroken):
            postpone_inquiry(world.coordinator.actor, found.id, found.version, until=day, reason=reason)

    postpone_inquiry(world.coordinator.actor, found.id, found.version, until=until, reason="справа в архіві")

    found = row(number)
    assert (found.state, found.due_on) == (InquiryState.POSTPONED, until)
    with pytest.raises(RuleBroken):
        postpone_inquiry(world.coordinator.actor, found.id, found.version, until=until, reason="ще раз")


@pytest.mark.parametrize("kind", ["subject", "perpetrator", "parent", "lawyer"])
def test_the_person_whose_data_they_are_is_never_made_to_wait(world: World, kind: str) -> None:
    found = row(received(world.coordinator, kind))

    with pytest.raises(RuleBroken):
        postpone_inquiry(
            world.coordinator.actor, found.id, found.version, until=found.due_on + timedelta(days=1), reason="архів"
        )


def giving(case_id: Any, **more: Any) -> Giving:
    given = {
        "categories": ["services"],
        "basis_code": "UA-REQUEST",
        "is_committed": True,
        "sector": "council",
        "is_public": True,
        **more,
    }
    return Giving(case_id, **given)


def test_the_case_is_locked_before_the_inquiry_as_when_they_are_tied(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, number = make_case(world), received(world.coordinator)
    checked(world.coordinator, number)
    locked, kept = list[str](), Session.get

    def noting(session: Session, model: Any, *more: Any, **named: Any) -> Any:
        if named.get("with_for_update") and model in (Case, Inquiry):
            locked.append(model.__name__)
        return kept(session, model, *more, **named)

    monkeypatch.setattr(Session, "get", noting)
    tied(world.coordinator, number, case)
    answered(world.coordinator, number, outcome="full", giving=giving(case.id))

    assert locked == ["Case", "Inquiry"] * 2


def test_an_untied_case_and_none_at_all_are_one_and_the_same(world: World) -> None:
    number = received(world.coordinator)
    checked(world.coordinator, number)
    for case_id in (make_case(world).id, uuid4()):
        with pytest.raises(NotFound):
            answered(world.coordinator, number, outcome="full", giving=giving(case_id))


def test_what_is_given_is_a_share_to_an_outside_body(world: World) -> None:
    case = make_case(world)
    number = received(world.coordinator)
    tied(world.coordinator, number, case)
    checked(world.coordinator, number)

    answered(world.coordinator, number, outcome="full", giving=giving(case.id))

    found = row(number)
    share = db.session().scalars(select(Share).where(Share.id == found.share_id)).one()
    lines = db.session().scalars(select(ShareLine.category).where(ShareLine.share_id == share.id)).all()
    assert (share.recipient_kind, share.document, share.copy_number) == (RecipientKind.OUTSIDE, "inquiry", 1)
    assert (share.sender_id, share.holder, list(lines)) == (world.social, "Ольга Запитальна", ["services"])
    assert share.necessity == "призначення послуги"
    assert events()[-2:] == ["share:recorded", "inquiry:answered"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"is_committed": False}, "is_committed"),
        ({"categories": ["health"]}, "categories"),
        ({"categories": []}, "categories"),
        ({"basis_code": "UA-HEALTH"}, "basis_code"),
        ({"is_public": False}, "basis_code"),
        ({"sector": "ngo"}, "basis_code"),
    ],
)
def test_data_leave_only_as_the_law_lets_them(world: World, more: dict[str, Any], field: str) -> None:
    case = make_case(world)
    number = received(world.coordinator)
    tied(world.coordinator, number, case)
    checked(world.coordinator, number)

    with pytest.raises(RuleBroken) as refused:
        answered(world.coordinator, number, outcome="full", giving=giving(case.id, **more))

    assert refused.value.field == field
    assert row(number).state is InquiryState.OPEN


def test_nothing_is_given_to_somebody_unchecked_or_of_his_name_or_without_a_case(world: World) -> None:
    case = make_case(world)
    number = received(world.coordinator, asked_by="Ґалаґан Сергій")
    with pytest.raises(RuleBroken):
        answered(world.coordinator, number, outcome="full", giving=giving(case.id))
    checked(world.coordinator, number)
    with pytest.raises(NotFound):  # tied to no case
        answered(world.coordinator, number, outcome="full", giving=giving(case.id))
    tied(world.coordinator, number, case)
    with pytest.raises(RuleBroken) as refused:
        answered(world.coordinator, number, outcome="full", giving=giving(case.id))
    assert refused.value.field == "holder_name"
    with pytest.raises(RuleBroken):
        answered(world.coordinator, number, outcome="full", giving=None)


def test_an_inquiry_without_purpose_and_ground_is_given_nothing(world: World) -> None:
    case = make_case(world)
    number = received(world.coordinator, purpose="")
    tied(world.coordinator, number, case)
    checked(world.coordinator, number)

    with pytest.raises(RuleBroken):
        answered(world.coordinator, number, outcome="full", giving=giving(case.id))


@pytest.mark.parametrize("kind", ["perpetrator", "parent", "journalist", "other"])
def test_these_are_given_nothing_on_this_path(world: World, kind: str) -> None:
    case = make_case(world)
    number = received(world.coordinator, kind)
    tied(world.coordinator, number, case)
    checked(world.coordinator, number)

    with pytest.raises(RuleBroken) as refused:
        answered(world.coordinator, number, outcome="part", words="частина", giving=giving(case.id))

    assert refused.value.field == "outcome"


@pytest.mark.parametrize(
    ("kind", "how", "field"),
    [
        ("agency", {"outcome": "refused"}, None),
        ("agency", {"outcome": "forwarded"}, "words"),
        ("agency", {"outcome": "nothing_held", "words": "у нас нічого"}, "words"),
        ("other", {"outcome": "refused", "refusal": "incomplete", "words": "не скажемо про неї"}, "words"),
        ("agency", {"outcome": "perhaps"}, None),
    ],
)
def test_an_answer_says_what_it_must_and_no_more(
    world: World, kind: str, how: dict[str, Any], field: str | None
) -> None:
    number = received(world.coordinator, kind)

    with pytest.raises(RuleBroken) as refused:
        answered(world.coordinator, number, **how)

    assert refused.value.field == field
