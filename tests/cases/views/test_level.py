"""Raising the level, through the browser."""

from tests.cases.referring import submit
from tests.make import World


def test_a_chair_raises_the_level_and_the_page_says_who_and_why(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    at = f"/cases/{submit(world).reference}"
    chair = client_for(world.chair)

    raised = chair.send(f"{at}/level", {"reason": "Придбав зброю"})
    page = chair.get(at).get_data(as_text=True)

    assert raised.status_code == 302
    assert "Highest risk" in page
    assert "Придбав зброю" in page
    assert client_for(world.coordinator).get(f"{at}/level").status_code == 403
