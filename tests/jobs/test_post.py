"""Letters leave: by a real mail server, at least once, in words that say nothing, to accounts of staff only."""

import ast
import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import select, update

import icat.jobs.post
from icat import clock
from icat.config import Config, MailConfig
from icat.db import engine as db
from icat.db.gate import CannotWrite
from icat.jobs.post import Post, Undeliverable, connected, fault_of, message, password
from icat.members.models import Account
from icat.outbox.models import Letter, LetterState
from icat.outbox.queries import Due, due_letters
from icat.outbox.steps import add_letter
from icat.outbox.texts import FAULTS, TEXTS, Kind
from tests.canaries.story import Story
from tests.jobs.mailbox import Mailbox, certificate, mail_server
from tests.outbox.test_texts import CHECKPOINT

ROOT = Path(icat.jobs.post.__file__).parent.parent


@pytest.fixture
def box():  # type: ignore[no-untyped-def]
    with mail_server() as made:
        yield made


def through(config: Config, box: Mailbox, **more: str) -> Config:
    mail = MailConfig(host=box.host, port=box.port, security="none", sender="icat@example.org", **more)
    return replace(config, mail=mail, public_url="https://icat.example.org")


def live_at(account_id: UUID, email: str, language: str | None = "uk") -> None:
    with db.writing() as session:
        account = session.get_one(Account, account_id)
        account.email, account.language = email, language
        session.commit()


def write(world, who, kind: Kind = Kind.TASK, **facts: str | int) -> UUID:  # type: ignore[no-untyped-def]
    with db.writing() as session:
        made = add_letter(session, world.team_id, kind, who.account_id, clock.now(), **facts).id
        session.commit()
    return made


def found(letter_id: UUID) -> Letter:
    with db.database().open_reading() as session:
        return session.get_one(Letter, letter_id)


def deliver(config: Config, after: timedelta = timedelta(0)) -> None:
    Post(config).deliver(clock.now() + after)
    db.end()


def test_a_letter_arrives_at_the_address_of_its_account(world, config, box):
    live_at(world.chair.account_id, "chair@example.org")
    letter_id = write(world, world.chair)

    deliver(through(config, box))

    ((sender, recipients, _raw),) = box.raw
    assert ("icat@example.org" in sender, recipients) == (True, ["rcpt TO:<chair@example.org>"])
    assert found(letter_id).state is LetterState.SENT
    deliver(through(config, box), timedelta(days=1))
    assert len(box.raw) == 1


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize(("kind", "facts"), [(Kind.TASK, {}), (Kind.URGENT, {}), (Kind.CHECKPOINT, CHECKPOINT)])
def test_a_letter_says_what_stands_in_its_text_and_leads_to_the_first_page_only(
    world, config, box, kind, facts, language
):
    live_at(world.chair.account_id, "chair@example.org", language)
    write(world, world.chair, kind, **facts)

    deliver(through(config, box))

    (letter,) = box.letters
    body = letter.get_content()
    assert set(re.findall(r"https?://\S+", body)) == {"https://icat.example.org/"}
    assert bool(re.search("[а-яі]", body)) is (language == "uk")
    assert set(letter.keys()) <= {
        *("To", "From", "Date", "Message-ID", "Auto-Submitted", "Subject"),
        *("Content-Type", "Content-Transfer-Encoding", "MIME-Version"),
    }
    said = re.sub(r"\d+-\w+-[\w-]+@|\w{8}-[\w-]+@", "@", box.raw[0][2].decode())
    for secret in (world.chair.name, world.code, str(world.team_id), str(world.chair.account_id), "Хмельниц"):
        assert secret not in said + body + str(letter["Subject"])


def test_without_a_mail_server_letters_wait_and_no_attempt_is_counted(world, config):
    live_at(world.chair.account_id, "chair@example.org")
    letter_id = write(world, world.chair)

    deliver(config)

    letter = found(letter_id)
    assert (letter.state, letter.attempts) == (LetterState.WAITING, 0)


def test_while_the_server_is_away_letters_wait_longer_and_longer_and_then_arrive(world, config, box):
    live_at(world.chair.account_id, "chair@example.org")
    letter_id = write(world, world.chair)
    away = through(config, replace_port(box))

    for times in range(1, 4):
        deliver(away, timedelta(days=times))
        letter = found(letter_id)
        assert (letter.state, letter.attempts, letter.fault) == (LetterState.WAITING, times, "mail-unreachable")
    deliver(through(config, box), timedelta(days=5))

    assert len(box.raw) == 1
    assert found(letter_id).state is LetterState.SENT


def replace_port(box: Mailbox) -> Mailbox:
    """Where nobody listens."""
    with mail_server() as gone:
        port = gone.port
    return Mailbox(box.host, port)


def test_after_a_crash_between_sending_and_noting_a_letter_comes_twice_and_is_not_lost(world, config, box, monkeypatch):
    live_at(world.chair.account_id, "chair@example.org")
    letter_id = write(world, world.chair)

    def crash(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("icat.jobs.post.mark_sent", crash)
        with pytest.raises(KeyboardInterrupt):
            deliver(through(config, box))
    deliver(through(config, box))
    deliver(through(config, box), timedelta(days=1))

    assert len(box.raw) == 2
    assert len({letter["Message-ID"] for letter in box.letters}) == 1
    assert found(letter_id).state is LetterState.SENT


def test_what_cannot_be_noted_is_not_sent_again_by_the_same_worker(world, config, box, monkeypatch):
    live_at(world.chair.account_id, "chair@example.org")
    letter_id = write(world, world.chair)
    post = Post(through(config, box))

    def full(*_args: object) -> None:
        raise CannotWrite

    with monkeypatch.context() as patched:
        patched.setattr("icat.jobs.post.mark_sent", full)
        for _ in range(3):
            with pytest.raises(CannotWrite):
                post.deliver(clock.now())
    post.deliver(clock.now())

    assert len(box.raw) == 1
    assert found(letter_id).state is LetterState.SENT


def test_a_letter_to_nobody_fails_with_a_code_and_stops_no_other(world, config, box):
    live_at(world.chair.account_id, "chair@example.org")
    nowhere, arrives = write(world, world.doctor), write(world, world.chair)
    gone = write(world, world.officer)
    with db.writing() as session:
        session.execute(update(Account).where(Account.id == world.officer.account_id).values(disabled_at=clock.now()))
        session.commit()

    deliver(through(config, box))

    assert (found(nowhere).state, found(nowhere).fault) == (LetterState.FAILED, "no-address")
    assert found(gone).fault == "no-account"
    assert found(arrives).state is LetterState.SENT


@pytest.mark.parametrize(
    ("answers", "state", "fault"),
    [
        ({"RCPT": "550 no such mailbox"}, LetterState.FAILED, "recipient-refused"),
        ({"RCPT": "450 later"}, LetterState.WAITING, "recipient-later"),
        ({"TAKEN": "451 later"}, LetterState.WAITING, "mail-server"),
        ({"TAKEN": "hang up"}, LetterState.WAITING, "mail-unreachable"),
        ({"MAIL": "hang up"}, LetterState.WAITING, "mail-unreachable"),
        ({"EHLO": "hang up"}, LetterState.WAITING, "mail-unreachable"),
        ({"AUTH": "535 wrong"}, LetterState.WAITING, "mail-password"),
    ],
)
def test_what_the_server_says_becomes_a_code(world, config, box, answers, state, fault):
    live_at(world.chair.account_id, "chair@example.org")
    letter_id = write(world, world.chair)
    box.answers = answers

    deliver(through(config, box, user="icat"))

    letter = found(letter_id)
    assert (letter.state, letter.fault, letter.attempts) == (state, fault, 1)


def test_the_password_comes_from_its_file(config, box, tmp_path):
    (tmp_path / "mail.password").write_text("Сон-37\n", encoding="utf-8")
    mail = through(config, box, user="icat", password_file=str(tmp_path / "mail.password")).mail

    assert password(mail) == "Сон-37"
    assert password(replace(mail, password_file="")) == ""
    with pytest.raises(FileNotFoundError) as missing:
        password(replace(mail, password_file=str(tmp_path / "gone")))
    assert fault_of(missing.value) == "mail-password-file"


def test_a_server_with_a_certificate_that_is_trusted_gets_letters_and_another_does_not(
    world, config, tmp_path, monkeypatch
):
    live_at(world.chair.account_id, "chair@example.org")
    letter_id = write(world, world.chair)
    context, trusted = certificate(tmp_path)
    with mail_server(context) as box:
        secure = through(config, box)
        secure = replace(secure, mail=replace(secure.mail, security="tls"))
        deliver(secure)
        assert (found(letter_id).fault, box.raw) == ("mail-certificate", [])

        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        deliver(secure, timedelta(days=1))
        assert len(box.raw) == 1


def test_a_server_without_encryption_is_not_talked_to_where_it_is_asked_for(config, box):
    plain = through(config, box)

    with pytest.raises(Exception, match="STARTTLS"):
        connected(replace(plain, mail=replace(plain.mail, security="starttls")))
    assert not any(line.upper().startswith(("AUTH", "MAIL")) for line in box.said)


@pytest.fixture
def engine_name() -> str:
    """The way out is the same on both engines; where letters lie is tested in tests/outbox."""
    return "sqlite"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    address=st.one_of(
        st.text(max_size=40),
        st.builds(
            "{}{}{}".format,
            st.sampled_from(["chair@example.org", "chair", "a@b", ""]),
            st.sampled_from(["\r\n", "\n", "\r", "\0", ",", ";", " ", "\u2028", "@", "<", ">"]),
            st.sampled_from(["Bcc: thief@example.org", "thief@example.org", "DATA", ""]),
        ),
    )
)
def test_no_address_smuggles_a_line_or_a_second_recipient_into_a_letter(world, config, address):
    ready = replace(config, mail=MailConfig(host="127.0.0.1", security="none", sender="icat@example.org"))
    live_at(world.chair.account_id, address)
    try:
        made = message(
            Due(world.chair.account_id, world.chair.account_id, Kind.TASK, {}, 0, clock.now()), ready, clock.now()
        )
    except Undeliverable:
        return
    finally:
        db.end()

    raw = made.as_bytes()
    head, _, _body = raw.partition(b"\r\n\r\n")
    assert len(made["To"].addresses) == 1
    assert {line.split(b":")[0] for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))} <= {
        *(b"To", b"From", b"Date", b"Message-ID", b"Auto-Submitted", b"Subject"),
        *(b"Content-Type", b"Content-Transfer-Encoding", b"MIME-Version"),
    }
    assert b"thief" not in head or b"\r\nBcc" not in head
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)|\0", head)


def test_only_the_post_sends_and_only_accounts_receive():
    """There is no way from a person of a case to a recipient: one module sends, and it reads one kind of address."""
    for path in ROOT.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        taken = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
        taken |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        sends = {name for name in taken if name.split(".")[0] in ("smtplib", "aiosmtplib", "mailbox")}
        assert not sends or path == ROOT / "jobs" / "post.py", path
    tree = ast.parse((ROOT / "jobs" / "post.py").read_text(encoding="utf-8"))
    to = [
        ast.unparse(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("made['To']", "made['Cc']", "made['Bcc']")
    ]
    assert to == ["Address(addr_spec=account.email)"]
    assert "account = session.get(Account, letter.account_id)" in ast.unparse(tree)


def test_the_mail_server_gets_no_list_of_recipients_but_the_letters_own():
    tree = ast.parse((ROOT / "jobs" / "post.py").read_text(encoding="utf-8"))
    sending = [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] in ("sendmail", "send_message", "rcpt")
    ]

    assert sending == ["server.send_message(made)"]


def test_every_code_has_its_words():
    sources = [(ROOT / "jobs" / name).read_text() for name in ("post.py", "calling.py")]
    used = {node.value for text in sources for node in ast.walk(ast.parse(text)) if _is_code(node)}

    assert {code for code in used if code.startswith(("mail-", "recipient-", "no-", "call-"))} == set(FAULTS)


def _is_code(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(re.fullmatch("[a-z-]+", node.value))


def test_no_letter_about_a_whole_case_holds_a_word_or_the_number_of_it(world, config, box):
    story = Story(world)
    story.share()
    with db.writing() as session:
        for account in session.scalars(select(Account)):
            account.email = f"{account.id.hex}@example.org"
        session.commit()

    deliver(through(config, box))

    letters = box.letters
    assert len(letters) > 4
    for letter, (_sender, recipients, raw) in zip(letters, box.raw, strict=True):
        said = f"{raw.decode()}{letter['Subject']}{letter.get_content()}"
        assert story.word.found_in(said) == set()
        assert story.reference not in said
        assert len(recipients) == 1


def test_every_kind_of_letter_is_tried_here():
    assert set(TEXTS) == {Kind.TASK, Kind.URGENT, Kind.CHECKPOINT}


def test_a_letter_that_is_not_due_stays(world, config, box):
    live_at(world.chair.account_id, "chair@example.org")
    write(world, world.chair)

    deliver(through(config, box), timedelta(hours=-1))

    assert box.raw == []
    assert len(due_letters(clock.now(), most=5)) == 1
    with db.database().open_reading() as session:
        assert session.scalars(select(Letter.state)).all() == [LetterState.WAITING]
