"""The roster in the browser: planned, shown with its gaps, withdrawn; and who may."""

from datetime import timedelta

from icat import clock
from tests.make import World


def moment(name: str, when) -> dict[str, str]:  # type: ignore[no-untyped-def]
    here = clock.local(when)
    return {
        f"{name}-day": str(here.day),
        f"{name}-month": str(here.month),
        f"{name}-year": str(here.year),
        f"{name}-time": f"{here:%H:%M}",
    }


def test_a_duty_is_planned_shown_and_withdrawn(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    office = client_for(world.coordinator)
    since = clock.now().replace(minute=0) - timedelta(hours=1)
    until = since + timedelta(hours=20)
    given = {
        "member": str(world.chair.member_id),
        "deputy": str(world.advocate.member_id),
        "phone": "067 111 00 11",
        "days": "1",
    }

    wrong = office.send("/teams/KHM/duty/new", {**given, **moment("from_at", until), **moment("until_at", since)})
    assert "A duty ends after it begins." in wrong.get_data(as_text=True)
    kept = office.send("/teams/KHM/duty/new", {**given, **moment("from_at", since), **moment("until_at", until)})
    assert kept.status_code == 302

    page = client_for(world.policewoman).get("/duty").get_data(as_text=True)
    for told in (world.chair.name, world.advocate.name, "tel:+380671110011", "Nobody is on duty from"):
        assert told in page
    assert "/duty/1/cancel" not in page
    assert client_for(world.policewoman).get("/teams/KHM/duty/new").status_code == 403
    assert client_for(world.officer).get("/duty").status_code == 403
    assert office.get("/teams/LVV/duty/new").status_code == 404
    assert office.get("/teams/KHM/duty/9/cancel").status_code == 404
    assert office.get("/duty?week=nonsense").status_code == 200

    assert office.send("/teams/KHM/duty/1/cancel").status_code == 302
    assert world.chair.name not in client_for(world.policewoman).get("/duty").get_data(as_text=True)
