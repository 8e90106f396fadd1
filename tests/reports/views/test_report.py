"""Reports as pages, tables and papers: what they say, what they never say, and that reading them is recorded."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from icat import clock
from icat.audit.events import Event
from icat.audit.reading import record_refusal
from icat.audit.recording import change, upkeep
from icat.cases.models import Bar, Case, Stage
from icat.cases.queries.covering import Pair
from icat.cases.steps.consenting import Asked, note_consent
from icat.cases.steps.sharing import Line, Recipient, extend_share, open_share
from icat.db import engine as db
from icat.legal import Category, ConsentState, RecipientKind
from icat.members.commands import founding
from icat.members.models import Agency
from icat.policy.roles import Role
from icat.references import new_reference
from icat.reports.queries.catalogue import ReportCode
from tests.audit.acting import leaves, newest
from tests.make import STARTED, MadeCase, World, ground, make_case
from tests.pdf.reading import text as text_of

CANARY = "Канаренко"


@pytest.fixture
def case(world: World) -> MadeCase:
    """A case of which the police told the NGO the contact, with her consent, and of the child its own record."""
    made = make_case(world, stage=Stage.RESEARCH, seats=[world.social, world.ngo], surname=CANARY)
    with change(world.officer.actor) as work:
        learns = {Pair(one, RecipientKind.AGENCY, world.ngo) for one in (Category.CONTACT, Category.CHILDREN)}
        note_consent(work, work.get(Case, made.id), Asked(agreed=frozenset(learns)))
        share = open_share(
            work,
            work.get(Case, made.id),
            sender=work.get(Agency, world.police),
            to=Recipient(RecipientKind.AGENCY, world.ngo),
            lines=[Line(Category.CONTACT)],
            ground=ground("UA-CONSENT", ConsentState.GIVEN, CANARY),
        )
        share_id = share.id
    with change(world.officer.actor) as work:
        police = work.get(Agency, world.police)
        share = work.session.get_one(type(share), share_id)
        extend_share(
            work, work.get(Case, made.id), share, sender=police, lines=[Line(Category.CHILDREN, made.child_id)]
        )
    return made


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def rows(html: str) -> list[str]:
    """The lines of the table, as texts."""
    return [words(row) for row in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)][1:]


def address(code: ReportCode, **asked: Any) -> str:
    return f"/reports/{code}?" + "&".join(f"{name}={value}" for name, value in asked.items())


def all_reports(world: World, case: MadeCase) -> Iterable[tuple[ReportCode, dict[str, Any]]]:
    """Every report, asked about everything that there is."""
    given = {"case": case.reference, "part": "child", "number": 1, "agency": world.ngo, "days": 180}
    for code in ReportCode:
        yield code, {name: given[name] for name in code.asks if name in given}


@pytest.fixture
def dpo(world: World) -> Any:
    """Somebody at the NGO who looks after data protection there."""
    account = founding.open_account("dpo", "Ада Захисна", "$argon2id$none", "JBSWY3DPEHPK3PXP")
    founding.appoint(world.team_id, "KHM", account, world.ngo, [Role.DPO], position="", from_on=STARTED)
    db.end()
    return type("Person", (), {"account_id": account})


def test_every_report_is_listed_and_asks_only_for_what_it_needs(world: World, case: MadeCase, client_for: Any) -> None:
    client = client_for(world.auditor)
    listed = client.get("/reports").text

    for code in ReportCode:
        assert f"/reports/{code}?" in listed
        page = client.get(f"/reports/{code}").text
        seen = re.sub(r'<input type="hidden"[^>]*>', "", page)  # what travels unseen was asked of nobody
        boxes = set(re.findall(r'<(?:input|select)[^>]* name="([a-z_]+)', seen)) - {"use"}
        assert boxes == set(code.asks), code
        assert "There is a problem" not in page


def test_what_a_child_was_spoken_of_is_found_with_who_told_whom_on_which_basis(
    world: World, case: MadeCase, client_for: Any
) -> None:
    page = (
        client_for(world.auditor)
        .get(address(ReportCode.PERSON_SHARES, case=case.reference, part="child", number=1))
        .text
    )

    found = rows(page)
    own = next(row for row in found if "the record of this person" in row)
    for said in ("Поліція", "Поруч", "Гнат Ярошенко", "UA-CONSENT", str(case.child_id)[:8], "in force until"):
        assert said in own
    assert any("as a whole" in row and "the coordinator and the chairs" in row for row in found)
    assert not any("about him" in row for row in found)
    assert re.search(r'href="/log/\d+\?team=KHM"', page)


def test_nothing_of_another_person_is_in_the_report_about_somebody(
    world: World, case: MadeCase, client_for: Any
) -> None:
    client = client_for(world.auditor)
    survivor, second = (
        client.get(address(ReportCode.PERSON_SHARES, case=case.reference, part=part, number=number)).text
        for part, number in (("survivor", 1), ("child", 2))
    )

    for page in (survivor, second):
        assert "the record of this person" not in page
        assert str(case.child_id)[:8] not in page


def test_a_period_bounds_the_report_about_somebody(world: World, case: MadeCase, client_for: Any) -> None:
    page = (
        client_for(world.auditor)
        .get(
            address(ReportCode.PERSON_SHARES, case=case.reference, part="child", number=1)
            + "&to_on-day=1&to_on-month=1&to_on-year=2020"
        )
        .text
    )

    assert not rows(page)
    assert "That, too, is an answer" in page


def test_what_an_agency_was_told_about_a_child_names_no_other_agency(
    world: World, case: MadeCase, client_for: Any
) -> None:
    client = client_for(world.auditor)
    asked = {"case": case.reference, "part": "child", "number": 1}
    to_ngo, to_health = (
        rows(client.get(address(ReportCode.TOLD, **asked, agency=agency)).text) for agency in (world.ngo, world.health)
    )

    assert to_ngo
    assert all("Поруч" in row for row in to_ngo)
    assert any("the record of this person" in row for row in to_ngo)
    assert not any("the coordinator and the chairs" in row for row in to_ngo)
    assert to_health == []


def test_who_saw_a_case_is_found_with_categories_and_share(world: World, case: MadeCase, client_for: Any) -> None:
    client_for(world.chair).get(f"/cases/{case.reference}")
    client_for(world.coordinator).get("/cases")
    client = client_for(world.auditor)
    client.get(address(ReportCode.WHO_SAW, case=case.reference))

    found = rows(client.get(address(ReportCode.WHO_SAW, case=case.reference)).text)
    chair = next(row for row in found if "Мирослава Гайдук" in row)
    assert "shared by Поліція, UA-POWER" in chair
    assert "who the people are" in chair
    assert not any("Тарас Фещенко" in row for row in found)
    assert any("Оксана Ющенко-Бойко" in row and "List of cases read" in row for row in found)
    yesterday = clock.today() - timedelta(days=1)
    before = f"&to_on-day={yesterday.day}&to_on-month={yesterday.month}&to_on-year={yesterday.year}"
    assert not rows(client.get(address(ReportCode.WHO_SAW, case=case.reference) + before).text)


def test_what_was_taken_away_stands_with_what_for(world: World, case: MadeCase, client_for: Any) -> None:
    client = client_for(world.auditor)
    client.act("/log/export", {"groups": "share"})
    client.act(f"/reports/{ReportCode.REFUSALS}/export", {"format": "csv", "use": "complaint"})

    found = rows(client.get(f"/reports/{ReportCode.EXPORTS}").text)
    assert any("Log exported" in row for row in found)
    assert any("Report downloaded" in row and "complaint" in row for row in found)


def test_who_was_refused_again_and_again_stands_on_top(world: World, case: MadeCase, client_for: Any) -> None:
    record_refusal(world.doctor.actor, "case:read", case.id)
    for _time in range(3):
        record_refusal(world.policewoman.actor, "case:read", case.id)
    page = client_for(world.auditor).get(f"/reports/{ReportCode.REFUSALS}").text

    assert len([row for row in rows(page) if "Read a case" in row]) == 4
    assert "Лідія Кравець, Поліція: up to 3 refusals within one day" in words(page)
    assert "Ірина Ґудзь, Лікарня: up to" not in words(page)


def test_shares_without_consent_are_counted_by_basis(world: World, case: MadeCase, client_for: Any) -> None:
    page = words(client_for(world.auditor).get(f"/reports/{ReportCode.WITHOUT_CONSENT}").text)

    assert re.search(r"UA-POWER: Statutory power: 3", page)
    assert "UA-CONSENT" not in page


def test_shares_that_end_within_so_many_days_are_found(world: World, case: MadeCase, client_for: Any) -> None:
    client = client_for(world.auditor)

    assert not rows(client.get(address(ReportCode.EXPIRING, days=30)).text)
    assert len(rows(client.get(address(ReportCode.EXPIRING, days=180)).text)) == 4


# ---- what is said of bad typing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "asked", "said"),
    [
        (ReportCode.WHO_SAW, "case=nonsense", "not a reference"),
        (ReportCode.WHO_SAW, "case=", "must be filled in"),
        (ReportCode.PERSON_SHARES, "case={case}", "must be filled in"),
        (ReportCode.PERSON_SHARES, "case={case}&part=nobody", "Choose one"),
        (ReportCode.PERSON_SHARES, "case={case}&part=child&number=0", "from 1 to 99"),
        (ReportCode.TOLD, "case={case}&part=child", "must be filled in"),
        (ReportCode.EXPIRING, "days=1000", "from 1 to 180"),
        (ReportCode.EXPORTS, "from_on-day=31&from_on-month=2&from_on-year=2026", "real date"),
        (
            ReportCode.EXPORTS,
            "from_on-day=2&from_on-month=2&from_on-year=2026&to_on-day=1&to_on-month=2&to_on-year=2026",
            "ends before it begins",
        ),
        (ReportCode.UNTASKED, "person=nonsense", "Choose one"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field_and_the_typing_stays(
    world: World, case: MadeCase, client_for: Any, code: ReportCode, asked: str, said: str
) -> None:
    asked = asked.format(case=case.reference)
    response = client_for(world.auditor).get(f"/reports/{code}?{asked}")

    assert response.status_code == 200
    assert said in response.text
    assert "What was found" not in response.text
    if "case=nonsense" in asked:
        assert 'value="nonsense"' in response.text


def test_a_reference_of_no_case_finds_nothing_and_a_report_that_is_not_there_is_404(
    world: World, case: MadeCase, client_for: Any
) -> None:
    client = client_for(world.auditor)
    page = client.get(address(ReportCode.WHO_SAW, case=new_reference("KHM", 2026))).text

    assert "no case with this reference" in page
    assert client.get("/reports/nonsense").status_code == 404
    assert client.act("/reports/nonsense/export").status_code == 404


# ---- who may, and what they never see ----------------------------------------------------------------------------


def test_only_auditor_and_data_protection_open_reports(world: World, case: MadeCase, client_for: Any) -> None:
    for who in (world.officer, world.doctor, world.coordinator, world.chair, world.advocate, world.supervisor):
        client = client_for(who)
        assert {client.get(at).status_code for at in ("/reports", f"/reports/{ReportCode.EXPORTS}")} == {403}
        assert client.act(f"/reports/{ReportCode.EXPORTS}/export").status_code == 403


def test_no_report_names_her_or_says_what_people_wrote(world: World, case: MadeCase, client_for: Any) -> None:
    client_for(world.chair).get(f"/cases/{case.reference}")
    client = client_for(world.auditor)

    for code, asked in all_reports(world, case):
        pages = [client.get(address(code, **asked)).text]
        pages.append(client.act(f"/reports/{code}/export", {**asked, "format": "csv", "use": "complaint"}).text)
        assert not [page for page in pages if CANARY in page or "Прихована" in page or "Аліна" in page], code


def test_an_auditor_who_is_barred_gets_of_that_case_what_a_wrong_reference_gets(
    world: World, case: MadeCase, client_for: Any
) -> None:
    client_for(world.chair).get(f"/cases/{case.reference}")
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

    for code, asked in all_reports(world, case):
        page = client.get(address(code, **asked)).text
        taken = client.act(f"/reports/{code}/export", {**asked, "format": "csv", "use": "complaint"})
        if "case" in code.asks:
            assert "no case with this reference" in page
            assert newest(world.team_id)["c"] == []
            assert taken.status_code == 302
        else:
            assert case.reference not in page
            assert case.reference not in taken.text


def test_an_officer_of_data_protection_gets_the_own_agencys_part(
    world: World, case: MadeCase, client_for: Any, dpo: Any
) -> None:
    elsewhere = make_case(world, seats=[world.social])
    client = client_for(dpo)

    for code, asked in all_reports(world, case):
        for row in rows(client.get(address(code, **asked)).text):
            assert "Поруч" in row, (code, row)
    page = client.get(address(ReportCode.WHO_SAW, case=elsewhere.reference)).text
    assert "no case with this reference" in page


# ---- recorded ----------------------------------------------------------------------------------------------------


def test_reading_a_report_is_in_the_log_with_what_was_asked(world: World, case: MadeCase, client_for: Any) -> None:
    client = client_for(world.auditor)

    client.get(f"/reports/{ReportCode.WHO_SAW}")  # nothing was asked yet, nothing shown
    assert newest(world.team_id)["k"] != Event.REPORT_READ
    client.get(address(ReportCode.TOLD, case=case.reference, part="child", number=1, agency=world.ngo))
    assert newest(world.team_id)["k"] == Event.REPORT_READ
    assert newest(world.team_id)["c"][0][0] == str(case.id)  # type: ignore[index]
    assert newest(world.team_id)["f"] == {"report": "told-to-agency", "agency": str(world.ngo)}
    client.get(address(ReportCode.UNTASKED, person=world.doctor.member_id))
    assert newest(world.team_id)["f"] == {"report": "opened-without-task", "member": str(world.doctor.member_id)}
    assert "Report read" in rows(client.get("/log").text)[0]


def test_the_table_is_what_the_page_shows_and_taking_it_is_recorded(
    world: World, case: MadeCase, client_for: Any
) -> None:
    client = client_for(world.auditor)
    asked = {"case": case.reference, "part": "child", "number": "1"}
    page = client.get(address(ReportCode.PERSON_SHARES, **asked)).text
    response = client.act(
        f"/reports/{ReportCode.PERSON_SHARES}/export", {**asked, "format": "csv", "use": "person_asks"}
    )

    assert response.data.startswith(b"\xef\xbb\xbf")
    assert response.mimetype == "text/csv"
    table = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))
    assert table[0][:3] == ["Entry", "Time", "From"]
    assert len(table) - 1 == len(rows(page))
    assert {int(row[0]) for row in table[1:]} <= {seq for seq, _content in leaves(world.team_id)}
    assert newest(world.team_id)["k"] == Event.REPORT_EXPORTED
    assert newest(world.team_id)["f"] == {
        "report": "shares-about-person",
        "format": "csv",
        "use": "person_asks",
        "rows": len(table) - 1,
    }


def test_the_paper_says_who_made_it_what_for_and_what_was_asked(world: World, case: MadeCase, client_for: Any) -> None:
    client = client_for(world.auditor)
    asked = {"case": case.reference, "part": "child", "number": "1"}
    response = client.act(
        f"/reports/{ReportCode.PERSON_SHARES}/export", {**asked, "format": "pdf", "use": "person_asks"}
    )

    assert response.mimetype == "application/pdf"
    said = re.sub(r"\s+", " ", text_of(response.data))
    for part in ("All shares about one person", "Тарас Фещенко", "an answer to the person concerned", case.reference):
        assert part in said
    assert CANARY not in said
    assert newest(world.team_id)["f"]["format"] == "pdf"  # type: ignore[index]


def test_nothing_is_taken_away_without_what_for_and_the_question_stays(
    world: World, case: MadeCase, client_for: Any
) -> None:
    client = client_for(world.auditor)
    for use in ("", "nonsense"):
        response = client.act(
            f"/reports/{ReportCode.WHO_SAW}/export", {"case": case.reference, "format": "csv", "use": use}
        )
        page = client.get(response.headers["Location"]).text
        assert "Choose" in re.search(r'id="use-error".*?</p>', page, re.DOTALL)[0]  # type: ignore[index]
        assert case.reference in page
    assert Event.REPORT_EXPORTED not in {content["k"] for _seq, content in leaves(world.team_id)}


def test_too_long_a_paper_is_refused_with_what_to_do(
    world: World, case: MadeCase, client_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("icat.reports.views.report.ON_PAPER", 1)
    client = client_for(world.auditor)

    response = client.act(f"/reports/{ReportCode.WITHOUT_CONSENT}/export", {"format": "pdf", "use": "complaint"})
    assert response.status_code == 302
    assert "at most 1 fit" in client.get(response.headers["Location"]).text
    assert Event.REPORT_EXPORTED not in {content["k"] for _seq, content in leaves(world.team_id)}


def test_a_report_that_is_cut_says_so(
    world: World, case: MadeCase, client_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("icat.reports.queries.answer.MOST", 2)
    page = client_for(world.auditor).get(f"/reports/{ReportCode.WITHOUT_CONSENT}").text

    assert "Not everything is here" in page
    assert len(rows(page)) == 2


def test_no_entry_no_report(
    app: Flask, world: World, case: MadeCase, client_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_for(world.auditor)
    client.get("/reports")
    app.testing = False
    monkeypatch.setattr("icat.audit.reading.append", lambda *_: 1 / 0)
    asked = {"case": case.reference}

    for response in (
        client.get(address(ReportCode.WHO_SAW, **asked)),
        client.act(
            f"/reports/{ReportCode.WHO_SAW}/export", {**asked, "format": "csv", "use": "complaint"}, seen_on="/who-may"
        ),
    ):
        assert response.status_code == 500
        assert "Ярошенко" not in response.text
        assert case.reference not in response.text


def test_on_the_first_look_the_last_thirty_days_are_meant(world: World, case: MadeCase, client_for: Any) -> None:
    page = client_for(world.auditor).get(f"/reports/{ReportCode.EXPORTS}").text

    assert f"{clock.today():%d.%m.%Y}" in page
    assert f"{date.fromordinal(clock.today().toordinal() - 30):%d.%m.%Y}" in page
