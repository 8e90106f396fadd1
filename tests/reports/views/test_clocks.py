"""The page of the clocks, and their source in one's own work."""

from tests.cases.referring import submit
from tests.make import World


def test_the_office_sees_what_runs_with_its_source_and_others_have_no_such_page(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    reference = submit(world, urgency="urgent_now").reference

    page = client_for(world.coordinator).get("/clocks").get_data(as_text=True)
    one = client_for(world.chair).get("/clocks?whose=Coordinator").get_data(as_text=True)
    work = client_for(world.coordinator).get("/").get_data(as_text=True)

    for text in (page, one):
        assert "open an urgent referral" in text
        assert "practice of teams: 4 hours, day and night" in text
        assert reference in text
    assert "Only those of: Coordinator." in one
    assert "practice of teams: 4 hours, day and night" in work
    assert client_for(world.advocate).get("/clocks").status_code == 403
    assert "No clock runs now." in client_for(world.strange_chair).get("/clocks").get_data(as_text=True)
