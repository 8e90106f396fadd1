"""Pages of research: what waits, the answer, nothing known for many, a conflict of interest."""

from datetime import timedelta
from typing import Any

from icat import clock
from icat.cases.models import Bar, Case, Stage
from icat.meetings.commands.research import file_return
from icat.meetings.models import Fact, Known, Return
from tests.make import World, make_case
from tests.meetings.sitting import one, rows, statement


def test_an_agency_answers_and_sees_what_it_filed(client_for: Any, world: World) -> None:
    case = make_case(world, stage=Stage.RESEARCH, seats=[world.health])
    client = client_for(world.doctor)
    url = f"/cases/{case.reference}/research"
    typed = {
        "survivor": "cannot_say",
        "perpetrator": "no",
        "children": "yes",
        "facts-0-text": "Звернення 3.11 з травмою",
        "facts-0-kind": "fact",
        "facts-0-category": "health",
        "facts-0-source_code": "own_record",
    }

    response = client.send(url, typed, follow_redirects=True)

    assert "Your agency&#39;s answer is filed" in response.text
    assert "Звернення 3.11 з травмою" in response.text
    assert one(Return).survivor is Known.CANNOT_SAY


def test_a_missing_answer_is_asked_for_with_the_typing_kept(client_for: Any, world: World) -> None:
    case = make_case(world, stage=Stage.RESEARCH, seats=[world.health])

    response = client_for(world.doctor).send(
        f"/cases/{case.reference}/research", {"perpetrator": "no", "offer": "Прийом без черги"}
    )

    assert "Answer yes, no, or that you cannot say." in response.text
    assert "Прийом без черги" in response.text
    assert not rows(Return)


def test_the_second_of_two_colleagues_is_told_and_keeps_the_typing(client_for: Any, world: World) -> None:
    case = make_case(world, stage=Stage.RESEARCH, seats=[world.police])
    client = client_for(world.policewoman)
    url = f"/cases/{case.reference}/research"
    client.get(url)
    file_return(
        world.supervisor.actor, case.id, 0, survivor=Known.YES, perpetrator=Known.YES, facts=[statement("Інше")]
    )

    token = {"csrf_token": _token(client, url), "version": "0"}
    response = client.post(url, data={**token, "survivor": "no", "perpetrator": "no", "offer": "Патруль"})

    assert "Somebody else changed this" in response.text
    assert "Патруль" in response.text
    assert "Інше" in response.text
    assert one(Return).survivor is Known.YES


def _token(client: Any, url: str) -> str:
    from tests.client import hidden_fields  # noqa: PLC0415 - only here

    return hidden_fields(client.get(url).text)["csrf_token"]


def test_nothing_known_answers_the_ticked_cases_at_once(client_for: Any, world: World) -> None:
    first, second, third = (
        make_case(world, stage=Stage.RESEARCH, seats=[world.ngo], surname=name) for name in ("Перша", "Друга", "Третя")
    )

    response = client_for(world.advocate).send(
        "/research", {"cases": [first.reference, second.reference]}, follow_redirects=True
    )

    assert "2 cases answered" in response.text
    assert {row.case_id for row in rows(Return)} == {first.id, second.id}
    assert third.reference in response.text
    assert first.reference not in response.text


def test_the_deadline_is_said_in_words_and_what_is_late_stands_out(client_for: Any, world: World) -> None:
    with clock.pretending(clock.now() - timedelta(days=9)):
        case = make_case(world, stage=Stage.RESEARCH, seats=[world.ngo])

    assert "overdue" in client_for(world.advocate).get("/research").text
    page = client_for(world.coordinator).get(f"/cases/{case.reference}/research").text
    assert "overdue" in page


def test_the_office_sees_who_knows_somebody_and_no_fact(client_for: Any, world: World) -> None:
    case = make_case(world, stage=Stage.RESEARCH, seats=[world.police, world.health])
    file_return(
        world.doctor.actor, case.id, 0, survivor=Known.YES, perpetrator=Known.NO, facts=[statement("Лише для лікарні")]
    )

    office = client_for(world.coordinator).get(f"/cases/{case.reference}/research").text
    police = client_for(world.policewoman).get(f"/cases/{case.reference}/research").text

    assert "Лікарня" in office
    assert "Known" in office
    assert "Лише для лікарні" not in office + police
    assert "Who was asked" not in police


def test_who_declares_a_conflict_finds_the_case_nowhere_and_the_office_sees_why(client_for: Any, world: World) -> None:
    case = make_case(world, stage=Stage.RESEARCH, seats=[world.police])
    client = client_for(world.policewoman)
    url = f"/cases/{case.reference}"

    client.send(f"{url}/conflict", {"kind": "relative", "detail": "Мій брат"})

    assert one(Bar).is_conflict
    for page in ("", "/research", "/meeting", "/conflict", "/shares", "/statements/new", "/positions/new"):
        assert client.get(f"{url}{page}").status_code == 404, page
    assert case.reference not in client.get("/research").text
    office = client_for(world.coordinator).get(f"{url}/research").text
    assert "Мій брат" in office
    assert world.policewoman.name in office


def test_strangers_and_agencies_without_a_seat_get_a_wrong_address(client_for: Any, world: World) -> None:
    case = make_case(world, stage=Stage.RESEARCH, seats=[world.police])

    for person in (world.stranger, world.strange_chair, world.doctor, world.auditor):
        assert client_for(person).get(f"/cases/{case.reference}/research").status_code == 404
    assert one(Case).stage is Stage.RESEARCH
    assert not rows(Fact)
