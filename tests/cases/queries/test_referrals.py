"""Referrals for their author, and nobody else."""

import pytest

from icat.cases.commands.bars import bar_member
from icat.cases.commands.referral import draft_referral
from icat.cases.models import Case
from icat.cases.queries.referrals import my_referral, my_referrals, offer
from icat.db import engine as db
from icat.errors import NotFound
from icat.policy.permissions import Permission
from tests.cases.referring import submit
from tests.make import HROMADA, World

P = Permission.REFERRAL_DRAFT


def test_the_author_reads_the_draft_as_it_was_typed_and_others_do_not(world: World) -> None:
    made = draft_referral(world.officer.actor, typed={"surname": ["Ґалаґан"], "birth_on-day": ["32"]})
    db.end()

    assert my_referral(world.officer.actor, P, made.reference).typed["birth_on-day"] == ["32"]
    assert my_referrals(world.officer.actor).drafts[0].name == "Ґалаґан"
    db.end()
    for other in (world.policewoman, world.coordinator):
        with pytest.raises(NotFound):
            my_referral(other.actor, P, made.reference)
        db.end()


def test_a_referrer_who_was_barred_later_has_nothing_left(world: World) -> None:
    receipt = submit(world)
    case_id = db.session().query(Case).one().id
    db.end()
    bar_member(world.chair.actor, case_id, member_id=world.officer.member_id)
    db.end()

    assert my_referrals(world.officer.actor).submitted == ()
    with pytest.raises(NotFound):
        my_referral(world.officer.actor, P, receipt.reference)


def test_the_receipt_says_what_the_basis_left_out(world: World) -> None:
    receipt = submit(world, basis_code="UA-CONSENT")

    left_out = my_referral(world.officer.actor, P, receipt.reference).left_out

    assert [str(one) for one in left_out] == ["about the perpetrator"]


def test_the_offer_begins_with_what_the_agency_is_for(world: World) -> None:
    police = offer(world.officer.actor, critical_yes=False, child_concerned=False)
    ngo = offer(world.advocate.actor, critical_yes=False, child_concerned=False)
    called_for = offer(world.advocate.actor, critical_yes=True, child_concerned=True)

    assert [code for code, _name in police.hromadas] == [HROMADA]
    assert police.bases[0].code == "UA-POWER"
    assert ngo.bases[0].code == "UA-CONSENT"
    assert "UA-CITIZEN" not in [basis.code for basis in ngo.bases]
    assert {"UA-CRIMINAL", "UA-CHILD-1D"} <= {basis.code for basis in called_for.bases[:3]}
