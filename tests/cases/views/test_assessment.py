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


def test_assessments_are_compared_and_any_instrument_can_be_answered(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    at = f"/cases/{submit(world).reference}"
    coordinator, chair = client_for(world.coordinator), client_for(world.chair)
    coordinator.send(f"{at}/assessments/new", {"bc19_threats": "no", "bc19_stalking": "yes"})
    chair.send(
        f"{at}/assessments/new",
        {
            "bc19_threats": "yes",
            "bc19_threats_on-day": "1",
            "bc19_threats_on-month": "2",
            "bc19_threats_on-year": "2026",
        }
        | {"bc19_threats_changed": "y", "bc19_stalking": "yes"},
    )
    yes = ("injury", "isolated", "she_despairs", "money", "worse", "strangling", "separation", "weapons", "controlling")
    yes += ("pregnant", "sexual", "stalking", "afraid_of", "police_record")
    sent = coordinator.send(f"{at}/assessments/new/dash-24", {f"dash24_{factor}": "yes" for factor in yes})

    page = chair.get(f"{at}/assessments?before=1&after=2").get_data(as_text=True)

    assert sent.status_code == 302
    assert "New: was known to be absent, is present now" in page
    assert "known since 01.02.2026" in page
    assert "changed in the last three months" in page
    assert "They differ: talk about it" in page
    assert "At least fourteen of the 24 answers are yes" in page
    assert "Choose two different assessments" in chair.get(f"{at}/assessments?before=2&after=3").get_data(as_text=True)
    assert coordinator.get(f"{at}/assessments/new/ua-369-180").status_code == 404
