"""The settings of a team in the browser, and where an officer reads them."""

from tests.make import World


def test_what_the_team_advises_is_read_by_an_officer_while_nobody_is_on_duty(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    advice = "Мобільна бригада: 067 000 11 22"

    assert (
        client_for(world.chair).send("/teams/KHM/settings", {"off_duty_advice": advice, "stub_days": "30"}).status_code
        == 302
    )

    page = client_for(world.officer).get("/referrals/new").get_data(as_text=True)
    assert advice in page
    assert "Nobody of the team is on duty now" in page
    assert "102" in page
    same = client_for(world.chair).send("/teams/KHM/settings", {"off_duty_advice": advice, "stub_days": "30"})
    assert "Nothing was changed." in same.get_data(as_text=True)
    assert client_for(world.supervisor).get("/teams/KHM/settings").status_code == 403
