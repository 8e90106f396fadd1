"""The page of the checkpoints, for those who watch over the log and for nobody else."""

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from icat import clock
from icat.audit.checkpoint import deposit, take_checkpoint
from icat.audit.events import Event
from icat.audit.models import Check, Custody, LedgerVerdict, Occasion, Witness
from icat.audit.note import COSIGNATURE, VerifierKey, cosignature, parse_note, verifier
from icat.audit.recording import change
from icat.cases.models import Case
from icat.cases.steps.barring import bar
from icat.config import TOOLS
from icat.crypto.signing import SigningKey, create_signing_key, read_signing_key
from icat.db import engine as db
from icat.outbox.steps import add_letter
from icat.outbox.texts import Kind
from tests.audit.acting import count, newest
from tests.make import make_case

HERE = "/log/checkpoints"


@pytest.fixture
def client(app: Flask, world, client_for, tmp_path: Path):  # type: ignore[no-untyped-def]
    if not (tmp_path / "icat-signing.key").exists():
        create_signing_key(tmp_path / "icat-signing.key")
    db.database().signing_key_file = tmp_path / "icat-signing.key"
    return client_for(world.auditor)


@pytest.fixture
def machine(tmp_path: Path) -> SigningKey:
    create_signing_key(tmp_path / "witness.key")
    return read_signing_key(tmp_path / "witness.key")


def vkey(machine: SigningKey) -> str:
    return str(VerifierKey(machine.name, COSIGNATURE, machine.public))


def take(world):  # type: ignore[no-untyped-def]
    head = take_checkpoint(world.team_id, Occasion.MEETING_CLOSED)
    assert head is not None
    db.end()
    return head


def seen(client) -> str:  # type: ignore[no-untyped-def]
    return re.sub(r"\s+", " ", client.get(HERE).get_data(as_text=True))


def test_before_anybody_holds_anything_it_warns(client, world):
    page = seen(client)

    assert "Not witnessed yet" in page
    assert "No mail server is set up" in page
    assert "No checkpoint was taken yet" in page
    assert newest(world.team_id)["k"] == "log:read"
    assert client.get(f"{HERE}/newest").status_code == 404


def test_what_two_agencies_hold_is_said_with_its_time(client, world):
    head = take(world)
    with db.writing() as session:
        deposit(session, head.id, Custody.MAIL, world.police)
        deposit(session, head.id, Custody.MINUTES, world.ngo)
        session.commit()

    page = seen(client)

    assert "Signed by this machine, witnessed until" in page
    assert f"The first {head.size} entries are held by two agencies" in page
    assert head.fingerprint in page
    assert "a meeting was closed" in page
    assert "Поліція: sent to the data protection officer; Поруч: printed on the minutes" in page


def test_what_is_wrong_stands_first(client, world):
    with db.writing() as session:
        session.add(
            LedgerVerdict(
                team_id=world.team_id, kind=Check.FULL, at=clock.now(), checked=3, head="", fault="content", seq=3
            )
        )
        add_letter(session, world.team_id, Kind.TASK, world.chair.account_id, clock.now() - timedelta(days=1))
        session.commit()
    if db.database().ballast is not None:
        db.database().ballast._said.touch()

    page = seen(client)

    assert "found at entry 3: The content of the entry is not what was recorded." in page
    assert "1 letter waits since" in page
    assert ("The disk of the server was full" in page) is db.database().is_sqlite


def test_a_witness_is_appointed_signs_and_is_released(client, world, machine):
    head = take(world)
    answer = client.send(
        f"{HERE}/witnesses/new", {"agency": str(world.ngo), "name": "Кімната 12", "vkey": vkey(machine)}
    )
    assert answer.status_code == 302, answer.get_data(as_text=True)
    page = seen(client)
    assert "Кімната 12" in page

    given = client.get(f"{HERE}/newest")
    assert given.headers["Content-Disposition"] == f'attachment; filename="icat-checkpoint-KHM-{head.size}.txt"'
    note = parse_note(given.data)
    line = cosignature(machine, note.text, int(clock.now().timestamp()))
    wrong = client.send(f"{HERE}/cosignature", {"text": "hello"})
    assert "No witness that is known here" in wrong.get_data(as_text=True)
    answer = client.send(f"{HERE}/cosignature", {"text": str(note.signed_also([line]))})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert "Поруч: cosigned by a witness" in seen(client)
    assert str(line) in client.get(f"{HERE}/newest").get_data(as_text=True)

    with db.database().open_reading() as session:
        key = session.scalars(select(Witness.vkey)).one().split("+")[1]
    assert client.act(f"{HERE}/witnesses/{key}/end", seen_on=HERE).status_code == 302
    assert "Кімната 12" not in seen(client)
    assert client.act(f"{HERE}/witnesses/{key}/end", seen_on=HERE).status_code == 404


def test_a_wrong_key_is_refused_beside_its_field_with_the_typing_kept(client, world):
    page = client.send(f"{HERE}/witnesses/new", {"agency": str(world.ngo), "name": "x", "vkey": "not+a+key"})

    text = page.get_data(as_text=True)
    assert "This is not the public key of a witness" in text
    assert "not+a+key" in text


@pytest.mark.parametrize("address", ["", "/newest", "/cosignature", "/witnesses/new"])
def test_nobody_else_may(client, world, client_for, address):
    for who in (world.chair, world.coordinator, world.advocate):
        assert client_for(who).get(f"{HERE}{address}").status_code == 403


def test_the_log_leads_there(client):
    assert 'href="/log/checkpoints?team=KHM"' in client.get("/log").get_data(as_text=True)


def test_the_verifier_finds_the_whole_log_that_was_downloaded_in_order(client, world, tmp_path):
    head = take(world)

    given = client.act(f"{HERE}/export", seen_on=HERE)

    assert given.status_code == 200
    file = tmp_path / "log.txt"
    file.write_bytes(given.data)
    vkey_of_log = str(verifier(read_signing_key(db.database().signing_key_file)))
    done = subprocess.run(
        [sys.executable, str(TOOLS / "icat_verify.py"), str(file), "--vkey", vkey_of_log],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    leaf = newest(world.team_id)
    assert leaf["k"] == "log:exported"
    assert head.size < leaf["f"]["rows"] <= count(world.team_id)


def test_who_must_not_learn_of_a_case_gets_no_file_that_names_all(client, world):
    made = make_case(world)
    with change(world.coordinator.actor) as work:
        bar(work, work.get(Case, made.id), name="x", member_id=world.auditor.member_id, why="added")
        work.record(Event.CASE_SCREENED, case=made.id)

    given = client.act(f"{HERE}/export", seen_on=HERE)

    assert given.status_code == 302
    assert "given out on the server only" in client.get(HERE).get_data(as_text=True)


def test_an_officer_does_not_take_the_whole_log(client, world, client_for):
    for who in (world.chair, world.supervisor):
        assert client_for(who).act(f"{HERE}/export", seen_on="/").status_code == 403


def test_a_witness_is_asked_with_the_proof_from_what_it_signed_last(client, world, machine):
    first = take(world)
    client.send(f"{HERE}/witnesses/new", {"agency": str(world.ngo), "name": "x", "vkey": vkey(machine)})
    key = vkey(machine).split("+")[1]
    assert client.get(f"{HERE}/witnesses/{key}/request").get_data(as_text=True).startswith("old 0\n\n")
    note = parse_note(first.note.encode())
    line = cosignature(machine, note.text, int(clock.now().timestamp()))
    client.send(f"{HERE}/cosignature", {"text": str(line)})
    second = take(world)

    asked = client.get(f"{HERE}/witnesses/{key}/request")

    old, *proof = asked.get_data(as_text=True).partition("\n\n")[0].splitlines()
    assert old == f"old {first.size}"
    assert proof
    assert asked.get_data(as_text=True).endswith(second.note)
    assert client.get(f"{HERE}/witnesses/00000000/request").status_code == 404
