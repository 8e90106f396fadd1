"""From "two answers could make this urgent" to the answer, through the browser, in one step for each side."""

from tests.cases.referring import submit
from tests.make import World


def test_from_what_is_missing_to_the_answer(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    at = f"/cases/{submit(world).reference}"
    coordinator, doctor = client_for(world.coordinator), client_for(world.doctor)
    coordinator.act(f"{at}/screening/open", {"version": "0"}, seen_on=f"{at}/screening")
    coordinator.send(f"{at}/assessments/new", {"bc19_stalking": "yes"})
    coordinator.send(f"{at}/precheck", {"reason": "cannot_wait"})
    screening = coordinator.get(f"{at}/screening").get_data(as_text=True)
    link = f"{at}/factors/bc-19/strangling/ask"
    before = doctor.get(at).status_code

    page = coordinator.get(link).get_data(as_text=True)
    sent = coordinator.send(link, {"agency": str(world.health)})
    told = doctor.get(at).get_data(as_text=True)
    number = doctor.get(f"{at}/factors/1").get_data(as_text=True)
    answered = doctor.send(
        f"{at}/factors/1", {"answer": "yes", "source": "own_record", "basis_code": "UA-VITAL", "consent": "seek_later"}
    )
    after = coordinator.get(f"{at}/screening").get_data(as_text=True)

    assert f'href="{link}"' in screening
    assert "7 critical markers are not known" in screening
    assert before == 404
    assert "Nothing else of the case is told" in page
    assert sent.status_code == answered.status_code == 302
    assert "The team asks your agency about one factor" in told
    assert "Strangling, choking or biting" in number
    assert "6 critical markers are not known" in after
    assert "own record" in after
    assert client_for(world.policewoman).get(f"{at}/factors/1").status_code == 404
    assert coordinator.get(f"{at}/factors/bc-19/stranglin/ask").status_code == 404
    assert "answered on" in coordinator.get(link).get_data(as_text=True)
