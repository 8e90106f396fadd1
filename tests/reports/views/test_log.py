"""The auditor's log as pages: what they say, what they never say, and that looking is recorded before a byte leaves."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from icat import clock
from icat.audit.events import Event
from icat.audit.queries import log
from icat.audit.reading import record_refusal
from icat.audit.recording import change, upkeep
from icat.cases.models import Bar, Case
from icat.cases.queries.covering import Pair
from icat.cases.steps.consenting import Asked, note_consent
from icat.cases.steps.sharing import Line, Recipient, open_share
from icat.db import engine as db
from icat.legal import Category, ConsentState, RecipientKind
from icat.members.commands import founding
from icat.members.models import Agency
from icat.policy.permissions import Permission
from icat.policy.roles import Role
from icat.references import new_reference
from tests.audit.acting import count, leaves, newest, spoil
from tests.make import STARTED, MadeCase, World, ground, make_case

CANARY = "Канаренко"


@pytest.fixture
def case(world: World) -> MadeCase:
    """A case with shares, one of them with her consent, and somebody who was refused."""
    made = make_case(world, seats=[world.social, world.ngo], surname=CANARY)
    with change(world.officer.actor) as work:
        contact = Pair(Category.CONTACT, RecipientKind.AGENCY, world.ngo)
        agreed = Asked(agreed=frozenset({contact}), asked_at=work.at - timedelta(hours=2))
        note_consent(work, work.get(Case, made.id), agreed)
        open_share(
            work,
            work.get(Case, made.id),
            sender=work.get(Agency, world.police),
            to=Recipient(RecipientKind.AGENCY, world.ngo),
            lines=[Line(Category.CONTACT)],
            ground=ground("UA-CONSENT", ConsentState.GIVEN, CANARY),
            given_at=work.at - timedelta(hours=1),
        )
    record_refusal(world.policewoman.actor, "case:read", made.id)
    return made


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def rows(html: str) -> list[str]:
    """The lines of the table, as texts."""
    return [words(row) for row in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)][1:]


def test_the_log_says_who_did_what_about_which_case_on_which_basis(
    world: World, case: MadeCase, client_for: Any
) -> None:
    found = rows(client_for(world.auditor).get("/log").text)

    refused = next(row for row in found if "Access refused" in row)
    for said in ("Лідія Кравець", "Поліція", case.reference, str(Permission.CASE_READ.label)):
        assert said in refused
    shared = next(row for row in found if "UA-CONSENT" in row)
    for said in ("Гнат Ярошенко", "From: Поліція", "To: Поруч", "contact", "given", "Entered later"):
        assert said in shared
    office = next(row for row in found if "the coordinator and the chairs" in row)
    assert "risk factors" in office
    assert not any("Entered later" in row for row in found if "UA-POWER" in row)


def test_no_page_of_the_log_names_her_or_says_what_people_wrote(world: World, case: MadeCase, client_for: Any) -> None:
    client_for(world.chair).get(f"/cases/{case.reference}")
    client = client_for(world.auditor)

    pages = [client.get("/log").text, client.get("/").text]
    pages += [client.get(f"/log/{seq}").text for seq in range(1, count(world.team_id) + 1)]
    pages.append(client.act("/log/export").get_data(as_text=True))
    assert not [page for page in pages if CANARY in page or "Прихована" in page]


def test_a_reading_says_which_categories_were_seen_under_which_share(
    world: World, case: MadeCase, client_for: Any
) -> None:
    client_for(world.chair).get(f"/cases/{case.reference}")

    row = next(row for row in rows(client_for(world.auditor).get("/log?groups=reading").text) if "Case read" in row)
    assert "Мирослава Гайдук" in row
    assert "shared by Поліція, UA-POWER" in row
    assert "who the people are" in row


def test_what_was_asked_for_a_case_that_is_not_there_is_shown_as_such(
    world: World, case: MadeCase, client_for: Any
) -> None:
    client_for(world.doctor).get(f"/cases/{new_reference('KHM', 2026)}")

    assert "no such case" in rows(client_for(world.auditor).get("/log?groups=refusal").text)[0]


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ("groups=share", lambda row: "Information shared" in row),
        ("groups=refusal&groups=session", lambda row: "refused" in row or "Signed in" in row),
        ("basis=UA-CONSENT", lambda row: "UA-CONSENT" in row),
        ("consent=given", lambda row: "UA-CONSENT" in row),
        ("consent=without", lambda row: "UA-POWER" in row),
        ("case={case}", lambda row: True),
        ("case={lower}&groups=share&consent=without", lambda row: "UA-POWER" in row),
        ("agency={ngo}", lambda row: "Поруч" in row),
        ("person={officer}", lambda row: "Гнат Ярошенко" in row),
    ],
)
def test_what_is_asked_is_what_is_found(world: World, case: MadeCase, client_for: Any, asked: str, fits: Any) -> None:
    make_case(world)
    given = {
        "case": case.reference,
        "lower": case.reference.lower().replace("-", ""),
        "ngo": world.ngo,
        "officer": world.officer.member_id,
    }
    page = client_for(world.auditor).get(f"/log?{asked.format(**given)}").text

    found = rows(page)
    assert found
    assert all(fits(row) for row in found), found
    if "case=" in asked:
        assert all(case.reference in row for row in found)


def test_a_period_is_of_whole_days_on_the_teams_clock(world: World, case: MadeCase, client_for: Any) -> None:
    client = client_for(world.auditor)
    day = clock.today()

    def found(name: str) -> list[str]:
        return rows(client.get(f"/log?{name}-day={day.day}&{name}-month={day.month}&{name}-year={day.year}").text)

    assert found("from_on")
    assert found("to_on")
    assert not rows(client.get("/log?to_on-day=1&to_on-month=1&to_on-year=2020").text)
    assert not rows(client.get("/log?from_on-day=1&from_on-month=1&from_on-year=2090").text)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("case=nonsense", "not a reference"),
        ("from_on-day=31&from_on-month=2&from_on-year=2026", "real date"),
        (
            "from_on-day=2&from_on-month=2&from_on-year=2026&to_on-day=1&to_on-month=2&to_on-year=2026",
            "ends before it begins",
        ),
        ("groups=nonsense", "Choose one"),
        ("person=nonsense", "Choose one"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(world: World, client_for: Any, asked: str, said: str) -> None:
    response = client_for(world.auditor).get(f"/log?{asked}")

    assert response.status_code == 200
    assert said in response.text


def test_a_reference_of_no_case_finds_nothing_and_says_so(world: World, case: MadeCase, client_for: Any) -> None:
    page = client_for(world.auditor).get(f"/log?case={new_reference('KHM', 2026)}").text

    assert "no case with this reference" in page
    assert not rows(page)


def test_a_page_ends_and_the_next_begins_behind_it(
    world: World, case: MadeCase, client_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "PAGE", 4)
    client = client_for(world.auditor)

    first = client.get("/log?groups=share&groups=change").text
    older = re.search(r'href="(/log\?[^"]*before=\d+)"', first)
    assert older
    second = client.get(older[1].replace("&amp;", "&")).text
    assert len(rows(first)) == 4
    numbers = [int(n) for page in (first, second) for n in re.findall(r'href="/log/(\d+)', page)]
    assert numbers == sorted(set(numbers), reverse=True)
    assert "Newest entries" in second


def test_the_counts_and_what_was_shared_without_consent_stand_on_top(
    world: World, case: MadeCase, client_for: Any
) -> None:
    page = words(client_for(world.auditor).get(f"/log?case={case.reference}").text)

    assert re.search(r"Shares 4 .* Readings 0 .* Refusals 1", page)
    assert "UA-POWER: Statutory power : 3" in page
    assert re.search(r"UA-CONSENT: [^:]* : \d", page) is None


def test_a_log_that_was_changed_says_so_on_top(world: World, case: MadeCase, client_for: Any) -> None:
    client = client_for(world.auditor)
    assert "chain intact" in client.get("/log").text

    spoil("update ledger set payload = :b where team_id = :team and seq = 7", team=world.team_id, b=b"{}")
    page = client.get("/log?groups=refusal").text
    assert "The log is not whole" in page
    assert "entry 7" in page


def test_looking_at_the_log_is_in_the_log_with_what_was_looked_for(
    world: World, case: MadeCase, client_for: Any
) -> None:
    client = client_for(world.auditor)

    client.get("/log")
    assert (newest(world.team_id)["k"], newest(world.team_id)["a"]) == (Event.LOG_READ, str(world.auditor.member_id))
    client.get(f"/log?case={case.reference}&person={world.officer.member_id}")
    assert newest(world.team_id)["c"][0][0] == str(case.id)  # type: ignore[index]
    assert newest(world.team_id)["f"] == {"member": str(world.officer.member_id)}
    client.get("/log/3")
    assert newest(world.team_id)["f"] == {"entry": 3}


def test_one_entry_has_a_page_with_what_proves_it(world: World, case: MadeCase, client_for: Any) -> None:
    client = client_for(world.auditor)
    seq, content = next((seq, content) for seq, content in leaves(world.team_id) if content["k"] == "share:recorded")
    page = client.get(f"/log/{seq}").text

    with db.database().open_reading() as session:
        hashed = session.scalar(
            text("select leaf_hash from ledger where seq = :seq order by team_id").bindparams(seq=seq)
        )
    assert "Information shared" in page
    assert re.search(r"[0-9a-f]{64}", page)
    assert hashed is not None
    assert str(content["s"]) in page
    assert client.get(f"/log/{count(world.team_id) + 9}").status_code == 404


def test_only_auditor_and_data_protection_open_the_log(world: World, case: MadeCase, client_for: Any) -> None:
    for person in (world.officer, world.doctor, world.coordinator, world.chair, world.advocate, world.supervisor):
        client = client_for(person)
        assert {client.get(address).status_code for address in ("/log", "/log/1")} == {403}
        assert client.act("/log/export").status_code == 403


def test_an_auditor_who_is_barred_from_a_case_finds_nothing_of_it(
    world: World, case: MadeCase, client_for: Any
) -> None:
    with upkeep() as session:
        session.add(
            Bar(
                team_id=world.team_id,
                case_id=case.id,
                member_id=world.auditor.member_id,
                set_at=clock.now(),
                set_by_id=world.chair.member_id,
            )
        )
    client = client_for(world.auditor)

    assert case.reference not in client.get("/log").text
    assert case.reference not in client.act("/log/export").get_data(as_text=True)
    wrong = new_reference("KHM", 2026)
    barred, nothing = (client.get(f"/log?case={reference}").text for reference in (case.reference, wrong))
    assert "no case with this reference" in barred
    assert rows(barred) == rows(nothing) == []
    number = next(seq for seq, content in leaves(world.team_id) if content["k"] == "share:recorded")
    assert client.get(f"/log/{number}").status_code == 404


@pytest.fixture
def officer_of_data_protection(world: World) -> Any:
    """Somebody at the NGO who looks after data protection there."""
    account = founding.open_account("dpo", "Ада Захисна", "$argon2id$none", "JBSWY3DPEHPK3PXP")
    founding.appoint(world.team_id, "KHM", account, world.ngo, [Role.DPO], position="", from_on=STARTED)
    db.end()
    return type("Person", (), {"account_id": account})


def test_an_officer_of_data_protection_sees_the_own_agencys_part(
    world: World, case: MadeCase, client_for: Any, officer_of_data_protection: Any
) -> None:
    client = client_for(officer_of_data_protection)
    page = client.get("/log").text

    assert all("Поруч" in row for row in rows(page)), rows(page)
    assert len([row for row in rows(page) if "Information shared" in row]) == 2
    assert client.act("/log/export").status_code == 403
    number = next(seq for seq, content in leaves(world.team_id) if content["k"] == "access:refused")
    assert client.get(f"/log/{number}").status_code == 404


# ---- the file ----------------------------------------------------------------------------------------------------


def test_the_file_is_what_the_page_shows(world: World, case: MadeCase, client_for: Any) -> None:
    client = client_for(world.auditor)
    response = client.act("/log/export", {"groups": "share", "case": case.reference})

    assert response.status_code == 200
    assert response.data.startswith(b"\xef\xbb\xbf")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    table = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))
    assert table[0][0] == "Number"
    assert len(table) == 5
    assert {row[6] for row in table[1:]} == {case.reference}
    assert b"\r\n" in response.data


def test_the_download_is_in_the_log_with_its_number_of_rows(world: World, case: MadeCase, client_for: Any) -> None:
    client_for(world.auditor).act("/log/export", {"groups": "share"})

    assert newest(world.team_id)["k"] == Event.LOG_EXPORTED
    assert newest(world.team_id)["f"] == {"rows": 4}


def test_too_long_a_file_is_refused_with_what_to_do(
    world: World, case: MadeCase, client_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("icat.reports.queries.copies.MOST", 3)
    client = client_for(world.auditor)

    response = client.act("/log/export", {"groups": "share"})
    assert response.status_code == 302
    assert "groups=share" in response.headers["Location"]
    assert "Choose a shorter period" in client.get(response.headers["Location"]).text
    assert Event.LOG_EXPORTED not in {content["k"] for _seq, content in leaves(world.team_id)}
    monkeypatch.setattr("icat.reports.queries.copies.MOST", 4)
    assert client.act("/log/export", {"groups": "share"}).status_code == 200


def test_no_entry_no_file_and_no_page(
    app: Flask, world: World, case: MadeCase, client_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_for(world.auditor)
    client.get("/log")
    app.testing = False
    monkeypatch.setattr("icat.audit.reading.append", lambda *_: 1 / 0)

    for response in (client.get("/log"), client.get("/log/3"), client.act("/log/export", seen_on="/who-may")):
        assert response.status_code == 500
        assert case.reference not in response.text
        assert "Ярошенко" not in response.text
