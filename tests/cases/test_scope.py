"""The wall: who sees what of a case, under which share, and what is put on the receipt."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from icat import clock
from icat.audit.events import Event
from icat.audit.ledger import NOBODY
from icat.audit.reading import Receipt
from icat.audit.recording import change, upkeep
from icat.cases.models import Case, Share, ShareEnd
from icat.cases.models import Person as CasePerson
from icat.cases.scope import WITHHELD, Scope, bits, categories_of, scopes_for, standing_of
from icat.cases.steps.consenting import Asked, note_consent
from icat.cases.steps.sharing import Line, Recipient, open_share, pairs_of
from icat.db import engine as db
from icat.legal import Category, ConsentState, RecipientKind
from icat.members.models import Agency
from tests.audit.acting import newest
from tests.make import MadeCase, Person, World, ground, make_case


@pytest.fixture
def case(world: World) -> MadeCase:
    """A case that the police referred; nobody else has a seat."""
    return make_case(world)


def scope(who: Person, case: MadeCase, kept: Receipt | None = None) -> Scope:
    db.end()
    return scopes_for(db.session(), who.actor, [case.id], kept or Receipt())[case.id]


def tell(world: World, case: MadeCase, to: Recipient, category: Category, item: UUID | None = None) -> UUID:
    """The police, with her consent, tell somebody one thing."""
    with change(world.officer.actor) as work:
        held, sender = work.get(Case, case.id), work.get(Agency, world.police)
        if pairs := pairs_of(work, sender, to, category):
            note_consent(work, held, Asked(agreed=frozenset(pairs), outside="Притулок"))
        share = open_share(
            work,
            held,
            sender=sender,
            to=to,
            lines=[Line(category, item)],
            ground=ground("UA-CONSENT", ConsentState.GIVEN),
        )
    return share.id


def set_share(share_id: UUID, **values: object) -> None:
    with upkeep() as session:
        session.execute(update(Share).where(Share.id == share_id).values(**values))


def seen(who: Person, case: MadeCase, world: World, of: Sequence[Category] = tuple(Category)) -> set[Category]:
    found = scope(who, case)
    return {category for category in of if found.sees(world.police, case.survivor_id, category)}


@given(st.sets(st.sampled_from(list(Category))))
def test_bits_stand_for_the_categories_they_were_made_of(chosen: set[Category]) -> None:
    assert set(categories_of(bits(chosen))) == chosen


def test_each_category_has_a_bit_that_never_moves() -> None:
    # These numbers lie in ledgers: adding a category goes at the end.
    assert [bits([category]) for category in (Category.IDENTITY, Category.CONTACT, Category.SAFETY_PLAN)] == [
        1,
        2,
        1 << 15,
    ]


def test_an_agency_sees_what_it_owns_and_another_sees_nothing(world: World, case: MadeCase) -> None:
    assert seen(world.officer, case, world) == set(Category)
    assert seen(world.doctor, case, world) == set()


def test_a_share_opens_its_category_to_its_agency_and_to_nobody_else(world: World, case: MadeCase) -> None:
    tell(world, case, Recipient(RecipientKind.AGENCY, world.health), Category.CONTACT)

    assert seen(world.doctor, case, world) == {Category.CONTACT}
    assert seen(world.social_worker, case, world) == set()


def test_a_contact_never_opens_a_protected_address(world: World, case: MadeCase) -> None:
    tell(world, case, Recipient(RecipientKind.AGENCY, world.health), Category.CONTACT)

    assert Category.SAFE_ADDRESS not in seen(world.doctor, case, world)


def test_a_share_of_one_item_opens_that_item_only(world: World, case: MadeCase) -> None:
    tell(world, case, Recipient(RecipientKind.AGENCY, world.health), Category.IDENTITY, case.child_id)

    found = scope(world.doctor, case)
    assert found.sees(world.police, case.child_id, Category.IDENTITY)
    assert not found.sees(world.police, case.survivor_id, Category.IDENTITY)
    assert not found.sees(world.social, case.child_id, Category.IDENTITY), "another owner's"


def test_the_office_sees_what_was_told_to_the_office_and_what_the_team_made(world: World, case: MadeCase) -> None:
    for who in (world.coordinator, world.chair):
        assert Category.RISK in seen(who, case, world)
        assert Category.HEALTH not in seen(who, case, world)
        assert scope(who, case).sees(None, None, Category.PLAN)
    assert not scope(world.doctor, case).sees(None, None, Category.PLAN)
    assert not scope(world.auditor, case).sees(None, None, Category.PLAN)


def test_those_who_were_in_the_room_see_it_and_nobody_who_came_later(world: World, case: MadeCase) -> None:
    tell(
        world,
        case,
        Recipient(RecipientKind.PRESENT, uuid4(), (world.health, world.police)),
        Category.INCIDENT,
    )

    assert seen(world.doctor, case, world) == {Category.INCIDENT}
    assert seen(world.social_worker, case, world) == set()


def test_what_is_told_to_a_person_is_not_told_to_the_agency(world: World, case: MadeCase) -> None:
    share = tell(world, case, Recipient(RecipientKind.AGENCY, world.social), Category.RISK)
    set_share(share, recipient_kind=RecipientKind.PERSON, recipient_id=world.social_worker.member_id)

    assert seen(world.social_worker, case, world) == {Category.RISK}
    assert Category.RISK in seen(world.coordinator, case, world)  # of the same agency, but through the office
    assert seen(world.doctor, case, world) == set()


@pytest.mark.parametrize("ended", [False, True])
def test_a_share_ends_at_its_day_or_when_it_is_withdrawn(world: World, case: MadeCase, ended: bool) -> None:
    share = tell(world, case, Recipient(RecipientKind.AGENCY, world.health), Category.CONTACT)
    assert seen(world.doctor, case, world) == {Category.CONTACT}

    if ended:
        with upkeep() as session:
            session.add(
                ShareEnd(
                    team_id=world.team_id,
                    case_id=case.id,
                    share_id=share,
                    code="withdrawn",
                    ended_at=clock.now(),
                    ended_by_id=world.officer.member_id,
                )
            )
    else:
        set_share(share, valid_until=clock.now() - timedelta(seconds=1))

    assert seen(world.doctor, case, world) == set()


def test_a_paper_that_left_opens_no_page(world: World, case: MadeCase) -> None:
    share = tell(world, case, Recipient(RecipientKind.AGENCY, world.health), Category.CONTACT)
    set_share(share, document="plan", copy_number=1)

    assert seen(world.doctor, case, world) == set()


def test_a_share_in_one_case_opens_nothing_in_another(world: World, case: MadeCase) -> None:
    other = make_case(world)
    tell(world, case, Recipient(RecipientKind.AGENCY, world.health), Category.CONTACT)

    assert seen(world.doctor, other, world) == set()


def test_a_field_is_given_or_withheld_and_what_is_given_is_on_the_receipt(world: World, case: MadeCase) -> None:
    share = tell(world, case, Recipient(RecipientKind.AGENCY, world.health), Category.IDENTITY)
    kept = Receipt()
    found = scope(world.doctor, case, kept)
    person = db.session().get_one(CasePerson, case.survivor_id)
    cut = found.of(person.owner_id, person.id)

    assert cut.get(person, "surname") == "Ґалаґан"
    assert cut.get(person, "address_now") is WITHHELD
    assert cut.get(person, "phone") is WITHHELD
    assert not cut.shows(Category.HEALTH)
    ((_actor, leaf),) = kept.leaves("x")
    assert [(seen.case_id, seen.share_id, seen.categories) for seen in leaf.cases] == [(case.id, share, 1)]


def test_what_is_the_readers_own_is_on_the_receipt_under_no_share(world: World, case: MadeCase) -> None:
    kept = Receipt()
    person = db.session().get_one(CasePerson, case.survivor_id)
    found = scopes_for(db.session(), world.officer.actor, [case.id], kept)[case.id]

    assert found.of(person.owner_id, person.id).get(person, "phone") == "+380671112233"
    ((_actor, leaf),) = kept.leaves("x")
    assert [(seen.share_id, seen.categories) for seen in leaf.cases] == [(NOBODY, bits([Category.CONTACT]))]


def test_looking_whether_something_may_be_seen_puts_nothing_on_the_receipt(world: World, case: MadeCase) -> None:
    kept = Receipt()
    scope(world.officer, case, kept).sees(world.police, None, Category.RISK)

    assert not kept.case_ids


def test_withheld_is_false_and_says_so() -> None:
    assert not WITHHELD
    assert str(WITHHELD) == "withheld"
    assert WITHHELD.is_withheld


def test_the_standing_of_a_case_is_that_of_now(world: World) -> None:
    case = make_case(world, seats=[world.health])
    with upkeep() as session:
        standing = standing_of(session, session.get_one(Case, case.id))

    assert standing.seated_ids == {world.health}
    assert standing.referrer_id == world.officer.member_id
    assert not standing.barred_ids
    assert not standing.is_closed_to_agencies


def test_no_cases_cost_no_statement(world: World) -> None:
    assert scopes_for(db.session(), world.doctor.actor, [], Receipt()) == {}


def test_an_event_tells_of_each_share(world: World, case: MadeCase) -> None:

    share = tell(world, case, Recipient(RecipientKind.AGENCY, world.health), Category.CONTACT)
    leaf = newest(world.team_id)
    assert (leaf["k"], leaf["s"], leaf["c"]) == (Event.SHARE_RECORDED, str(share), [[str(case.id), str(share), 2]])
