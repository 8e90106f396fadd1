"""Teams, agencies and members as pages show them."""

from datetime import date
from uuid import uuid4

from icat.db import engine as db
from icat.members.queries import people
from icat.names import sort_key


def test_a_team_is_shown_with_how_it_works(world, database):
    team = people.team(world.team_id)

    assert (team.code, team.research_days, team.review_days, team.asks_lap) == ("KHM", 2, 30, False)


def test_agencies_are_those_of_the_team_in_the_order_of_their_names(world, database):
    found = people.agencies(world.team_id)

    assert set(found) == {world.police, world.social, world.health, world.children, world.ngo, found_last(found)}
    assert [agency.name for agency in found.values()] == sorted(agency.name for agency in found.values())
    assert found[world.police].is_state


def test_members_are_those_of_the_team_with_their_names_and_agencies(world, database):
    found = people.members(world.team_id)

    assert world.stranger.member_id not in found
    assert found[world.chair.member_id].name == "Мирослава Гайдук"
    assert found[world.chair.member_id].agency == "Виконком"
    assert [view.name for view in found.values()] == sorted((view.name for view in found.values()), key=sort_key)


def test_members_in_office_are_those_whose_term_covers_the_day(world, database):
    assert people.members(world.team_id, on=date(2026, 1, 11)) == {}
    assert len(people.members(world.team_id, on=date(2026, 1, 12))) == 10
    assert len(people.active_members(world.team_id)) == 10


def test_names_are_given_for_those_who_are_asked_for(world, database):
    asked = [world.chair.member_id, world.stranger.member_id, world.chair.member_id]

    assert people.member_names(asked) == {
        world.chair.member_id: "Мирослава Гайдук",
        world.stranger.member_id: "Петро Чужий",
    }
    assert people.member_names([]) == {}
    assert people.member_names([uuid4()]) == {}


def test_everybody_is_listed_by_team_and_part_of_the_work(world, database):
    first, second = people.everybody()

    assert [len(first.members), len(second.members)] == [10, 2]
    assert first.members[0].name == "Гнат Ярошенко"
    assert first.members[0].handle == "khm-1"
    assert len({member.handle for team in (first, second) for member in team.members}) == 12
    assert not people.is_demo()
    db.end()


def found_last(found):  # type: ignore[no-untyped-def]
    return next(agency.id for agency in found.values() if agency.short_name == "Виконком")
