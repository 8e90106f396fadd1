"""The referrer's answer, through the browser."""

from tests.cases.referring import submit
from tests.make import World


def test_a_question_is_found_by_its_number_and_only_by_who_was_asked(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    at = f"/cases/{submit(world).reference}"
    client_for(world.coordinator).send(f"{at}/screening/question", {"text": "Чи має він зброю?"})

    assert client_for(world.officer).get(f"{at}/questions/1").status_code == 200
    assert client_for(world.policewoman).get(f"{at}/questions/1").status_code == 200
    assert client_for(world.officer).get(f"{at}/questions/2").status_code == 404
    assert client_for(world.doctor).get(f"{at}/questions/1").status_code == 404
    assert client_for(world.coordinator).get(f"{at}/questions/1").status_code == 403


def test_an_answer_that_is_missing_is_refused(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    at = f"/cases/{submit(world).reference}"
    client_for(world.coordinator).send(f"{at}/screening/question", {"text": "Чи має він зброю?"})

    page = client_for(world.officer).send(f"{at}/questions/1", {"answer": "  "}).get_data(as_text=True)

    assert "Write the answer." in page
