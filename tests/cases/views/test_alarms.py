"""The urgent call in the browser: one press on the first page, and what the officer's receipt says before and after."""

from datetime import timedelta

from icat import clock
from tests.cases.referring import submit
from tests.make import World
from tests.members.rostering import phone, put_on


def test_one_press_on_the_first_page_takes_it_and_the_officer_sees_who(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    phone(world.advocate.account_id, "+380500000002")
    put_on(world, world.advocate, since=clock.now() - timedelta(hours=1))
    reference = submit(world).reference
    officer, advocate = client_for(world.officer), client_for(world.advocate)

    receipt = officer.get(f"/referrals/{reference}").get_data(as_text=True)
    assert "Nobody has acknowledged it yet." in receipt
    assert "tel:+380500000002" in receipt
    first = advocate.get("/").get_data(as_text=True)
    assert f"/alarms/{reference}/acknowledge" in first
    assert "Ґалаґан" not in first
    assert f"/alarms/{reference}/acknowledge" not in client_for(world.doctor).get("/").get_data(as_text=True)
    assert client_for(world.doctor).act(f"/alarms/{reference}/acknowledge").status_code == 404
    assert "Nobody has acknowledged it yet." in client_for(world.coordinator).get(
        f"/cases/{reference}/screening"
    ).get_data(as_text=True)

    assert advocate.act(f"/alarms/{reference}/acknowledge").status_code == 302

    assert f"{world.advocate.name} acknowledged it" in officer.get(f"/referrals/{reference}").get_data(as_text=True)
    page = advocate.get("/alarms").get_data(as_text=True)
    assert reference in page
    assert f"/alarms/{reference}/acknowledge" not in page
    late = client_for(world.chair)
    late.act(f"/alarms/{reference}/acknowledge")
    assert "Somebody has acknowledged this already." in late.get("/alarms").get_data(as_text=True)


def test_the_officer_is_told_honestly_that_nobody_is_on_duty(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    reference = submit(world).reference

    page = client_for(world.officer).get(f"/referrals/{reference}").get_data(as_text=True)

    assert "Nobody of the team is on duty now" in page
    assert "call 102" in page
