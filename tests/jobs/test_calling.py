"""The command for calls: a real script gets the number and the text on its input, and nothing else of ours."""

import os
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from icat import clock
from icat.config import CallConfig, Config
from icat.db import engine as db
from icat.jobs.calling import TOO_LATE, Calls
from icat.members.models import DutyShift
from icat.outbox.models import Channel, Letter, LetterState
from icat.outbox.steps import add_letter
from icat.outbox.texts import TEXTS, Kind
from tests.make import Person, World
from tests.members.rostering import phone, put_on


@pytest.fixture
def engine_name() -> str:
    """The way out is the same on both engines; where letters lie is tested in tests/outbox."""
    return "sqlite"


def script(tmp_path: Path, body: str) -> str:
    path = tmp_path / "call"
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o700)
    return str(path)


def with_command(config: Config, *command: str, seconds: float = 5) -> Config:
    return replace(config, call=CallConfig(command=list(command), timeout_seconds=seconds))


def write(world: World, who: Person, number_of: UUID | None = None) -> UUID:
    with db.writing() as session:
        made = add_letter(session, world.team_id, Kind.URGENT, who.account_id, clock.now(), about_id=number_of)
        made.channel = Channel.CALL
        session.commit()
        return made.id


def call(config: Config, after: timedelta = timedelta(0)) -> None:
    Calls(config).deliver(clock.now() + after)
    db.end()


def found(letter_id: UUID) -> Letter | None:
    with db.database().open_reading() as session:
        return session.get(Letter, letter_id)


def test_the_command_reads_a_number_and_a_text_that_says_nothing(world, config, tmp_path, monkeypatch):
    monkeypatch.setenv("ICAT_CONFIG", "/etc/secret.toml")
    phone(world.chair.account_id, "+380501112233")
    letter_id = write(world, world.chair)
    program = script(tmp_path, f'cat > {tmp_path}/read; env > {tmp_path}/env; printf "%s|" "$@" > {tmp_path}/args; pwd')

    call(with_command(config, program, "--kind", "$(id) ; sms"))

    number, text = (tmp_path / "read").read_text(encoding="utf-8").splitlines()
    assert (number, text) == ("+380501112233", "Будь ласка, увійдіть зараз, як завжди.")
    assert (tmp_path / "args").read_text() == "--kind|$(id) ; sms|"
    assert {line.partition("=")[0] for line in (tmp_path / "env").read_text().splitlines()} <= {
        *("PATH", "LANG", "PWD", "SHLVL", "_", "OLDPWD")
    }
    letter = found(letter_id)
    assert letter is not None
    assert (letter.state, letter.fault) == (LetterState.SENT, None)
    (tmp_path / "read").unlink()
    call(with_command(config, program), timedelta(days=1))
    assert not (tmp_path / "read").exists()


def test_a_duty_with_a_phone_of_its_own_is_called_there(world, config, tmp_path):
    phone(world.chair.account_id, "+380501112233")
    put_on(world, world.chair, phone="+380671110000", deputy=world.advocate, deputy_phone="+380671110001")
    with db.database().open_reading() as session:
        duty = session.scalars(select(DutyShift.id)).one()
    program = with_command(config, script(tmp_path, f"cat >> {tmp_path}/read"))

    write(world, world.chair, duty)
    call(program)
    write(world, world.advocate, duty)
    call(program)

    assert (tmp_path / "read").read_text(encoding="utf-8").splitlines()[::2] == ["+380671110000", "+380671110001"]


@pytest.mark.parametrize(
    ("body", "fault"),
    [("exit 3", "call-refused"), ("cat > /dev/null; sleep 30", "call-time"), (None, "call-command")],
)
def test_a_command_that_fails_is_run_again_and_then_given_up(world, config, tmp_path, body, fault):
    phone(world.chair.account_id, "+380501112233")
    letter_id = write(world, world.chair)
    program = str(tmp_path / "gone") if body is None else script(tmp_path, body)

    began = time.monotonic()
    call(with_command(config, program, seconds=0.5))

    assert time.monotonic() - began < 10
    letter = found(letter_id)
    assert letter is not None
    assert (letter.state, letter.fault, letter.attempts) == (LetterState.WAITING, fault, 1)
    call(with_command(config, program, seconds=0.5), TOO_LATE + timedelta(minutes=1))
    assert found(letter_id) is None


def test_what_the_command_started_is_ended_with_it(world, config, tmp_path):
    phone(world.chair.account_id, "+380501112233")
    write(world, world.chair)

    call(with_command(config, script(tmp_path, f"sleep 60 & echo $! > {tmp_path}/child; sleep 60"), seconds=0.5))

    child = int((tmp_path / "child").read_text())
    for _ in range(50):
        if not is_alive(child):
            break
        time.sleep(0.05)
    assert not is_alive(child)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


def test_who_has_no_number_is_not_called_and_without_a_command_nobody_is(world, config, tmp_path):
    nobody = write(world, world.chair)
    call(with_command(config, script(tmp_path, f"touch {tmp_path}/called")))
    letter = found(nobody)
    assert letter is not None
    assert (letter.state, letter.fault) == (LetterState.FAILED, "no-number")
    assert not (tmp_path / "called").exists()

    phone(world.advocate.account_id, "+380501112233")
    waiting = write(world, world.advocate)
    call(config, timedelta(seconds=5))
    assert found(waiting) is None


def test_a_text_that_lights_up_on_a_locked_screen_does_not_name_the_program():
    for text in TEXTS.values():
        if text.short is not None:
            assert "%" not in text.short.msgid
            assert "icat" not in text.short.msgid.lower()
