"""Who is kept away, as the office sees it."""

from icat.cases.queries.bars import barrable, bars
from icat.cases.queries.door import open_case
from icat.policy.permissions import Permission
from tests.cases.referring import submit
from tests.make import World


def test_the_office_sees_names_links_and_members_and_who_may_still_be_barred(world: World) -> None:
    reference = submit(world, barred=[{"name": "Кравець Лідія", "link": "сестра"}, {"name": "Хтось"}]).reference

    case = open_case(world.coordinator.actor, Permission.MEMBER_BAR, reference)
    found = {one.name: (one.link, one.member) for one in bars(case)}
    offered = {id for id, _name in barrable(case)}

    assert found == {"Кравець Лідія": ("сестра", world.policewoman.name), "Хтось": ("", "")}
    assert world.policewoman.member_id not in offered
    assert world.coordinator.member_id not in offered
    assert world.doctor.member_id in offered
