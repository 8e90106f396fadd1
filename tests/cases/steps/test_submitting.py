"""What a referral becomes: seats and shares."""

import pytest
from sqlalchemy import select

from icat.cases.models import Case, ShareLine
from icat.db import engine as db
from icat.errors import RuleBroken
from icat.legal import Category
from tests.cases.referring import submit
from tests.make import World


def test_a_share_moves_the_access_version_so_that_open_pages_are_cut_again(world: World) -> None:
    submit(world)

    assert db.session().scalars(select(Case)).one().access_version >= 2


def test_vital_interests_go_without_consent_while_it_cannot_be_asked_for(world: World) -> None:
    submit(world, basis_code="UA-VITAL", agrees="not_asked", told="told")

    assert Category.SERVICES not in set(db.session().scalars(select(ShareLine.category)))


def test_vital_interests_do_not_stand_in_for_a_refusal(world: World) -> None:
    with pytest.raises(RuleBroken) as refused:
        submit(world, basis_code="UA-VITAL", agrees="objects", more={"why_without": "Загроза життю"})

    assert refused.value.field == "basis_code"
