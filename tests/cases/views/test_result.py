"""Outside results, through the browser."""

from io import BytesIO

from tests.files.brought import picture
from tests.make import World, make_case


def test_the_police_form_is_kept_with_its_level_and_scan(client_for, world: World) -> None:  # type: ignore[no-untyped-def]
    case = make_case(world, seats=[world.police, world.health])
    at, office = f"/cases/{case.reference}", client_for(world.coordinator)
    given = {"tool": "ua_369_180", "level": "high", "scored_on-day": "1.2.2026", "scored_by": "Г. Ярошенко, дільничний"}

    without = office.send(f"{at}/results/new", {"tool": "odara", "scored_by": "Г. Я."}).get_data(as_text=True)
    scan = (BytesIO(picture()), "form.jpg", "image/jpeg")
    sent = office.send(f"{at}/results/new", {**given, "scan": scan}, content_type="multipart/form-data")
    page = client_for(world.chair).get(f"{at}/results").get_data(as_text=True)

    assert "Give the day on which it was scored." in without
    assert "Г. Я." in without
    assert sent.status_code == 302
    assert "<strong>high</strong>" in page
    assert "Г. Ярошенко, дільничний" in page
    assert client_for(world.chair).get(f"{at}/results/1/scan").status_code == 200
    assert client_for(world.doctor).get(f"{at}/results/1/scan").status_code == 404
    assert "Ярошенко" not in client_for(world.doctor).get(f"{at}/results").get_data(as_text=True)
