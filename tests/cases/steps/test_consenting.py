"""Recording a consent: what it must say, who may not give it, and that a share needs one."""

from datetime import timedelta

import pytest

from icat import clock
from icat.audit.events import Event
from icat.cases.models import Consent, ConsentAnswer, ConsentLine, Giver, Share
from icat.cases.queries.covering import Pair
from icat.cases.steps.consenting import Asked, digest
from icat.errors import NotFound, RuleBroken
from icat.legal import Category, RecipientKind
from tests.audit.acting import newest
from tests.cases.consenting import agree, seated, share_on_consent, to
from tests.make import MadeCase, World, make_case
from tests.meetings.sitting import one, rows

OUTSIDE = frozenset({Pair(Category.RISK, RecipientKind.OUTSIDE)})
BY_OTHERS = {"giver": Giver.REPRESENTATIVE, "giver_name": "Ганна Їжак", "giver_reason": "Дитина, 9 років"}


@pytest.fixture
def case(world: World) -> MadeCase:
    return make_case(world, seats=seated(world))


def test_a_consent_says_who_asked_how_and_until_when_and_its_leaf_says_codes_only(world, case):
    agree(world.advocate, case, to(world.health), witness="Марія Ґудзь")

    row = one(Consent)
    assert (row.owner_id, row.asked_by_id, row.answer) == (world.ngo, world.advocate.member_id, ConsentAnswer.GIVEN)
    assert row.until_on == clock.today() + timedelta(days=365)
    leaf = newest(world.team_id)
    assert Event.CONSENT_RECORDED in leaf.values()
    assert "Ґудзь" not in str(leaf)
    assert one(ConsentLine).is_agreed
    assert row.digest == digest(row, rows(ConsentLine))


def test_what_she_refused_is_recorded_too(world, case):
    agree(world.advocate, case, to(world.health), refused=to(world.police))

    assert {(line.recipient_id, line.is_agreed) for line in rows(ConsentLine)} == {
        (world.health, True),
        (world.police, False),
    }


def test_a_refusal_alone_has_no_day_to_end(world, case):
    agree(world.advocate, case, frozenset(), refused=to(world.police))

    assert (one(Consent).answer, one(Consent).until_on) == (ConsentAnswer.REFUSED, None)


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"agreed": frozenset()}, "categories", "what may be told"),
        ({"method": "telepathy"}, None, "offered answers"),
        ({"language": "qq"}, None, "offered answers"),
        ({"agreed": OUTSIDE}, "outside", "which body"),
        ({"asked_at": clock.now() + timedelta(days=9000)}, "asked_at", "future"),
        ({"until_on": clock.today() - timedelta(days=1)}, "until_on", "passed already"),
        ({"until_on": clock.today() + timedelta(days=800)}, "until_on", "two years"),
        ({**BY_OTHERS, "giver_name": ""}, "giver_name", "who consents"),
        ({**BY_OTHERS, "giver_reason": ""}, "giver_reason", "why she does not"),
        ({**BY_OTHERS}, "giver", "guardianship body consents"),
        ({**BY_OTHERS, "is_not_him": True, "giver_name": "Сергій Ґалаґан"}, "giver", "Never ask him"),
        ({**BY_OTHERS, "is_not_him": True, "giver_name": "Галаган Сергій Петрович"}, "giver", "Never ask him"),
    ],
)
def test_what_cannot_be_a_consent_is_refused_beside_its_box(world, case, more, field, sentence):
    with pytest.raises(RuleBroken, match=sentence) as refused:
        agree(world.advocate, case, **{"pairs": to(world.health), **more})

    assert refused.value.field == field
    assert rows(Consent) == []


def test_a_representative_who_is_not_the_perpetrator_may_consent(world, case):
    agree(world.advocate, case, to(world.health), **BY_OTHERS, is_not_him=True)

    assert one(Consent).giver is Giver.REPRESENTATIVE


def test_somebody_of_another_agency_cannot_have_asked(world, case):
    with pytest.raises(RuleBroken) as refused:
        agree(world.advocate, case, to(world.health), asked_by_id=world.doctor.member_id)

    assert refused.value.field == "asked_by"


def test_an_agency_of_another_team_is_no_recipient(world, case):
    with pytest.raises(NotFound):
        agree(world.advocate, case, to(world.stranger.actor.agency_id))


def test_a_no_to_what_a_consent_still_allows_asks_for_its_withdrawal_first(world, case):
    agree(world.advocate, case, to(world.health))

    with pytest.raises(RuleBroken, match="Withdraw that consent first"):
        agree(world.advocate, case, frozenset(), refused=to(world.health))


def test_a_share_on_her_consent_rests_on_the_newest_that_covers_it(world, case):
    agree(world.advocate, case, to(world.health))
    newer = agree(world.doctor, case, to(world.health), asked_at=clock.now())

    share_on_consent(world.advocate, case, world.health)

    assert one(Share, Share.basis_code == "UA-CONSENT").consent_id == newer


def test_without_a_consent_on_record_nothing_is_shared_on_one(world, case):
    agree(world.advocate, case, to(world.health))

    with pytest.raises(RuleBroken, match="No consent on record covers this: risk factors") as refused:
        share_on_consent(world.advocate, case, world.police)
    with pytest.raises(RuleBroken):
        share_on_consent(world.advocate, case, world.health, category=Category.HEALTH)

    assert refused.value.field == "consent"
    assert rows(Share, Share.basis_code == "UA-CONSENT") == []


def test_a_consent_that_is_named_must_cover_it(world, case):
    named = agree(world.advocate, case, to(world.police))
    agree(world.advocate, case, to(world.health))

    with pytest.raises(RuleBroken):
        share_on_consent(world.advocate, case, world.health, consent_id=named)


def test_nothing_said_is_one_year_and_nobody_else():
    asked = Asked()

    assert (asked.giver, asked.method, asked.asked_by_id) == (Giver.SURVIVOR, "unstated", None)
