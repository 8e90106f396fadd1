"""A view of the danger, through the browser: kept, and shown in its own history on the case."""

from tests.make import World, make_case


def test_her_own_rating_stands_in_her_history_with_who_asked(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    at = f"/cases/{make_case(world, seats=[world.ngo]).reference}"
    chair = client_for(world.chair)

    half = chair.send(f"{at}/judgements/new", {"whose": "own", "words": "Боюся щоночі"}).get_data(as_text=True)
    sent = chair.send(f"{at}/judgements/new", {"whose": "own", "words": "Боюся щоночі", "asked_by": "С. Мельничук"})
    page = client_for(world.coordinator).get(at).get_data(as_text=True)

    assert "Say who asked her." in half
    assert "Боюся щоночі" in half
    assert sent.status_code == 302
    assert "asked by С. Мельничук" in page
    assert (
        page.index("Her own rating of the danger") < page.index("Боюся щоночі") < page.index("Level held by the team")
    )
    assert "Боюся" not in client_for(world.advocate).get(at).get_data(as_text=True)
