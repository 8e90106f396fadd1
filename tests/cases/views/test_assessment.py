"""Answering the factors later, through the browser."""

from tests.cases.referring import submit
from tests.make import World


def test_the_office_answers_and_everybody_of_the_office_sees_the_marker(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    at = f"/cases/{submit(world).reference}"

    sent = client_for(world.coordinator).send(
        f"{at}/assessments/new", {"bc19_strangling": "yes", "bc19_strangling_source": "survivor", "bc19_stalking": "no"}
    )
    page = client_for(world.chair).get(f"{at}/screening").get_data(as_text=True)

    assert sent.status_code == 302
    assert "Critical markers" in page
    assert "1 of 19 present, 17 not known" in page


def test_what_the_referring_agency_adds_goes_under_the_share_it_gave(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    at = f"/cases/{submit(world).reference}"
    client_for(world.policewoman).send(f"{at}/assessments/new", {"bc19_strangling": "yes"})

    page = client_for(world.chair).get(f"{at}/screening").get_data(as_text=True)

    assert "1 of 19 present" in page


def test_nothing_answered_is_refused(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    at = f"/cases/{submit(world).reference}"

    page = client_for(world.coordinator).send(f"{at}/assessments/new", {}).get_data(as_text=True)

    assert "Answer at least one factor." in page


def test_the_referrer_finishes_the_factors_later_and_the_office_sees_them(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    at = f"/cases/{submit(world).reference}"

    sent = client_for(world.officer).send(f"{at}/assessments/new", {"bc19_threats": "yes"})

    assert sent.status_code == 302
    assert "1 of 19 present" in client_for(world.chair).get(f"{at}/screening").get_data(as_text=True)
