"""What a phone keeps of the referral form: an empty page that names nobody, its worker, and a plain sign."""

import json
import re

from icat.config import STATIC
from icat.templating import manifest


def test_the_page_that_a_phone_keeps_is_the_same_for_everybody_of_an_agency_and_names_nobody(client_for, world):
    of_one_agency = (world.officer, world.supervisor)
    pages = [client_for(one).get("/referrals/offline").get_data(as_text=True) for one in of_one_agency]

    assert pages[0] == pages[1]
    for word in ("Ярошенко", "csrf", "Sign out", "data-idle-seconds", "data-signed-out", "KHM-20"):
        assert word not in pages[0]
    assert "agrees=objects:why_without" in pages[0]


def test_a_message_to_its_reader_is_not_kept_with_the_page(client_for, world):
    client = client_for(world.officer)
    with client.session_transaction() as session:
        session["_flashes"] = [("message", "Направлення подано")]

    assert "Направлення подано" not in client.get("/referrals/offline").get_data(as_text=True)


def test_who_cannot_refer_has_no_such_page(client_for, app, world):
    assert client_for(world.auditor).get("/referrals/offline").status_code == 403
    assert app.test_client().get("/referrals/offline", headers={"Accept": "application/json"}).status_code == 401


def test_the_manifest_tells_nothing_of_the_work(app):
    answer = app.test_client().get("/referrals/manifest.webmanifest")

    said = json.loads(answer.data)
    assert answer.mimetype == "application/manifest+json"
    assert (said["start_url"], said["scope"], said["display"]) == ("/referrals/offline", "/referrals/", "standalone")
    assert not re.search("violence|насильств|police|поліці", answer.get_data(as_text=True), re.IGNORECASE)


def test_the_worker_is_what_was_built_and_is_never_kept(app):
    answer = app.test_client().get("/referrals/worker.js")

    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert manifest(STATIC)["parcels.js"] in answer.get_data(as_text=True)


def test_the_page_names_every_file_that_it_is_drawn_with(client_for, world):
    page = client_for(world.officer).get("/referrals/offline").get_data(as_text=True)

    (named,) = re.findall(r'data-files="([^"]*)"', page)
    drawn_with = set(re.findall(r'(?:src|href)="(/static/[^"]*)"', page))
    assert drawn_with <= set(named.split())
