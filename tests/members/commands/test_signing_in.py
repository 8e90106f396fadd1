"""Signing in: three things right or one answer; a guesser is slowed down and a known person is not locked out."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select, update

from icat import clock
from icat.audit.events import Event
from icat.audit.models import InstallationEntry, LedgerEntry
from icat.db import engine as db
from icat.errors import RuleBroken
from icat.members.commands import founding, signing_in
from icat.members.commands.signing_in import SignInRefused, TooManyTries, begin_session, known_device
from icat.members.models import Account, Attempt, AuthSession, Member
from icat.members.models.session import SessionState
from icat.members.queries.signed_in import signed_in
from tests.members.signing import MEMORY, PASSWORD, Somebody, somebody

NOW = datetime(2026, 5, 4, 9, 0, 0, tzinfo=UTC)


@pytest.fixture
def noon():  # type: ignore[no-untyped-def]
    """It is one moment all the time, unless the test says otherwise."""
    with clock.pretending(NOW):
        yield NOW


@pytest.fixture
def who(world, noon) -> Somebody:  # type: ignore[no-untyped-def]
    """Somebody who can sign in."""
    return somebody(world)


def begin(who: Somebody, *, address: str = "10.0.0.1", device_token: str = "", **typed: str) -> str:
    given = {"login": who.login, "password": who.password, "code": who.code(), **typed}
    db.end()
    token, account_id = begin_session(
        **given, address=address, device="Firefox, Linux", device_token=device_token, memory_kib=MEMORY
    )
    assert account_id == who.account_id
    db.end()
    return token


def test_the_right_name_password_and_code_begin_a_session_and_are_recorded(who):
    before = recorded(Event.SESSION_BEGUN)

    person = signed_in(begin(who), NOW)

    assert person
    assert (person.account_id, person.name, person.state) == (who.account_id, "Галина Їжак", SessionState.OPEN)
    assert recorded(Event.SESSION_BEGUN) == before + 1


@pytest.mark.parametrize(
    "wrong", [{"login": "nobody"}, {"password": PASSWORD + "x"}, {"code": "000000"}, {"code": "1"}]
)
def test_whatever_is_wrong_the_answer_is_the_same(who, wrong):
    with pytest.raises(SignInRefused) as refused:
        begin(who, **wrong)

    assert str(refused.value) == "The name, the password or the code is not right. Nothing says which, on purpose."
    assert refused.value.field is None


def test_the_name_is_taken_in_any_letter_case(who):
    assert begin(who, login=f" {who.login.upper()} ")


def test_a_code_is_good_once_and_a_second_use_counts_as_a_wrong_try(who):
    begin(who)

    with pytest.raises(SignInRefused):
        begin(who)
    assert count(Attempt) == 2  # of the name and of the address


def test_a_code_sent_twice_at_once_begins_one_session(who, database):
    outcome: list[str] = []
    ready = threading.Barrier(4)

    def send() -> None:
        with clock.pretending(NOW):
            ready.wait(10)
            try:
                outcome.append(begin(who))
            except RuleBroken as refused:
                outcome.append(type(refused).__name__)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(outcome) == 4
    assert outcome.count("SignInRefused") == 3
    assert count(AuthSession) == 1


@pytest.mark.parametrize(("seconds", "taken"), [(0, True), (-30, True), (30, True), (-60, False), (60, False)])
def test_a_code_may_be_one_step_old_or_early_and_no_more(who, seconds, taken):
    code = who.code(NOW + timedelta(seconds=seconds))

    if taken:
        assert begin(who, code=f"{code[:3]} {code[3:]}")
    else:
        with pytest.raises(SignInRefused):
            begin(who, code=code)


def test_a_code_older_than_the_last_one_used_is_refused(who):
    begin(who, code=who.code(NOW + timedelta(seconds=30)))

    with pytest.raises(SignInRefused):
        begin(who, code=who.code(NOW))


def test_after_five_wrong_tries_one_waits_longer_and_longer_and_is_told_how_long(who):
    waits = []
    moment = NOW
    for _ in range(12):
        with clock.pretending(moment):
            try:
                begin(who, password="wrong")
            except TooManyTries as refused:
                waits.append(seconds_in(refused))
                moment += timedelta(seconds=waits[-1])
            except SignInRefused:
                pass

    assert waits == [1, 2, 4, 8][: len(waits)]
    assert len(waits) >= 3


def test_while_one_waits_not_even_the_right_password_is_looked_at(who):
    for _ in range(5):
        with pytest.raises(SignInRefused):
            begin(who, password="wrong")

    with pytest.raises(TooManyTries, match="Wait 1 second and try again"):
        begin(who)
    with clock.pretending(NOW + timedelta(seconds=1)):
        assert begin(who, code=who.code(NOW))


def test_a_known_device_is_not_locked_out_by_somebody_who_guesses_elsewhere(who):
    device = known_device(who.account_id)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            begin(who, password="wrong")

    with pytest.raises(TooManyTries):
        begin(who)
    assert begin(who, device_token=device)


def test_a_known_device_has_tries_of_its_own_and_not_for_ever(who):
    for _ in range(5):
        with pytest.raises(SignInRefused):
            begin(who, password="wrong", device_token=known_device(who.account_id))

    with pytest.raises(TooManyTries):
        begin(who, device_token=known_device(who.account_id))


def test_what_another_persons_device_keeps_is_worth_nothing(who, world):
    for _ in range(5):
        with pytest.raises(SignInRefused):
            begin(who, password="wrong")

    with pytest.raises(TooManyTries):
        begin(who, device_token=known_device(world.chair.account_id))


def test_a_right_sign_in_forgets_the_wrong_tries_before(who):
    for _ in range(4):
        with pytest.raises(SignInRefused):
            begin(who, password="wrong")
    begin(who)

    with clock.pretending(NOW + timedelta(seconds=60)):
        for _ in range(5):
            with pytest.raises(SignInRefused):
                begin(who, password="wrong")


def test_a_quarter_of_an_hour_later_the_tries_are_forgotten(who):
    for _ in range(5):
        with pytest.raises(SignInRefused):
            begin(who, password="wrong")

    with clock.pretending(NOW + signing_in.WINDOW + timedelta(seconds=1)):
        assert begin(who)
        begin_and_fail(who)
        assert count(Attempt) == 2  # of the name and of the address; the old ones are gone


def test_one_address_gets_thirty_wrong_tries_a_minute_whatever_the_names(who):
    for number in range(30):
        with pytest.raises(SignInRefused):
            begin(who, login=f"guess{number}")

    with pytest.raises(TooManyTries):
        begin(who)
    assert begin(who, address="10.0.0.2")
    with clock.pretending(NOW + timedelta(seconds=61)):
        assert begin(who)


def test_a_name_that_nobody_has_is_slowed_down_like_a_real_one(who):
    for _ in range(5):
        with pytest.raises(SignInRefused):
            begin(who, login="nobody")

    with pytest.raises(TooManyTries):
        begin(who, login="Nobody ")


def test_a_name_that_nobody_has_costs_one_hashing_like_a_real_one(who, monkeypatch):
    hashed = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, stored: str, password: bytes) -> bool:
        hashed.append((self.memory_cost, self.time_cost))
        return verify(self, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    for wrong in ({"login": "nobody"}, {"password": "wrong"}, {"code": "000000"}):
        hashed.clear()
        with pytest.raises(SignInRefused):
            begin(who, **wrong)
        assert hashed == [(MEMORY, 3)], wrong


def test_a_name_that_nobody_has_goes_to_the_installations_log_without_the_name(who):
    before = recorded(Event.SESSION_REFUSED)

    with pytest.raises(SignInRefused):
        begin(who, login="nobody-7719")

    assert recorded(Event.SESSION_REFUSED) == before
    assert count(InstallationEntry) == 1


def test_a_wrong_password_for_somebody_is_in_the_log_of_the_team(who):
    before = recorded(Event.SESSION_REFUSED)

    with pytest.raises(SignInRefused):
        begin(who, password="wrong")

    assert recorded(Event.SESSION_REFUSED) == before + 1
    assert count(InstallationEntry) == 0


def test_a_disabled_account_gets_the_answer_of_a_wrong_name_and_its_sessions_are_over(who):
    token = begin(who)
    change_row(update(Account).where(Account.id == who.account_id).values(disabled_at=NOW))

    assert signed_in(token, NOW) is None
    with pytest.raises(SignInRefused):
        begin(who, code=who.code(NOW + timedelta(seconds=30)))


def test_whoever_has_no_membership_in_force_is_told_whom_to_ask(who):
    change_row(
        update(Member).where(Member.account_id == who.account_id).values(until_on=(NOW - timedelta(days=1)).date())
    )

    with pytest.raises(RuleBroken, match="no membership in force"):
        begin(who)
    assert count(AuthSession) == 0


def test_the_table_of_sessions_keeps_a_digest_and_not_the_token(who):
    token = begin(who)

    row = db.session().scalars(select(AuthSession)).one()

    assert len(token) >= 43  # 256 bits
    assert len(row.token_digest) == 32
    assert token.encode() not in row.token_digest
    assert signed_in(row.token_digest.hex(), NOW) is None


def test_each_sign_in_has_a_token_of_its_own(who):
    tokens = {begin(who, code=who.code(NOW + timedelta(seconds=step))) for step in (-30, 0, 30)}

    assert len(tokens) == 3


def test_a_password_is_peppered_so_that_its_hash_alone_cannot_be_guessed_at(who):
    stored = db.session().get_one(Account, who.account_id).password_hash

    assert stored.startswith("$argon2id$")
    with pytest.raises(Exception, match="does not match"):
        PasswordHasher(memory_cost=MEMORY).verify(stored, PASSWORD)


def test_a_login_is_taken_once(world, who):
    with pytest.raises(RuleBroken, match="name is taken"):
        founding.open_account(who.login.upper(), "Інша", "", "")


def begin_and_fail(who: Somebody) -> None:
    with pytest.raises(SignInRefused):
        begin(who, password="wrong")


def seconds_in(refused: TooManyTries) -> int:
    return int("".join(letter for letter in str(refused) if letter.isdigit()))


def recorded(kind: Event) -> int:
    db.end()
    return db.session().scalar(select(func.count()).select_from(LedgerEntry).where(LedgerEntry.event == kind)) or 0


def count(model: type) -> int:
    db.end()
    return db.session().scalar(select(func.count()).select_from(model)) or 0


def change_row(statement) -> None:  # type: ignore[no-untyped-def]
    with db.writing() as session:
        session.execute(statement)
        session.commit()
