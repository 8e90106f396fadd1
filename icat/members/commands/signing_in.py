"""Signing in, locking and leaving; slowing a guesser down without locking a known person out.

Passwords are Argon2id over a keyed digest, so that a stolen database alone cannot be guessed at. At most two are hashed
at once, because each takes 64 MiB. Nothing is hashed while the write gate is held.
"""

import hashlib
import hmac
import secrets
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Update, delete, func, select, update

from icat import clock
from icat.audit.events import Event
from icat.audit.reading import record_at_installation, record_event
from icat.audit.recording import change, upkeep
from icat.db import engine as db
from icat.errors import RuleBroken
from icat.i18n import LANGUAGES, Message
from icat.members.models import Account, Attempt, AuthSession, KeptForm
from icat.members.models.account import LONGEST_PATH
from icat.members.queries.signed_in import SignedIn, actors_of, token_digest

FREE_TRIES = 5
WINDOW = timedelta(minutes=15)
PER_ADDRESS = 30  # a minute
TOTP_STEP = 30
KEPT = timedelta(hours=24)
_TOKEN_BYTES = 32
_hashing = threading.Semaphore(2)


class SignInRefused(RuleBroken):
    """One answer for a wrong name, a wrong password and a wrong code."""

    def __init__(self) -> None:
        super().__init__(Message("The name, the password or the code is not right. Nothing says which, on purpose."))


class TooManyTries(RuleBroken):
    """Wait a little."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            Message.plural(
                "Too many tries. Wait %(n)s second and try again.",
                "Too many tries. Wait %(n)s seconds and try again.",
                seconds,
            )
        )


@cache
def hasher(memory_kib: int) -> PasswordHasher:
    """Argon2id with this much memory, three passes, one lane."""
    return PasswordHasher(time_cost=3, memory_cost=memory_kib, parallelism=1)


def hash_password(password: str, memory_kib: int) -> str:
    """What is stored of a password."""
    with _hashing:
        return hasher(memory_kib).hash(db.database().keyring.peppered(password))


def known_device(account_id: UUID) -> str:
    """What a device keeps to show that this person has signed in on it before."""
    return hmac.new(db.database().keyring.web_secret, f"device {account_id}".encode(), "sha256").hexdigest()


def begin_session(
    login: str, password: str, code: str, *, address: str, device: str, device_token: str, memory_kib: int
) -> tuple[str, UUID]:
    """Sign somebody in; gives the new session's token and the account.

    Refuses a wrong name, password or code with one answer, a code that was used before, and too many tries in a row;
    a device that is known has tries of its own, so that nobody can lock its owner out.
    """
    keyring = db.database().keyring
    login_id = keyring.login_id(login)
    account = (
        db.session()
        .scalars(select(Account).where(Account.login_id == login_id, Account.disabled_at.is_(None)))
        .one_or_none()
    )
    is_known = account is not None and hmac.compare_digest(device_token, known_device(account.id))
    keys = (
        hashlib.sha256(login_id + (b"known" if is_known else b"")).digest(),
        hashlib.sha256(address.encode()).digest(),
    )
    _refuse_too_many(*keys)
    stored = account.password_hash if account else _no_such_account(memory_kib)
    is_right = _verify(stored, password, memory_kib)
    step = _totp_step(account.totp_secret, code) if account else None
    if account is None or not is_right or step is None or step <= account.totp_last_step:
        _remember_failure(keys, account.id if account else None)
        raise SignInRefused
    account_id = account.id
    return _new_session(account_id, device, step, keys[0]), account_id


def begin_demo_session(account_id: UUID, *, device: str) -> str:
    """Sign in without a password; the route that reaches this exists in a demonstration only."""
    return _new_session(account_id, device, None, None)


def _new_session(account_id: UUID, device: str, step: int | None, attempts: bytes | None) -> str:
    actors = actors_of(account_id)
    if not actors:
        raise RuleBroken(Message("You have no membership in force. Ask your coordinator."))
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with change(actors[0]) as work:
        account = work.lock(Account, account_id)
        if step is not None:
            if step <= account.totp_last_step:  # the same code, sent twice at once
                raise SignInRefused
            account.totp_last_step = step
        if attempts is not None:
            work.session.execute(delete(Attempt).where(Attempt.key == attempts))
        work.add(
            AuthSession(
                account_id=account_id,
                token_digest=token_digest(token),
                device=device[:60],
                begun_at=work.at,
                seen_at=work.at,
            )
        )
        work.record(Event.SESSION_BEGUN)
    for actor in actors[1:]:
        record_event(actor, Event.SESSION_BEGUN)
    return token


def unlock_session(person: SignedIn, password: str, *, memory_kib: int) -> bool:
    """Open a locked session again with the password. Refuses a wrong one; the fifth ends it and gives False."""
    account = db.session().get_one(Account, person.account_id)
    key = hashlib.sha256(person.session_id.bytes).digest()
    if not _verify(account.password_hash, password, memory_kib):
        _remember_failure((key,), person.account_id)
        if _failures(key, clock.now() - WINDOW)[0] < FREE_TRIES:
            raise RuleBroken(Message("The password is not right."), field="password")
        end_session(person)
        return False
    touch_session(person.session_id)
    return True


def touch_session(session_id: UUID) -> None:
    """Note that a session is in use."""
    with upkeep() as session:
        session.execute(update(AuthSession).where(AuthSession.id == session_id).values(seen_at=clock.now()))


def keep_language(account_id: UUID, language: str) -> None:
    """Remember in which language somebody works: their letters, and pages on a device that was told nothing else."""
    if language not in LANGUAGES:
        raise RuleBroken(Message("Choose one of the offered answers."), field="language")
    with upkeep() as session:
        session.execute(update(Account).where(Account.id == account_id).values(language=language))


def end_session(person: SignedIn) -> None:
    """Sign out: from the next request on the token opens nothing."""
    if not person.actors:  # every membership has run out meanwhile
        with upkeep() as session:
            session.execute(_ending(person))
        record_at_installation(Event.SESSION_ENDED)
    for place, actor in enumerate(person.actors):
        if place:
            record_event(actor, Event.SESSION_ENDED)
            continue
        with change(actor) as work:
            work.session.execute(_ending(person))
            work.record(Event.SESSION_ENDED)


def end_device(person: SignedIn, session_id: UUID) -> None:
    """End another session of the same person, wherever it is."""
    with change(person.actors[0]) as work:
        own = AuthSession.id == session_id, AuthSession.account_id == person.account_id, AuthSession.ended_at.is_(None)
        work.session.execute(update(AuthSession).where(*own).values(ended_at=work.at))
        work.record(Event.SESSION_ENDED)


def _ending(person: SignedIn) -> Update:
    return update(AuthSession).where(AuthSession.id == person.session_id).values(ended_at=clock.now())


def keep_form(account_id: UUID, path: str, typed: Mapping[str, list[str]]) -> None:
    """Keep what was typed into a form whose session had ended, sealed, for a day; the newest replaces an older one."""
    if len(path) > LONGEST_PATH:
        return  # none of our addresses is so long
    with upkeep() as session:
        session.execute(delete(KeptForm).where(KeptForm.account_id == account_id, KeptForm.path == path))
        session.execute(delete(KeptForm).where(KeptForm.kept_at < clock.now() - KEPT))
        session.add(KeptForm(account_id=account_id, path=path, kept_at=clock.now(), typed=dict(typed)))


def kept_form(account_id: UUID, path: str) -> dict[str, list[str]] | None:
    """What was kept for this page, if anything."""
    found = (
        db.session()
        .scalars(
            select(KeptForm).where(
                KeptForm.account_id == account_id, KeptForm.path == path, KeptForm.kept_at > clock.now() - KEPT
            )
        )
        .first()
    )
    return dict(found.typed) if found else None


def forget_kept_form(account_id: UUID, path: str) -> None:
    """Forget it, once it has arrived."""
    kept = KeptForm.account_id == account_id, KeptForm.path == path
    if db.session().scalar(select(KeptForm.id).where(*kept).limit(1)) is None:
        return  # nearly always; a write would make everybody else wait
    with upkeep() as session:
        session.execute(delete(KeptForm).where(*kept))


@cache
def _no_such_account(memory_kib: int) -> str:
    """A hash to verify against when there is no such account, so that the answer takes as long."""
    return hasher(memory_kib).hash(secrets.token_bytes(16))


def _verify(stored: str, password: str, memory_kib: int) -> bool:
    with _hashing:
        try:
            return hasher(memory_kib).verify(stored, db.database().keyring.peppered(password))
        except (VerificationError, InvalidHashError):
            return False


def _totp_step(secret: str, code: str) -> int | None:
    """The time step that this code belongs to, now or one step aside; none when it is wrong (RFC 6238)."""
    digits = "".join(code.split())
    totp = pyotp.TOTP(secret)
    now = int(clock.now().timestamp()) // TOTP_STEP
    for step in (now, now - 1, now + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), digits.encode()):
            return step
    return None


def _failures(key: bytes, since: datetime) -> tuple[int, datetime | None]:
    count, newest = (
        db.session()
        .execute(select(func.count(Attempt.id), func.max(Attempt.at)).where(Attempt.key == key, Attempt.at > since))
        .one()
    )
    return count, newest


def _refuse_too_many(login_key: bytes, address_key: bytes) -> None:
    now = clock.now()
    count, newest = _failures(login_key, now - WINDOW)
    if count >= FREE_TRIES and newest is not None:
        wait = min(2 ** (count - FREE_TRIES), int(WINDOW.total_seconds()))
        left = wait - int((now - newest).total_seconds())
        if left > 0:
            raise TooManyTries(left)
    if _failures(address_key, now - timedelta(minutes=1))[0] >= PER_ADDRESS:
        raise TooManyTries(60)


def _remember_failure(keys: tuple[bytes, ...], account_id: UUID | None) -> None:
    now = clock.now()
    with upkeep() as session:
        session.execute(delete(Attempt).where(Attempt.at < now - WINDOW))
        session.add_all([Attempt(key=key, at=now) for key in keys])
    actors = actors_of(account_id) if account_id else ()
    for actor in actors:
        record_event(actor, Event.SESSION_REFUSED)
    if not actors:
        record_at_installation(Event.SESSION_REFUSED)
