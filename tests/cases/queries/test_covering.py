"""To what she had agreed at a moment: what, to whom, by whom, until when; a later no ends a yes."""

from datetime import timedelta

import pytest

from icat import clock
from icat.audit.recording import change
from icat.cases.models import Case, Consent, ConsentEnd, Giver
from icat.cases.queries.covering import Covered, Pair, covered, known_to, not_covered
from icat.cases.steps.consenting import Asked, note_consent
from icat.db import engine as db
from icat.legal import Category, RecipientKind
from tests.cases.consenting import agree, seated, share_on_consent, to
from tests.make import MadeCase, World, make_case


@pytest.fixture
def case(world: World) -> MadeCase:
    return make_case(world, seats=seated(world))


def now(case: MadeCase, basis: str = "UA-CONSENT", **later: int) -> Covered:
    db.end()
    return covered(db.session(), case.id, at=clock.now() + timedelta(**later), basis_code=basis)


def test_a_consent_covers_its_pairs_and_nothing_beside_them(world, case):
    made = agree(world.advocate, case, to(world.health))

    assert now(case).agreed == {Pair(Category.RISK, RecipientKind.AGENCY, world.health): (made,)}
    assert now(case).by(to(world.health)) == made
    assert now(case).by(to(world.health, world.police)) is None
    assert now(case).lacking([*to(world.police)]) == [*to(world.police)]


def test_nothing_asked_about_is_covered_by_nothing(world, case):
    agree(world.advocate, case, to(world.health))

    assert now(case).by([]) is None


def test_a_consent_holds_through_its_last_day_and_no_longer(world, case):
    agree(world.advocate, case, to(world.health), until_on=clock.today() + timedelta(days=3))

    assert now(case, days=3).agreed
    assert not now(case, days=4).agreed


def test_a_consent_does_not_cover_what_was_told_before_she_was_asked(world, case):
    agree(world.advocate, case, to(world.health))

    assert not now(case, minutes=-5).agreed


def test_a_consent_that_was_taken_back_covers_nothing_afterwards(world, case):
    made = agree(world.advocate, case, to(world.health))
    with db.writing() as session:
        session.add(
            ConsentEnd(
                team_id=world.team_id,
                case_id=case.id,
                consent_id=made,
                method="phone",
                ended_at=clock.now(),
                ended_by_id=world.advocate.member_id,
                reason="x",
            )
        )
        session.commit()

    assert not now(case).agreed


def test_a_later_no_ends_a_yes_and_a_later_yes_ends_a_no(world, case):
    start = clock.now() - timedelta(hours=3)
    answers = [("refused", 0), ("agreed", 1), ("refused", 2)]
    for said, hours in answers:
        with change(world.advocate.actor) as work:
            asked = Asked(**{said: to(world.health), "asked_at": start + timedelta(hours=hours)})
            row = note_consent(work, work.get(Case, case.id), asked) if said == "agreed" else None
            if row is None:
                _refused(work, case, asked)

    assert not now(case).agreed
    assert now(case, hours=-1, minutes=-30).agreed
    assert not now(case, hours=-2, minutes=-30).agreed


def _refused(work, case, asked):  # type: ignore[no-untyped-def]
    """A refusal also where a consent says yes: rows from two databases put together could say both."""
    from icat.cases.steps import consenting  # noqa: PLC0415 - only here is its private rule of interest

    kept = consenting._insist_on_no_contradiction
    consenting._insist_on_no_contradiction = lambda *_: None
    try:
        note_consent(work, work.get(Case, case.id), asked)
    finally:
        consenting._insist_on_no_contradiction = kept


def test_on_her_own_basis_only_hers_counts_and_on_the_representatives_only_theirs(world, case):
    agree(world.advocate, case, to(world.health))
    agree(
        world.advocate,
        case,
        to(world.police),
        giver=Giver.GUARDIANSHIP,
        giver_name="Орган опіки",
        giver_reason="Мати ухиляється",
    )

    assert {pair.id for pair in now(case).agreed} == {world.health}
    assert {pair.id for pair in now(case, "UA-REP-CONSENT").agreed} == {world.police}
    assert {pair.id for pair in now(case, "UA-POWER").agreed} == {world.health, world.police}


def test_what_is_not_covered_is_named_in_the_order_of_the_catalogue(world):
    pairs = [*to(world.police, category=Category.HEALTH), *to(world.police)]

    assert "risk" in str(not_covered(pairs))
    assert str(not_covered(pairs)) == str(not_covered(reversed(pairs)))


def test_who_may_know_of_a_consent(world, case):
    made = agree(world.advocate, case, to(world.health), refused=to(world.police))

    def knows(person):  # type: ignore[no-untyped-def]
        db.end()
        return [row.id for row in db.session().scalars(known_to(person.actor, case.id))] == [made]

    assert knows(world.advocate), "who asked"
    assert knows(world.doctor), "who may receive"
    assert knows(world.coordinator)
    assert knows(world.chair)
    assert not knows(world.policewoman), "she said no to the police: they need not know that they were spoken of"
    share_on_consent(world.policewoman, case, world.health)
    assert knows(world.policewoman), "who shares on it"


def test_consents_of_another_case_cover_nothing_here(world, case):
    agree(world.advocate, make_case(world, seats=seated(world)), to(world.health))

    assert not now(case).agreed
    assert db.session().query(Consent).count() == 1
