"""Critical developments, through the browser."""

from tests.cases.referring import submit
from tests.make import World


def test_three_answers_raise_it_and_it_stands_on_top_until_a_chair_sets_it_aside(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    at = f"/cases/{submit(world).reference}"
    police, chair = client_for(world.policewoman), client_for(world.chair)

    form = police.get(f"{at}/developments/new").get_data(as_text=True)
    raised = police.send(
        f"{at}/developments/new", {"kind": "weapon_found", "when": "now", "text": "", "basis_code": "UA-POWER"}
    )
    page = chair.get(at).get_data(as_text=True)
    aside = chair.send(f"{at}/developments/1/dismiss", {"reason": "Це сигнальний пістолет"})
    after = chair.get(at).get_data(as_text=True)

    assert form.count('value="now" checked') == form.count('value="UA-POWER" checked') == 1
    assert (raised.status_code, aside.status_code) == (302, 302)
    assert page.index("Critical development: a weapon found") < page.index("<h2>People</h2>")
    assert "Critical development: a weapon found" not in after
    assert "Set aside by a chair, with a reason" in after
    assert "Це сигнальний пістолет" not in police.get(f"{at}/developments").get_data(as_text=True)
    assert chair.get(f"{at}/developments/1/dismiss").status_code == 404
    assert client_for(world.coordinator).get(f"{at}/developments/1/dismiss").status_code == 403


def test_without_what_and_another_day_nothing_is_raised_and_the_typing_stays(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    at = f"/cases/{submit(world).reference}/developments"
    police = client_for(world.policewoman)

    page = police.send(f"{at}/new", {"when": "day", "text": "Бачили біля школи", "basis_code": "not_told"})

    text = page.get_data(as_text=True)
    assert "Choose what happened or is about to." in text
    assert "Бачили біля школи" in text
    assert "Nobody has raised a critical development." in police.get(at).get_data(as_text=True)
