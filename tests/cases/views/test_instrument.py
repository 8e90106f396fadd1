"""The page of instruments, through the browser: attested by a chair, and said wherever the instrument is used."""

from icat.risk.instrument import current
from tests.cases.referring import submit
from tests.make import World

DOCUMENT = "Бланк ICAT, редакція 2012 року"


def test_a_chair_attests_and_everybody_reads_it_where_the_instrument_is_used(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    at, chair = f"/cases/{submit(world).reference}", client_for(world.chair)
    before = client_for(world.coordinator).get(f"{at}/screening").get_data(as_text=True)

    given = {"digest": current("bc-19").digest, "document": DOCUMENT, "compared": "y"}
    sent = chair.send("/instruments/bc-19-1/attest", given)
    after = client_for(world.coordinator).get(f"{at}/screening").get_data(as_text=True)
    listed = client_for(world.officer).get("/instruments").get_data(as_text=True)

    assert sent.status_code == 302
    assert "Nobody of this team has attested" in before
    assert f"that it matches: {DOCUMENT}" in after
    assert "Draft form: for practice" in after
    assert DOCUMENT in listed
    assert DOCUMENT in client_for(world.policewoman).get(f"{at}/assessments/new").get_data(as_text=True)
    chair.send("/instruments/bc-19-1/withdraw", {"reason": "Рядок 8 інший"})
    page = chair.get("/instruments/bc-19-1").get_data(as_text=True)
    assert "Рядок 8 інший" in page
    assert "Nobody of this team has attested" in page


def test_the_tick_is_needed_and_a_name_that_is_none_is_not_found(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    chair = client_for(world.chair)

    page = chair.send("/instruments/lap-11-1/attest", {"document": DOCUMENT}).get_data(as_text=True)

    assert "Tick this only when you have compared every line." in page
    assert DOCUMENT in page
    assert chair.get("/instruments/lap-12-1").status_code == 404
    assert chair.get("/instruments/lap-11-1/withdraw").status_code == 404
    assert client_for(world.coordinator).get("/instruments/lap-11-1/attest").status_code in (403, 404)
