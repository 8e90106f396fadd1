"""The case page: what each reader sees of one case."""

from tests.make import World, make_case


def test_the_coordinator_sees_her_name_and_the_safe_way_to_reach_her(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    case = make_case(world)

    page = client_for(world.coordinator).get(f"/cases/{case.reference}").get_data(as_text=True)

    assert "Ґалаґан Єва" in page
    assert "+380 67 111 22 33" in page
    assert "Прихована" not in page
