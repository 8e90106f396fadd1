"""The door: whoever is not let in cannot tell why, and nothing leaves without its entry in the log."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select, text

from icat import clock
from icat.audit import reading
from icat.audit.events import Event
from icat.audit.recording import change
from icat.audit.verify import verify
from icat.cases.models import Bar, Case, Share, ShareEnd, Stage
from icat.cases.queries.door import access_versions, open_case
from icat.db import engine as db
from icat.errors import NotAllowed, NotFound
from icat.policy.permissions import Permission
from icat.references import new_reference
from tests.audit.acting import count, leaves, newest
from tests.make import MadeCase, Person, World, make_case

CANARY = "Ґалаґаненко-Канарка"


@pytest.fixture
def case(world: World) -> MadeCase:
    """A case at whose table the doctor's agency sits and from which the policewoman is barred."""
    made = make_case(world, seats=[world.health, world.police], stage=Stage.RESEARCH, surname=CANARY)
    bar(world, made, world.policewoman)
    return made


def bar(world: World, made: MadeCase, person: Person) -> None:
    with change(world.chair.actor) as work:
        work.add(
            Bar(
                team_id=world.team_id,
                case_id=made.id,
                member_id=person.member_id,
                set_at=work.at,
                set_by_id=world.chair.member_id,
                name=person.name,
            )
        )
        work.get(Case, made.id).access_version += 1
        work.record(Event.MEMBER_BARRED, case=made.id, member=person.member_id)


@contextmanager
def statements() -> Iterator[list[str]]:
    """What the database was asked."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(re.sub(r"\s+", " ", statement))

    event.listen(db.engine(), "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine(), "before_cursor_execute", note)


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    headers: dict[str, str]
    asked: tuple[str, ...]
    leaf_size: int


def answer(client: FlaskClient, world: World, reference: str, team_id: Any = None, page: str = "") -> Answer:
    """What somebody gets for a reference, and what it cost, with the reference itself and the token taken out."""
    client.get("/who-may")  # the session's last use is written down: not part of the question
    with statements() as asked:
        response = client.get(f"/cases/{reference}{page}")
    body = re.sub(r'name="csrf_token" value="[^"]*"', "token", response.get_data(as_text=True))
    last = newest(team_id or world.team_id)
    assert last["k"] == Event.ACCESS_REFUSED, "a refusal that is not in the log"
    with db.database().open_reading() as session:
        size = session.scalar(
            text("select length(payload) from ledger where team_id = :team order by seq desc limit 1").bindparams(
                team=(team_id or world.team_id).hex if db.database().is_sqlite else team_id or world.team_id
            )
        )
    headers = {name: value for name, value in response.headers if name not in ("Date", "Set-Cookie")}
    return Answer(response.status_code, body.replace(reference, "REF"), headers, tuple(asked), int(size))


@pytest.mark.parametrize("page", ["", "/shares", "/level"])
def test_barred_not_at_the_table_and_no_such_case_are_one_answer(
    world: World, case: MadeCase, client_for: Any, page: str
) -> None:
    wrong = new_reference(world.code, 2026)
    barred = answer(client_for(world.policewoman), world, case.reference, page=page)
    nothing = answer(client_for(world.policewoman), world, wrong, page=page)

    assert barred.status == nothing.status == 404
    assert barred.body == nothing.body
    assert barred.headers == nothing.headers
    assert barred.asked == nothing.asked
    assert barred.leaf_size == nothing.leaf_size
    assert CANARY not in barred.body

    outside = answer(client_for(world.social_worker), world, case.reference, page=page)
    also_nothing = answer(client_for(world.social_worker), world, wrong, page=page)
    assert outside == also_nothing
    assert outside.status == 404


def test_a_member_of_another_team_gets_the_same_and_it_stands_in_their_own_log(
    world: World, case: MadeCase, client_for: Any
) -> None:
    team = world.stranger.actor.team_id
    here = count(world.team_id)

    real = answer(client_for(world.stranger), world, case.reference, team)
    nothing = answer(client_for(world.stranger), world, new_reference("LVV", 2026), team)
    chair = answer(client_for(world.strange_chair), world, case.reference, team)

    assert real == nothing
    assert chair.status == 404
    assert count(world.team_id) == here, "nothing of this team's log tells that it was tried"


def test_what_is_no_reference_at_all_is_refused_alike(world: World, case: MadeCase, client_for: Any) -> None:
    wrong = answer(client_for(world.policewoman), world, "nonsense")
    nothing = answer(client_for(world.policewoman), world, new_reference(world.code, 2026))

    assert (wrong.status, wrong.body, wrong.asked) == (nothing.status, nothing.body, nothing.asked)


def test_who_may_read_but_not_do_this_is_told_so_and_it_is_recorded(world: World, case: MadeCase) -> None:
    with pytest.raises(NotAllowed):
        open_case(world.doctor.actor, Permission.CASE_LIST, case.reference)

    assert newest(world.team_id)["f"] == {"permission": "case:list"}
    assert newest(world.team_id)["c"][0][0] == str(case.id)  # type: ignore[index]
    with pytest.raises(NotFound):
        open_case(world.policewoman.actor, Permission.CASE_LIST, case.reference)


def test_a_reference_is_taken_however_it_is_written(world: World, case: MadeCase) -> None:
    view = open_case(world.chair.actor, Permission.CASE_READ, case.reference.lower().replace("-", " "))

    assert view.reference == case.reference
    assert str(view.survivor).startswith(CANARY)
    assert view.birth_year == "1991"
    assert view.may.CASE_LIST
    assert not view.may.SHARE_RECORD
    reading.tear_off()


def test_what_the_chairs_are_to_decide_is_the_offices_business(world: World, case: MadeCase) -> None:
    assert open_case(world.doctor.actor, Permission.CASE_READ, case.reference).proposed_code is None
    reading.tear_off()


def test_a_reading_is_in_the_log_with_the_share_under_which_it_was_seen(
    world: World, case: MadeCase, client_for: Any
) -> None:
    client = client_for(world.doctor)

    response = client.get(f"/cases/{case.reference}")

    assert response.status_code == 200
    assert CANARY in response.text
    leaf = newest(world.team_id)
    assert (leaf["k"], leaf["a"]) == (Event.CASE_READ, str(world.doctor.member_id))
    with db.database().open_reading() as session:
        share = session.scalars(
            select(Share.id).where(Share.case_id == case.id, Share.recipient_id == world.health)
        ).one()
    assert [str(case.id), str(share), 1] in leaf["c"]  # type: ignore[operator]


TRIGGERS = {
    "sqlite": ["create trigger no_more before insert on ledger begin select raise(abort, '{why}'); end"],
    "postgresql": [
        "create function no_more() returns trigger language plpgsql as $$ begin raise exception '{why}'; end $$",
        "create trigger no_more before insert on ledger for each row execute function no_more()",
    ],
}


def break_log(engine_name: str, why: str) -> None:
    """From here on the database refuses every entry."""
    with db.writing() as session:
        for statement in TRIGGERS[engine_name]:
            session.execute(text(statement.format(why=why)))
        session.commit()


@pytest.mark.parametrize(("why", "status"), [("no space left on device", 503), ("something else", 500)])
def test_when_the_log_cannot_be_written_nothing_of_the_case_leaves(
    app: Flask, world: World, case: MadeCase, client_for: Any, engine_name: str, why: str, status: int
) -> None:
    clients = [client_for(person) for person in (world.doctor, world.chair, world.auditor)]
    app.testing = False
    before = count(world.team_id)
    break_log(engine_name, why)

    for client, address in zip(clients, (f"/cases/{case.reference}", "/cases", "/log"), strict=True):
        response = client.get(address)
        assert response.status_code == status
        assert CANARY not in response.text
        assert case.reference not in response.text.replace(f"next=/cases/{case.reference}", "").replace(
            f"next=%2Fcases%2F{case.reference}", ""
        )
    assert count(world.team_id) == before


def test_when_the_log_cannot_be_written_a_refusal_refuses_too(
    app: Flask, world: World, case: MadeCase, client_for: Any, engine_name: str
) -> None:
    client = client_for(world.policewoman)
    app.testing = False
    break_log(engine_name, "no space left on device")

    response = client.get(f"/cases/{case.reference}")

    assert response.status_code == 503
    assert CANARY not in response.text


def end_shares(world: World, case: MadeCase) -> None:
    with change(world.officer.actor) as work:
        for share in work.session.scalars(select(Share).where(Share.case_id == case.id)):
            work.add(
                ShareEnd(
                    team_id=world.team_id,
                    case_id=case.id,
                    share_id=share.id,
                    code="withdrawn",
                    ended_at=clock.now(),
                    ended_by_id=world.officer.member_id,
                )
            )
            work.record(Event.SHARE_WITHDRAWN, case=case.id, share=share.id)
        work.get(Case, case.id).access_version += 1


def test_what_was_withdrawn_while_the_page_was_made_does_not_leave(
    world: World, case: MadeCase, client_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_for(world.doctor)
    kept = reading.record_reading
    made: list[str] = []

    def meanwhile(*args: Any) -> bool:
        if not made:
            end_shares(world, case)  # between the cutting of the page and the writing of its leaf
        made.append("page")
        return kept(*args)

    monkeypatch.setattr(reading, "record_reading", meanwhile)
    before = count(world.team_id)
    response = client.get(f"/cases/{case.reference}")

    assert response.status_code == 200
    assert CANARY not in response.text
    assert made == ["page", "page"], "the page was not cut once more"
    told = [content for _seq, content in leaves(world.team_id)[before:] if content["k"] == Event.CASE_READ]
    assert len(told) == 1
    assert {bits for _case, _share, bits in told[0]["c"]} == {0}  # type: ignore[attr-defined]


def test_a_page_that_never_comes_to_rest_is_not_sent(
    app: Flask, world: World, case: MadeCase, client_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_for(world.doctor)
    kept = reading.record_reading

    def always_meanwhile(*args: Any) -> bool:
        with change(world.chair.actor) as work:
            work.get(Case, case.id).access_version += 1
            work.record(Event.CASE_SCREENED, case=case.id)
        return kept(*args)

    monkeypatch.setattr(reading, "record_reading", always_meanwhile)
    response = client.get(f"/cases/{case.reference}")

    assert response.status_code == 503
    assert CANARY not in response.text
    assert newest(world.team_id)["k"] == Event.CASE_SCREENED


def test_the_access_versions_are_those_of_now(world: World, case: MadeCase) -> None:
    with db.writing() as session:
        first = access_versions(session, {case.id})[case.id]
    with change(world.chair.actor) as work:
        work.get(Case, case.id).access_version += 1
        work.record(Event.CASE_SCREENED, case=case.id)

    with db.writing() as session:
        assert access_versions(session, {case.id}) == {case.id: first + 1}
    db.end()
    assert verify(db.session(), world.team_id).is_intact
