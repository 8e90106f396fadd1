"""Keeping members from a case, through the browser."""

from tests.cases.referring import submit
from tests.make import World


def test_a_member_who_is_barred_gets_what_a_wrong_number_gets(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    at = f"/cases/{submit(world).reference}"
    police = client_for(world.policewoman)
    before = police.get(at).status_code

    client_for(world.coordinator).send(f"{at}/bars", {"member": str(world.policewoman.member_id), "link": "сестра"})

    assert before == 200
    assert police.get(at).status_code == 404
    assert "Лідія Кравець" in client_for(world.chair).get(f"{at}/bars").get_data(as_text=True)


def test_a_name_that_was_kept_is_linked_to_a_member(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    at = f"/cases/{submit(world, barred=[{'name': 'Ліда з чергової', 'link': 'сестра'}]).reference}"
    chair = client_for(world.chair)

    chair.send(f"{at}/bars/1", {"member": str(world.policewoman.member_id)})

    assert client_for(world.policewoman).get(at).status_code == 404


def test_nobody_bars_themselves(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    at = f"/cases/{submit(world).reference}"

    page = client_for(world.chair).send(f"{at}/bars", {}).get_data(as_text=True)

    assert "Choose a member or write a name." in page
    assert f'value="{world.chair.member_id}"' not in page
