"""The table: what each reader sees of one case."""

from typing import Any

from icat.cases.commands.sharing import withdraw_share
from icat.cases.models import Case, Share, Stage
from icat.meetings.commands.meeting import close_meeting, open_meeting
from icat.meetings.commands.research import declare_conflict, file_return
from icat.meetings.models import ItemState, Known
from icat.meetings.queries.telling import OFFICE
from tests.make import World, make_case
from tests.meetings.sitting import assess, one, planned, say, statement, under_way

SECRET = "Погрожував сокирою"


def test_a_case_on_no_agenda_says_so_and_offers_the_chair_to_list_it(client_for: Any, world: World) -> None:
    case = make_case(world, stage=Stage.RESEARCH, seats=[world.police])
    url = f"/cases/{case.reference}/meeting"

    assert f"/cases/{case.reference}/listing" in client_for(world.chair).get(url).text
    assert "List the case" not in client_for(world.policewoman).get(url).text


def test_a_fact_is_invisible_then_shared_then_taken_back(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    file_return(
        world.policewoman.actor,
        sitting.case.id,
        0,
        survivor=Known.YES,
        perpetrator=Known.YES,
        facts=[statement(SECRET)],
    )
    url = f"/cases/{sitting.case.reference}/meeting"
    social, chair = client_for(world.social_worker), client_for(world.chair)
    assert SECRET in client_for(world.policewoman).get(url).text
    assert SECRET not in social.get(url).text + chair.get(url).text

    say(sitting, world.policewoman, [world.social, OFFICE], what=statement(SECRET))
    assert SECRET in social.get(url).text
    assert SECRET in chair.get(url).text

    for share in (row for row in _shares(sitting) if row.sender_id == world.police):
        withdraw_share(world.policewoman.actor, share.id, share.digest, code="withdrawn", reason="Помилка")
    assert SECRET not in social.get(url).text + chair.get(url).text


def _shares(sitting: Any) -> list[Share]:
    from tests.meetings.sitting import rows  # noqa: PLC0415 - only here

    return rows(Share, Share.agenda_item_id == sitting.item.id)


def test_an_absent_agency_with_a_seat_hears_nothing_of_it(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    say(sitting, world.policewoman, [world.social], what=statement(SECRET))

    page = client_for(world.advocate).get(f"/cases/{sitting.case.reference}/meeting").text

    assert SECRET not in page
    assert "Your agency is not at this table yet" in page


def test_critical_markers_are_pinned_for_who_may_know_the_risk(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.policewoman, world.social_worker)
    assess(world, sitting.case, separation="yes")
    url = f"/cases/{sitting.case.reference}/meeting"

    assert "Critical markers" in client_for(world.chair).get(url).text
    assert "Separation: past" not in client_for(world.social_worker).get(url).text


def test_the_chair_takes_the_case_up_with_one_press(client_for: Any, world: World) -> None:
    sitting = planned(world)
    open_meeting(world.chair.actor, sitting.meeting.id, sitting.meeting.version)
    url = f"/cases/{sitting.case.reference}/meeting"
    client = client_for(world.chair)
    version = str(sitting.item.version)

    response = client.act(f"{url}/begin", {"version": version}, seen_on=url)

    assert response.status_code == 302
    assert sitting.item.state is ItemState.UNDER_WAY
    assert one(Case).stage is Stage.MEETING
    client.act(f"{url}/begin", {"version": version}, seen_on=url)
    assert "Somebody else changed this" in client.get(url).text


def test_who_is_barred_or_a_stranger_finds_no_table(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.policewoman, world.doctor)
    declare_conflict(world.doctor.actor, sitting.case.id, kind="colleague")
    url = f"/cases/{sitting.case.reference}/meeting"

    for person in (world.doctor, world.stranger, world.strange_chair, world.officer, world.auditor):
        assert client_for(person).get(url).status_code in (403, 404)
    assert client_for(world.doctor).get(url).status_code == 404
    assert client_for(world.stranger).get(url).status_code == 404


def test_only_a_meeting_under_way_is_asked_about_again_and_again(client_for: Any, world: World) -> None:
    sitting = under_way(world, world.policewoman)
    url, client = f"/cases/{sitting.case.reference}/meeting", client_for(world.policewoman)

    assert f'data-poll="{url}/version"' in client.get(url).text
    before = client.get(f"{url}/version").json["version"]
    close_meeting(world.chair.actor, sitting.meeting.id, sitting.meeting.version)

    assert client.get(f"{url}/version").json["version"] != before
    assert "data-poll=" not in client.get(url).text
