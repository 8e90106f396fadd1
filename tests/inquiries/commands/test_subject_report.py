"""One prepares a report, another lets exactly these bytes go; nothing leaves without the law and two people."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from icat.cases.commands.releases import set_restriction
from icat.cases.models import Share, ShareLine
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken, Stale
from icat.inquiries.commands.subject_report import reject_subject_report, release_subject_report
from icat.inquiries.models import InquiryState
from icat.legal import RecipientKind
from icat.policy.roles import Role
from tests.inquiries.asking import dpo, events, kept_away, row
from tests.inquiries.reporting import asked, prepared, seen
from tests.make import World, make_case


def test_two_people_and_a_share_let_it_go(world: World) -> None:
    case, officer = make_case(world), dpo(world)
    number = asked(world, officer, case)
    prepared(officer, number)
    found = seen(world.chair, number)
    assert found is not None

    with pytest.raises(Stale):
        release_subject_report(world.chair.actor, found.id, found.version, digest="0" * 64)
    release_subject_report(world.chair.actor, found.id, found.version, digest=found.digest)

    db.end()
    share = db.session().scalars(select(Share).where(Share.document == "subject_report")).one()
    lines = set(db.session().scalars(select(ShareLine.category).where(ShareLine.share_id == share.id)))
    assert (share.id, share.recipient_kind, share.copy_number) == (found.share_id, RecipientKind.SURVIVOR, 1)
    assert lines == {"identity", "contact"}
    answered = row(number)
    assert (answered.state, answered.outcome, answered.share_id) == (InquiryState.ANSWERED, "part", share.id)
    assert events()[-3:] == ["share:recorded", "subject-report:released", "inquiry:answered"]
    with pytest.raises(Stale):
        release_subject_report(world.chair.actor, found.id, found.version, digest=found.digest)


def test_nobody_releases_alone_nor_without_the_case(world: World) -> None:
    case, officer = make_case(world), dpo(world)
    number = asked(world, officer, case)
    prepared(officer, number)
    found = seen(officer, number)
    assert found is not None
    assert not found.may_decide

    for who in (officer, world.strange_chair, world.policewoman):
        with pytest.raises((NotFound, NotAllowed)):
            release_subject_report(who.actor, found.id, found.version, digest=found.digest)
        with pytest.raises((NotFound, NotAllowed)):
            reject_subject_report(who.actor, found.id, found.version, reason="ні")


def test_who_holds_both_offices_still_needs_another(world: World) -> None:
    case, officer = make_case(world), dpo(world)
    number = asked(world, officer, case)
    prepared(officer, number)
    found = seen(officer, number)
    assert found is not None
    both = replace(officer.actor, roles=frozenset({Role.DPO, Role.CHAIR}))

    with pytest.raises(NotAllowed, match="Two people"):
        release_subject_report(both, found.id, found.version, digest=found.digest)
    with pytest.raises(NotAllowed, match="Two people"):
        reject_subject_report(both, found.id, found.version, reason="ні")


def test_a_barred_chair_finds_no_report(world: World) -> None:
    case, officer = make_case(world), dpo(world)
    kept_away(world, case)
    number = asked(world, officer, case)
    prepared(officer, number)
    found = seen(officer, number)
    assert found is not None

    assert seen(world.chair, number) is None
    with pytest.raises(NotFound):
        release_subject_report(world.chair.actor, found.id, found.version, digest=found.digest)


def test_what_is_sent_back_is_made_again(world: World) -> None:
    case, officer = make_case(world), dpo(world)
    number = asked(world, officer, case)
    prepared(officer, number)
    found = seen(world.coordinator, number)
    assert found is not None
    with pytest.raises(RuleBroken):
        reject_subject_report(world.coordinator.actor, found.id, found.version, reason=" ")
    reject_subject_report(world.coordinator.actor, found.id, found.version, reason="Приберіть адресу.")

    prepared(officer, number, contact=(False, "she asked to leave it out"))

    again = seen(world.coordinator, number)
    assert again is not None
    assert again.is_waiting
    assert again.digest != found.digest
    with pytest.raises(Stale):
        release_subject_report(world.coordinator.actor, found.id, found.version + 1, digest=found.digest)


def test_against_the_rule_only_with_a_reason(world: World) -> None:
    case, officer = make_case(world), dpo(world)
    number = asked(world, officer, case)

    with pytest.raises(RuleBroken) as refused:
        prepared(officer, number, whereabouts=(True, " "))
    assert refused.value.field == "why_whereabouts"
    with pytest.raises(RuleBroken):
        prepared(officer, number, **dict.fromkeys(("identity", "contact", "recipients"), (False, "ні")))


def test_a_second_one_takes_the_place_of_the_first(world: World) -> None:
    case, officer = make_case(world), dpo(world)
    number = asked(world, officer, case)
    prepared(officer, number)
    first = seen(officer, number)
    prepared(officer, number)
    assert first is not None

    with pytest.raises(Stale):
        release_subject_report(world.chair.actor, first.id, first.version, digest=first.digest)


def test_the_perpetrator_gets_his_own_after_a_legal_review(world: World) -> None:
    case, officer = make_case(world), dpo(world)
    number = asked(world, officer, case, "perpetrator", asked_by="Ґалаґан Сергій")
    prepared(officer, number)
    found = seen(world.chair, number)
    assert found is not None
    assert [block["code"] for block in found.content["blocks"] if block["is_kept"]] == ["identity"]
    assert found.content["bases"] == []

    with pytest.raises(RuleBroken) as refused:
        release_subject_report(world.chair.actor, found.id, found.version, digest=found.digest)
    assert refused.value.field == "review_note"
    release_subject_report(
        world.chair.actor, found.id, found.version, digest=found.digest, review_note="юристка ради, 24.11.2026"
    )

    db.end()
    share = db.session().scalars(select(Share).where(Share.document == "subject_report")).one()
    assert (share.recipient_kind, share.basis_code) == (RecipientKind.SUBJECT, "UA-SUBJECT")


def test_a_parent_who_is_the_perpetrator_gets_nothing(world: World) -> None:
    case, officer = make_case(world), dpo(world)
    number = asked(world, officer, case, "parent", asked_by="Ґалаґан Сергій")
    prepared(officer, number)
    found = seen(world.chair, number)
    assert found is not None
    given = {"digest": found.digest, "review_note": "юристка ради"}

    with pytest.raises(RuleBroken) as refused:
        release_subject_report(world.chair.actor, found.id, found.version, **given)
    assert refused.value.field == "is_not_him"
    with pytest.raises(RuleBroken) as refused:  # whoever says so, the name is his
        release_subject_report(world.chair.actor, found.id, found.version, is_not_him=True, **given)
    assert refused.value.field == "holder_name"
    assert row(number).state is InquiryState.OPEN


def test_he_gets_no_report_in_her_name(world: World) -> None:
    case, officer = make_case(world), dpo(world)
    number = asked(world, officer, case, "subject", asked_by="Сергій Ґалаґан")
    prepared(officer, number)
    found = seen(world.chair, number)
    assert found is not None

    with pytest.raises(RuleBroken) as refused:
        release_subject_report(world.chair.actor, found.id, found.version, digest=found.digest)
    assert refused.value.field == "holder_name"
    assert row(number).state is InquiryState.OPEN


def test_where_copies_wait_a_chair_lets_it_go_and_says_why(world: World) -> None:
    case, officer = make_case(world), dpo(world)
    number = asked(world, officer, case)
    prepared(officer, number)
    set_restriction(world.chair.actor, case.id, is_on=True, reason="Двоє звинувачують одне одного.")
    found = seen(world.coordinator, number)
    assert found is not None
    assert found.needs_chair

    with pytest.raises(NotAllowed, match="a chair releases"):
        release_subject_report(
            world.coordinator.actor, found.id, found.version, digest=found.digest, review_note="Так."
        )
    with pytest.raises(RuleBroken, match="write why"):
        release_subject_report(world.chair.actor, found.id, found.version, digest=found.digest)
    release_subject_report(world.chair.actor, found.id, found.version, digest=found.digest, review_note="Перевірила.")

    assert row(number).state is InquiryState.ANSWERED


def test_who_is_named_as_perpetrator_does_not_wait(world: World) -> None:
    """In the later case of a counter-allegation that is the survivor of the first, who is never held up by it."""
    case, officer = make_case(world), dpo(world)
    number = asked(world, officer, case, "perpetrator")
    prepared(officer, number)
    set_restriction(world.chair.actor, case.id, is_on=True, reason="Двоє звинувачують одне одного.")
    found = seen(world.coordinator, number)
    assert found is not None
    assert not found.needs_chair

    release_subject_report(
        world.coordinator.actor, found.id, found.version, digest=found.digest, review_note="Юрист, 3.11."
    )

    assert row(number).state is InquiryState.ANSWERED
