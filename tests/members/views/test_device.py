"""One's own devices: seen, ended; and tickets for the page that works without signal."""

import re
from uuid import uuid4

from icat import clock
from icat.db import engine as db
from icat.members.commands.tickets import MOST_UNUSED
from icat.members.models import AuthSession
from icat.members.queries.tickets import holder
from tests.cases.parcels import session_of, ticket_of
from tests.members.signing import words

SCRIPT = {"X-Requested-With": "icat", "Accept": "application/json"}


def test_a_lost_phone_is_ended_with_all_that_it_might_send(client_for, world):
    phone = session_of(world.officer)
    lost = ticket_of(world.officer, phone)
    client = client_for(world.officer)
    page = client.get("/devices")
    assert "Chrome, Android" in words(page)
    assert "1 ticket" in words(page)
    assert "This device" in words(page)

    answer = client.act("/devices/end", {"device": str(phone)}, seen_on="/devices")

    assert answer.status_code == 302
    assert holder(lost.token, uuid4(), clock.now()) is None
    assert db.session().get_one(AuthSession, phone).ended_at is not None
    db.end()
    assert "Chrome, Android" not in words(client.get("/devices"))


def test_nobody_ends_the_device_of_somebody_else_or_the_one_in_hand(client_for, world):
    other = session_of(world.policewoman)
    client = client_for(world.officer)
    (mine,) = re.findall(r"[0-9a-f-]{36}", client.get("/devices").get_data(as_text=True)) or [str(uuid4())]

    for device in (str(other), mine, "", "x"):
        assert client.act("/devices/end", {"device": device}, seen_on="/devices").status_code == 404
    assert db.session().get_one(AuthSession, other).ended_at is None


def test_a_page_gets_tickets_for_its_device_and_not_more_than_a_night_needs(client_for, world):
    client = client_for(world.officer)
    given = [client.post("/devices/tickets", headers=SCRIPT) for _ in range(MOST_UNUSED + 1)]

    assert ["ticket" in answer.json for answer in given] == [True] * MOST_UNUSED + [False]
    assert given[0].json["team"] == "KHM"
    assert given[0].headers["Cache-Control"] == "no-store"
    found = holder(given[0].json["ticket"], uuid4(), clock.now())
    assert str(found.member_id) == given[0].json["member"] == str(world.officer.member_id)


def test_who_has_signed_out_or_sends_no_sign_of_our_script_gets_none(client_for, app, world):
    assert app.test_client().post("/devices/tickets", headers=SCRIPT).status_code == 401
    assert client_for(world.officer).post("/devices/tickets").status_code == 400
    assert client_for(world.auditor).post("/devices/tickets", headers=SCRIPT).status_code == 403


def test_a_device_that_has_enough_hears_only_whose_it_is_now(client_for, world):
    client = client_for(world.officer)

    answer = client.post("/devices/tickets", data={"full": "y"}, headers=SCRIPT)

    assert answer.json == {"member": str(world.officer.member_id), "team": "KHM"}
    assert "1 ticket" not in words(client.get("/devices"))
