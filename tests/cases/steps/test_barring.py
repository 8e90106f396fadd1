"""Which names bar a member."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from icat import clock
from icat.audit.recording import upkeep
from icat.cases.models import Bar
from icat.db import engine as db
from icat.members.models import Member
from tests.cases.referring import submit
from tests.make import World


@pytest.mark.parametrize(
    ("typed", "is_barred"),
    [
        ("Лідія Кравець", True),
        ("Кравець Лідія Петрівна", True),
        ("LIDIIA KRAVETS", True),
        ("Кравець", False),
        ("Лідія", False),
        ("Кравчук Лідія", False),
        ("'; drop table bar; --", False),
    ],
)
def test_two_words_of_a_members_name_in_any_order_and_spelling_bar(world: World, typed: str, is_barred: bool) -> None:
    submit(world, barred=[{"name": typed}])

    (bar,) = db.session().scalars(select(Bar)).all()
    assert (bar.member_id == world.policewoman.member_id) is is_barred


def test_who_refers_a_case_is_not_barred_from_it_by_a_name(world: World) -> None:
    submit(world, barred=[{"name": world.officer.name}])

    assert db.session().scalars(select(Bar.member_id)).all() == [None]


def test_a_name_twice_bars_once(world: World) -> None:
    submit(world, barred=[{"name": "Кравець Лідія"}, {"name": "Лідія Кравець"}])

    assert [one for one in db.session().scalars(select(Bar.member_id)) if one] == [world.policewoman.member_id]


def test_a_member_whose_term_has_not_begun_is_barred_by_name_too(world: World) -> None:
    with upkeep() as session:
        session.get_one(Member, world.policewoman.member_id).from_on = clock.today() + timedelta(days=1)

    submit(world, barred=[{"name": "Кравець Лідія"}])

    assert db.session().scalars(select(Bar.member_id)).all() == [world.policewoman.member_id]
