"""Pages of meetings: the list, the agenda of each reader, who is there."""

from datetime import timedelta
from typing import Any

from icat import clock
from icat.cases.models import Stage
from icat.meetings.commands.agenda import call_meeting, list_case
from icat.meetings.commands.research import declare_conflict
from icat.meetings.models import Attendance, AttendanceKind, Meeting, MeetingState
from tests.make import World, make_case
from tests.meetings.sitting import one, planned, rows


def boxes(days: int) -> dict[str, str]:
    """The boxes of a moment some days from now."""
    when = clock.local(clock.now() + timedelta(days=days))
    return {
        "held_at-day": str(when.day),
        "held_at-month": str(when.month),
        "held_at-year": str(when.year),
        "held_at-time": "10:00",
    }


def test_the_coordinator_arranges_a_meeting(client_for: Any, world: World) -> None:
    response = client_for(world.coordinator).send(
        "/teams/KHM/meetings/new", {**boxes(3), "place": "Кабінет 12"}, follow_redirects=True
    )

    assert "Meeting 1" in response.text
    assert "Кабінет 12" in response.text
    assert one(Meeting).state is MeetingState.PLANNED


def test_other_teams_meetings_are_not_there(client_for: Any, world: World) -> None:
    planned(world)

    client = client_for(world.stranger)

    assert client.get("/teams/KHM/meetings/1").status_code == 404
    assert "Хмельницької" not in client.get("/meetings").text
    assert client_for(world.strange_chair).get("/teams/KHM/meetings/new").status_code == 404
    assert client_for(world.chair).get("/teams/KHM/meetings/7").status_code == 404


def test_the_agenda_is_numbered_for_its_reader_and_hides_what_he_may_not_see(client_for: Any, world: World) -> None:
    sitting = planned(world, seats=[world.police, world.health], surname="Спільна")
    hidden = make_case(world, stage=Stage.RESEARCH, seats=[world.police], surname="Закрита")
    list_case(world.chair.actor, hidden.id, hidden.version(), meeting=sitting.number)
    url = f"/teams/KHM/meetings/{sitting.number}"

    assert hidden.reference not in client_for(world.doctor).get(url).text
    assert "Закрита" in client_for(world.policewoman).get(url).text
    assert "1 case" in client_for(world.doctor).get("/meetings").text
    declare_conflict(world.policewoman.actor, hidden.id, kind="relative")
    assert "Закрита" not in client_for(world.policewoman).get(url).text


def test_an_emergent_meeting_is_known_to_those_it_is_for(client_for: Any, world: World) -> None:
    case = make_case(world, seats=[world.police])
    number = call_meeting(
        world.chair.actor, case.id, case.version(), held_at=clock.now() + timedelta(hours=5), reason="Зброя"
    )
    url = f"/teams/KHM/meetings/{number}"

    assert client_for(world.policewoman).get(url).status_code == 200
    assert client_for(world.doctor).get(url).status_code == 404
    assert "Emergent" not in client_for(world.doctor).get("/meetings").text


def test_too_much_for_one_sitting_is_said(client_for: Any, world: World) -> None:
    sitting = planned(world)
    second = make_case(world, stage=Stage.RESEARCH)
    list_case(world.chair.actor, second.id, second.version(), meeting=sitting.number, minutes=100)

    assert "more than a team can decide on" in client_for(world.chair).get(f"/teams/KHM/meetings/{sitting.number}").text


def test_the_chair_opens_the_others_acknowledge_and_the_chair_closes(client_for: Any, world: World) -> None:
    sitting = planned(world)
    url = f"/teams/KHM/meetings/{sitting.number}"
    chair, doctor = client_for(world.chair), client_for(world.doctor)

    chair.act(f"{url}/open", {"version": str(sitting.meeting.version)}, seen_on=url)
    doctor.act(f"{url}/confidentiality", seen_on=url)
    assert "record first that you are here" in doctor.get(url).text
    client_for(world.coordinator).send(f"{url}/attendance", {f"kind_{world.doctor.member_id.hex}": "remote"})
    doctor.act(f"{url}/confidentiality", seen_on=url)

    kept = {row.member_id: row for row in rows(Attendance)}
    assert kept[world.doctor.member_id].acknowledged_how == "self"
    assert kept[world.doctor.member_id].kind is AttendanceKind.REMOTE
    chair.act(f"{url}/close", {"version": str(sitting.meeting.version)}, seen_on=url)
    assert sitting.meeting.state is MeetingState.CLOSED
    assert doctor.get(f"{url}/attendance").status_code == 403


def test_the_attendance_shows_how_things_stand(client_for: Any, world: World) -> None:
    sitting = planned(world)
    sitting.here(world.doctor)

    page = client_for(world.coordinator).get(f"/teams/KHM/meetings/{sitting.number}/attendance").text

    assert 'value="present" selected' in page
    assert "Acknowledged" in page


def test_a_stale_opening_is_told(client_for: Any, world: World) -> None:
    sitting = planned(world)
    url = f"/teams/KHM/meetings/{sitting.number}"
    client = client_for(world.chair)

    client.act(f"{url}/open", {"version": "x"}, seen_on=url)

    assert "Somebody else changed this" in client.get(url).text
    assert sitting.meeting.state is MeetingState.PLANNED
