"""What a phone hands in later: submitted as by hand, or kept as a draft with a word of it; never lost, never twice."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import func, select

from icat import clock
from icat.cases.commands.referral import draft_referral
from icat.cases.models import Case, Parcel, Referral
from icat.cases.views.parcel import MOST_BYTES
from icat.db import engine as db
from icat.members.commands.tickets import revoke_ticket
from icat.members.models import AuthSession
from tests.cases.commands.test_parcel import leave
from tests.cases.parcels import handed_in, session_of, ticket_of
from tests.cases.referring import typed
from tests.members.signing import words

SCRIPT = {"X-Requested-With": "icat"}


def counted(model) -> int:  # type: ignore[no-untyped-def]
    with db.database().open_reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def send(app, sent):  # type: ignore[no-untyped-def]
    """As the phone does it: nobody is signed in."""
    return app.test_client().post("/parcels/receive", json=sent, headers=SCRIPT)


def test_a_parcel_is_submitted_once_and_stands_in_the_queue(app, client_for, world):
    session_id = session_of(world.officer)
    sent = handed_in(ticket_of(world.officer, session_id), typed())
    with db.writing() as session:  # the session ended long ago
        session.get_one(AuthSession, session_id).ended_at = clock.now()
        session.commit()
    db.end()

    answers = [send(app, sent) for _ in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 200]
    assert answers[0].data == answers[1].data == answers[2].data
    assert answers[0].json["state"] == "submitted"
    assert (counted(Case), counted(Parcel)) == (1, 1)
    assert answers[0].json["reference"] in words(client_for(world.coordinator).get("/queue"))


def test_what_misses_something_waits_as_a_draft_and_says_so(app, client_for, world):
    answer = send(app, handed_in(ticket_of(world.officer), typed(basis_code="")))

    assert answer.json["state"] == "draft"
    assert counted(Case) == 0
    client = client_for(world.officer)
    assert "could not be submitted by itself" in words(client.get("/referrals"))
    page = client.get(f"/referrals/{answer.json['reference']}/edit").get_data(as_text=True)
    assert "Погрожує вбити" in page


def test_typing_that_nobody_sent_is_a_draft_and_no_failure(app, client_for, world):
    answer = send(app, handed_in(ticket_of(world.officer), {"surname": "Ґалаґан"}, kind="draft"))

    assert answer.json["state"] == "draft"
    page = words(client_for(world.officer).get("/referrals"))
    assert answer.json["reference"] in page
    assert "could not be submitted" not in page


def test_what_a_former_member_sent_is_kept_for_the_agency(app, client_for, world):
    issued = ticket_of(world.officer)
    leave(world)

    answer = send(app, handed_in(issued, typed()))

    assert answer.json["state"] == "draft"
    assert counted(Case) == 0
    queue = words(client_for(world.coordinator).get("/queue"))
    assert "1 referral from a phone waits and could not be submitted" in queue
    left = words(client_for(world.coordinator).get("/parcels"))
    assert answer.json["reference"] in left
    assert "Погрожує" not in left
    colleague = client_for(world.policewoman)
    assert "1 referral from a phone waits and could not be submitted" in words(colleague.get("/referrals"))
    at = f"/parcels/{answer.json['reference']}/take"
    assert client_for(world.coordinator).act(at).status_code == 404
    assert colleague.act(at).status_code == 302
    form = colleague.get(f"/referrals/{answer.json['reference']}/edit").get_data(as_text=True)
    assert "Погрожує вбити" in form


def test_every_bad_ticket_gets_the_same_answer(app, world):
    lost_session = session_of(world.officer)
    lost, used, old = ticket_of(world.officer, lost_session), ticket_of(world.officer), ticket_of(world.officer)
    revoke_ticket(world.officer.actor, lost_session)
    db.end()
    send(app, handed_in(used, typed()))
    bad = [
        handed_in(lost, typed()),
        handed_in(used, typed()),
        handed_in(old, typed(), ticket="nobody-has-this"),
    ]

    answers = [send(app, sent) for sent in bad]
    with time_machine.travel(clock.now() + timedelta(hours=24, seconds=1), tick=False):
        answers.append(send(app, handed_in(old, typed())))

    assert {(one.status_code, one.data) for one in answers} == {(403, answers[0].data)}
    assert {tuple(sorted(one.headers.keys())) for one in answers} == {tuple(sorted(answers[0].headers.keys()))}
    assert counted(Referral) == 1


def test_a_parcel_that_was_changed_or_put_elsewhere_is_refused_and_may_come_again(app, world):
    issued = ticket_of(world.officer)
    sent = handed_in(issued, typed())
    other = handed_in(ticket_of(world.policewoman), typed(), client_id=uuid4(), ticket=issued.token)

    spoilt = [
        sent | {"parcel": sent["parcel"][:-8] + "AAAAAAA="},
        sent | {"part": 2},
        sent | {"key": str(uuid4())},
        other,  # somebody else's parcel with this ticket: it would stand under the wrong name
    ]

    assert [send(app, one).status_code for one in spoilt] == [422] * 4
    assert counted(Referral) == 0
    assert send(app, sent).json["state"] == "submitted"


@pytest.mark.parametrize(
    "change", [{"part": 0}, {"part": 201}, {"client": "x"}, {"parcel": "%"}, {"more": 1}, {"ticket": "x" * 201}]
)
def test_what_is_no_parcel_is_refused(app, world, change):
    assert send(app, handed_in(ticket_of(world.officer), typed()) | change).status_code == 400


def test_a_parcel_has_a_size(app, world):
    sent = handed_in(ticket_of(world.officer), typed()) | {"parcel": "A" * MOST_BYTES}

    assert send(app, sent).status_code == 413
    assert app.test_client().post("/parcels/receive", data=b"{", headers=SCRIPT).status_code == 400
    assert app.test_client().post("/parcels/receive", json={}).status_code == 400
    foreign = {**SCRIPT, "Sec-Fetch-Site": "cross-site"}
    assert app.test_client().post("/parcels/receive", json={}, headers=foreign).status_code == 403


def test_an_alert_and_the_fuller_form_are_one_referral(app, client_for, world):
    issued, client_id = ticket_of(world.officer), uuid4()
    alert = {"surname": "Ґалаґан", "hromada": typed()["hromada"], "basis_code": "UA-POWER"}
    first = send(app, handed_in(issued, alert, client_id=client_id, kind="alert"))
    between = send(app, handed_in(issued, alert | {"given_name": "Є"}, client_id=client_id, part=2, kind="draft"))
    fuller = handed_in(issued, typed(basis_code=""), client_id=client_id, part=3)

    answers = [send(app, fuller) for _ in range(2)]

    assert {one.json["reference"] for one in (first, between, *answers)} == {first.json["reference"]}
    assert [one.json["state"] for one in (first, between, *answers)] == ["submitted", "draft", "submitted", "submitted"]
    assert counted(Case) == 1
    case = words(client_for(world.coordinator).get(f"/cases/{first.json['reference']}/screening"))
    assert "Погрожує вбити" in case


def test_a_page_that_lost_its_signal_goes_on_with_the_draft_that_it_kept(app, client_for, world):
    client_id = uuid4()
    with time_machine.travel("2026-11-24T23:30:00Z", tick=False):
        issued = ticket_of(world.officer)
        kept = draft_referral(world.officer.actor, typed={"surname": ["Ґалаґан"]}, client_id=client_id)
        db.end()
    with time_machine.travel("2026-11-24T23:50:00Z", tick=False):
        answer = send(app, handed_in(issued, typed(), client_id=client_id))

        assert answer.json == {"state": "submitted", "reference": kept.reference}
        assert counted(Referral) == 1


def test_what_was_worked_on_later_than_the_phone_wrote_is_not_written_over(app, world):
    client_id = uuid4()
    with time_machine.travel("2026-11-24T23:45:00Z", tick=False):
        issued = ticket_of(world.officer)
        kept = draft_referral(world.officer.actor, typed={"surname": ["За столом"]}, client_id=client_id)
        db.end()
        answer = send(app, handed_in(issued, typed(), client_id=client_id))

    assert answer.json["reference"] != kept.reference
    assert counted(Referral) == 2
