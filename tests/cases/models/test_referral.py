"""What the tables of referrals and of questions to the referrer cannot hold."""

from typing import Any
from uuid import uuid4

from icat import clock
from icat.cases.models import InformationRequest, Referral, ReferralState
from icat.references import new_reference
from tests.cases.rows import alter, cannot_alter, cannot_put, put
from tests.make import World, make_case

DRAFT, SUBMITTED, WITHDRAWN = ReferralState.DRAFT, ReferralState.SUBMITTED, ReferralState.WITHDRAWN


def referral(world: World, **changed: Any) -> dict[str, Any]:
    return {
        "team_id": world.team_id,
        "case_id": uuid4(),  # a draft has no case yet
        "owner_id": world.police,
        "author_id": world.officer.member_id,
        "reference": new_reference(world.code, 2026),
        "started_at": clock.now(),
        "saved_at": clock.now(),
        **changed,
    }


def test_only_what_was_submitted_says_when_it_was_and_it_always_does(world: World) -> None:
    for state in ReferralState:
        wrong, right = (None, clock.now()) if state is SUBMITTED else (clock.now(), None)

        cannot_put(Referral, "ck_referral_submitted", **referral(world, state=state, submitted_at=wrong))
        made = put(Referral, **referral(world, state=state, submitted_at=right))
        cannot_alter(Referral, "ck_referral_submitted", made, submitted_at=wrong)


def test_a_draft_becomes_a_referral_only_with_its_moment(world: World) -> None:
    made = put(Referral, **referral(world))

    cannot_alter(Referral, "ck_referral_submitted", made, state=SUBMITTED)
    alter(Referral, made, state=SUBMITTED, submitted_at=clock.now())
    cannot_alter(Referral, "ck_referral_submitted", made, state=WITHDRAWN)
    cannot_alter(Referral, "ck_referral_submitted", made, state=DRAFT)


def test_two_referrals_never_have_one_reference(world: World) -> None:
    same = new_reference(world.code, 2026)
    put(Referral, **referral(world, reference=same))

    cannot_put(Referral, "unique.*referral", **referral(world, reference=same))


def test_a_referral_has_an_author_and_an_agency_that_there_are(world: World) -> None:
    for name in ("author_id", "owner_id", "team_id"):
        cannot_put(Referral, "foreign key", **referral(world, **{name: uuid4()}))
        cannot_put(Referral, name, **referral(world, **{name: None}))


def test_a_question_is_answered_by_somebody_at_some_moment_or_is_open(world: World) -> None:
    whole = {
        "team_id": world.team_id,
        "case_id": make_case(world).id,
        "owner_id": world.police,
        "asked_at": clock.now(),
        "asked_by_id": world.coordinator.member_id,
        "due_on": clock.today(),
    }
    when, who = {"answered_at": clock.now()}, {"answered_by_id": world.officer.member_id}

    for half in (when, who):
        cannot_put(InformationRequest, "ck_information_request_answered", **whole, **half)
    cannot_put(InformationRequest, "asked_by_id", **whole | {"asked_by_id": None})
    cannot_put(InformationRequest, "due_on", **whole | {"due_on": None})
    asked = put(InformationRequest, **whole)
    alter(InformationRequest, asked, **when, **who)
    cannot_alter(InformationRequest, "ck_information_request_answered", asked, answered_by_id=None)
