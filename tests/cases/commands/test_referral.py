"""Drafting, submitting and throwing away a referral: what is kept, what is shared, what is refused."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from icat import clock
from icat.audit.events import Event
from icat.audit.models import LedgerEntry
from icat.cases.commands.referral import draft_referral, submit_referral, withdraw_referral
from icat.cases.models import Answered, Bar, Case, Part, Person, Referral, ReferralState, Seat, Share, ShareLine, Stage
from icat.cases.steps.assessing import Given
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound, RuleBroken, Stale
from icat.legal import Category, ConsentState, RecipientKind
from icat.policy.actor import Actor
from icat.risk.answer import Answer
from tests.cases.referring import PERPETRATOR, SURVIVOR, said, submit
from tests.make import World


def draft(actor: Actor) -> Any:
    """A fresh draft."""
    made = draft_referral(actor)
    db.end()
    return made


def rows(model: Any, *where: Any) -> list[Any]:
    """All rows that fit, in a fresh session."""
    db.end()
    return list(db.session().scalars(select(model).where(*where)))


def test_a_submitted_referral_is_a_case_that_the_office_reads(world: World) -> None:
    receipt = submit(world, children=[{"given_name": "Аліна", "birth_year": "2019"}, {"given_name": ""}])

    (case,) = rows(Case)
    assert (case.reference, case.stage, case.has_children) == (receipt.reference, Stage.SCREENING, True)
    assert case.referrer_id == world.officer.member_id
    parts = [person.part for person in rows(Person)]
    assert sorted(parts) == sorted([Part.SURVIVOR, Part.PERPETRATOR, Part.CHILD])
    (share,) = rows(Share)
    assert share.recipient_kind is RecipientKind.OFFICE
    assert (share.basis_code, share.consent) == ("UA-POWER", ConsentState.GIVEN)
    assert [seat.agency_id for seat in rows(Seat)] == [world.police]
    (referral,) = rows(Referral)
    assert (referral.state, referral.draft, referral.reason_now) == (ReferralState.SUBMITTED, {}, "Погрожує вбити")


def test_where_she_is_now_does_not_go_with_the_rest(world: World) -> None:
    submit(world)

    assert Category.SAFE_ADDRESS not in {line.category for line in rows(ShareLine)}


def test_where_she_is_now_goes_on_her_consent_as_a_share_of_its_own(world: World) -> None:
    submit(world, with_address=True)

    (line,) = rows(ShareLine, ShareLine.category == Category.SAFE_ADDRESS)
    (share,) = rows(Share, Share.id == line.share_id)
    assert share.basis_code == "UA-CONSENT"


def test_where_she_is_now_does_not_go_without_her_consent(world: World) -> None:
    with pytest.raises(RuleBroken) as refused:
        submit(world, with_address=True, agrees="undecided")

    assert refused.value.field == "with_address"
    assert rows(Case) == []


def test_what_a_basis_does_not_cover_stays_with_the_agency(world: World) -> None:
    submit(world, basis_code="UA-CONSENT")

    assert Category.PERPETRATOR not in {line.category for line in rows(ShareLine)}


@pytest.mark.parametrize("basis", ["UA-HEALTH", "UA-CITIZEN", "nonsense", ""])
def test_a_basis_that_is_not_made_for_it_is_refused(world: World, basis: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        submit(world, basis_code=basis)

    assert refused.value.field == "basis_code"
    assert rows(Case) == []


def test_a_second_coming_gives_the_same_receipt_and_makes_nothing(world: World) -> None:
    receipt = submit(world)

    again = submit_referral(world.officer.actor, receipt.referral_id, 0, **said())

    assert again == receipt
    assert len(rows(Case)) == 1


def test_a_draft_saved_elsewhere_is_not_submitted_from_an_old_page(world: World) -> None:
    made = draft(world.officer.actor)
    draft_referral(world.officer.actor, made.referral_id, 0, typed={"surname": ["Нова"]})

    with pytest.raises(Stale):
        submit_referral(world.officer.actor, made.referral_id, 0, **said())


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        (
            {"survivor": {"safe_method": "call"}, "perpetrator": {"relationship": "spouse"}, "reason_now": ""},
            "reason_now",
        ),
        ({"survivor": {**SURVIVOR, "safe_method": ""}}, "safe_method"),
        ({"survivor": {**SURVIVOR, "safe_method": "pigeon"}}, "safe_method"),
        ({"survivor": {**SURVIVOR, "birth_on": date(2999, 1, 1), "birth_year": ""}}, "birth_on"),
        ({"survivor": {**SURVIVOR, "birth_on": date(1990, 1, 1)}}, "birth_year"),
        ({"survivor": {**SURVIVOR, "birth_year": "2999"}}, "birth_year"),
        ({"perpetrator": {**PERPETRATOR, "birth_year": "2999"}}, "his_birth_year"),
        ({"children": [{"given_name": "А", "birth_year": "2999"}]}, "birth_year"),
        ({"told": "perhaps"}, "told"),
        ({"agrees": "perhaps"}, "agrees"),
        ({"more": {"child_count": "dozens"}}, "child_count"),
        ({"told": "not_told_other", "agrees": "not_asked"}, "why_without"),
        ({"agrees": "objects"}, "why_without"),
        ({"urgency": "whenever"}, "urgency"),
        ({"hromada": "UA46060250000025047"}, "hromada"),
    ],
)
def test_what_is_incomplete_or_cannot_be_is_refused_whole(world: World, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        submit(world, **changed)

    assert refused.value.field == field
    assert rows(Case) == []


def test_what_the_law_does_not_ask_may_be_left_out(world: World) -> None:
    submit(world, survivor={"surname": "Ґалаґан"}, perpetrator={}, reason_now="", told="", agrees="")

    assert [share.consent for share in rows(Share)] == [ConsentState.NOT_NEEDED]


def test_a_child_older_than_the_survivor_is_not_refused(world: World) -> None:
    submit(world, children=[{"given_name": "Олег", "birth_year": "1985"}])

    assert len(rows(Case)) == 1


def test_her_objection_is_overridden_only_with_a_reason_and_is_marked(world: World) -> None:
    submit(world, agrees="objects", more={"why_without": "Загроза життю дітей"})

    assert rows(Share)[0].consent is ConsentState.REFUSED_OVERRIDDEN


def test_a_member_whose_name_is_named_is_barred_at_once(world: World) -> None:
    submit(world, barred=[{"name": "Кравец Лидия", "link": "сестра"}, {"name": "Хтось Невідомий"}])

    barred = {bar.name: bar.member_id for bar in rows(Bar)}
    assert barred == {"Кравец Лидия": world.policewoman.member_id, "Хтось Невідомий": None}


def test_a_member_who_has_his_name_is_barred(world: World) -> None:
    submit(world, perpetrator={"surname": "Євченко", "given_name": "Богдан"})

    assert [bar.member_id for bar in rows(Bar)] == [world.supervisor.member_id]


def test_a_single_word_bars_nobody(world: World) -> None:
    submit(world, barred=[{"name": "Кравець"}])

    assert [bar.member_id for bar in rows(Bar)] == [None]


def test_the_whole_office_is_not_barred(world: World) -> None:
    with pytest.raises(RuleBroken):
        submit(world, barred=[{"name": world.coordinator.name}, {"name": world.chair.name}])

    assert rows(Case) == []


def test_answers_are_frozen_with_the_instrument_and_what_was_not_asked_leaves_no_row(world: World) -> None:
    answers = {
        "strangling": Given(Answer.YES, "вчора", "survivor"),
        "stalking": Given(Answer.UNKNOWN),
        "threats": Given(),
    }

    submit(world, answers=answers)

    assert {row.factor: row.answer for row in rows(Answered)} == {"strangling": "yes", "stalking": "unknown"}


def test_a_factor_that_does_not_exist_is_refused(world: World) -> None:
    with pytest.raises(RuleBroken):
        submit(world, answers={"moon": Given(Answer.YES)})


def test_what_happened_stands_in_the_log_without_a_word_of_it(world: World) -> None:
    submit(world, barred=[{"name": "Хтось"}])

    leaves = rows(LedgerEntry, LedgerEntry.actor_id == world.officer.member_id)
    events = [leaf.event for leaf in leaves]
    assert Event.REFERRAL_SUBMITTED in events
    assert Event.SHARE_RECORDED in events
    assert "Погрожує" not in repr([vars(leaf) for leaf in leaves])


def test_who_may_not_refer_begins_nothing(world: World) -> None:
    with pytest.raises(NotAllowed):
        draft_referral(world.auditor.actor)


def test_a_draft_of_somebody_else_is_not_there(world: World) -> None:
    made = draft(world.officer.actor)

    for act in (
        lambda: draft_referral(world.policewoman.actor, made.referral_id, typed={}),
        lambda: submit_referral(world.policewoman.actor, made.referral_id, **said()),
        lambda: withdraw_referral(world.policewoman.actor, made.referral_id),
        lambda: draft_referral(world.stranger.actor, made.referral_id, typed={}),
    ):
        with pytest.raises(NotFound):
            act()
        db.end()


def test_keeping_typing_leaves_no_leaf_and_holds_whatever_was_typed(world: World) -> None:
    made = draft(world.officer.actor)
    before = db.session().scalar(select(func.count(LedgerEntry.seq)))
    db.end()

    draft_referral(world.officer.actor, made.referral_id, typed={"birth_on-day": ["32"], "needs": ["a", "b"]})

    (referral,) = rows(Referral)
    assert referral.draft == {"birth_on-day": ["32"], "needs": ["a", "b"]}
    assert db.session().scalar(select(func.count(LedgerEntry.seq))) == before


def test_a_draft_longer_than_a_form_can_be_is_refused(world: World) -> None:
    made = draft(world.officer.actor)

    with pytest.raises(RuleBroken):
        draft_referral(world.officer.actor, made.referral_id, typed={"a": ["б" * 200_001]})


def test_a_draft_that_is_thrown_away_is_gone_and_takes_nothing_more(world: World) -> None:
    made = draft_referral(world.officer.actor, typed={"surname": ["Таємна"]})
    withdraw_referral(world.officer.actor, made.referral_id)

    (referral,) = rows(Referral)
    assert (referral.state, referral.draft) == (ReferralState.WITHDRAWN, {})
    db.end()
    with pytest.raises(RuleBroken):
        submit_referral(world.officer.actor, made.referral_id, **said())


def test_a_submitted_referral_is_not_thrown_away(world: World) -> None:
    receipt = submit(world)

    with pytest.raises(RuleBroken):
        withdraw_referral(world.officer.actor, receipt.referral_id)


def test_an_ngo_needs_her_consent_and_then_it_is_enough(world: World) -> None:
    actor = world.advocate.actor
    with pytest.raises(RuleBroken):
        submit_referral(actor, draft(actor).referral_id, **said(basis_code="UA-CONSENT", agrees="undecided"))
    db.end()

    submit_referral(actor, draft(actor).referral_id, **said(basis_code="UA-CONSENT"))

    assert [share.basis_code for share in rows(Share)] == ["UA-CONSENT"]


def test_a_reference_is_of_its_year(world: World) -> None:
    with clock.pretending(clock.now() + timedelta(days=400)):
        made = draft(world.officer.actor)

    assert f"-{(clock.now() + timedelta(days=400)).year}-" in made.reference
    assert replace(made) == made
