"""A database with so many cases, made once and kept: the people through the real commands, the cases in bulk."""

import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import create_engine, delete, select, update
from sqlalchemy.engine import make_url

from bench.making import MODELS, Cast, columns, make_some, row
from icat import clock
from icat.audit.ledger import Leaf, chained, leaf_hash, payload
from icat.audit.models import LedgerCase, LedgerEntry, LedgerHead, LedgerLeaf
from icat.cases.models import Case, Referral, ShareEnd
from icat.config import MIGRATIONS, Config, load
from icat.crypto.keyring import Keyring, create_key_file, read_key_file
from icat.db import engine as db
from icat.db.base import Base
from icat.db.keys import DataKey, vault
from icat.db.migrate import upgrade
from icat.legal import Sector
from icat.members.commands import founding
from icat.members.models import Agency, Member
from icat.policy.roles import Role
from icat.references import new_reference

CHUNK = 500
EDITION = "a"  # another letter whenever what is made here changes
CODE = "BNC"
HROMADAS = ("UA68040470000053519", "UA46060250000025047")
_AGENCIES = (
    ("Поліція", Sector.POLICE, 1.0),
    ("Соцзахист", Sector.SOCIAL_SERVICES, 0.6),
    ("Лікарня", Sector.HEALTH, 0.2),
    ("ГО «Поруч»", Sector.NGO, 0.05),
    ("Освіта", Sector.EDUCATION, 0.0),
    ("Виконком", Sector.COUNCIL, 0.0),
)
_PEOPLE = (
    ("officer", 0, Role.REFERRER),
    ("nurse", 2, Role.REFERRER),
    ("policewoman", 0, Role.MEMBER),
    ("doctor", 2, Role.MEMBER),
    ("advocate", 3, Role.ADVOCATE),
    ("teacher", 4, Role.MEMBER),
    ("coordinator", 1, Role.COORDINATOR),
    ("local", 1, Role.COORDINATOR),
    ("chair", 5, Role.CHAIR),
)


@dataclass(frozen=True)
class Seeded:
    """A database that stands ready: its settings, and the accounts that may sign in, by what they do."""

    cases: int
    config_path: Path
    accounts: dict[str, UUID]
    seconds: float  # what making it took; nothing where it lay there already

    @property
    def config(self) -> Config:
        """Its settings."""
        return load(self.config_path)


def seeded(data: Path, cases: int, *, server: str | None = None) -> Seeded:
    """The database with ``cases`` cases, made now where it does not lie in ``data`` (or on ``server``) yet."""
    engine_name = "postgresql" if server else "sqlite"
    migrations = sorted((MIGRATIONS / "versions").glob("*.py"))
    mark = sha256(b"".join(path.read_bytes() for path in migrations)).hexdigest()[:8] + EDITION
    folder = data / f"{engine_name}-{cases}-{mark}"
    config_path, note = folder / "icat.toml", folder / "people.json"
    kept = json.loads(note.read_text()) if note.exists() else None
    if kept and (not server or _is_there(server, kept["database"])):
        _tidy(load(config_path).database_url, datetime.fromtimestamp(note.stat().st_mtime, UTC))
        return Seeded(cases, config_path, {name: UUID(id) for name, id in kept["accounts"].items()}, 0.0)
    folder.mkdir(parents=True, exist_ok=True)
    database = f"icat_bench_{cases}_{mark}"
    for stale in folder.iterdir():
        stale.unlink()
    url = _empty_database(server, database) if server else f"sqlite:///{folder / 'icat.sqlite3'}"
    config_path.write_text(
        f"data_dir = {json.dumps(str(folder))}\nkey_file = 'icat.key'\nworkers = 1\nthreads = 4\n"
        f"[database]\nurl = {json.dumps(url)}\n",
        encoding="utf-8",
    )
    began = time.monotonic()
    create_key_file(folder / "icat.key")
    accounts = _fill(load(config_path), engine_name, cases)
    note.write_text(json.dumps({"accounts": {name: str(id) for name, id in accounts.items()}, "database": database}))
    return Seeded(cases, config_path, accounts, time.monotonic() - began)


def _tidy(url: str, made_at: datetime) -> None:
    """Take away what earlier runs added: their cases, some of which only look like cases, and the ends of shares."""
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.exec_driver_sql("pragma foreign_keys=off" if is_sqlite else "set session_replication_role = replica")
        new = list(connection.scalars(select(Referral.case_id).where(Referral.started_at > made_at)))
        for table in Base.metadata.tables.values():
            if "case_id" in table.columns and not table.name.startswith("ledger"):
                connection.execute(delete(table).where(table.c.case_id.in_(new)))
        connection.execute(delete(DataKey).where(DataKey.owner_id.in_(new)))
        connection.execute(delete(Case).where(Case.id.in_(new)))
        connection.execute(delete(ShareEnd))
        connection.commit()
    engine.dispose()


def _is_there(server: str, database: str) -> bool:
    with _on(server) as connection:
        return connection.execute("select 1 from pg_database where datname = %s", (database,)).fetchone() is not None


@contextmanager
def _on(url: str) -> Iterator[Any]:
    with psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(False), autocommit=True) as made:
        yield made


def _empty_database(server: str, database: str) -> str:
    with _on(server) as connection:
        name = sql.Identifier(database)
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(name))
        connection.execute(sql.SQL("create database {}").format(name))
    return make_url(server).set(database=database).render_as_string(False)


def _fill(config: Config, engine_name: str, cases: int) -> dict[str, UUID]:
    upgrade(config.database_url, config.database_url)
    connected = db.Database(config.database_url, Keyring(read_key_file(config.key_file)))
    db.connect(connected)
    begun = datetime.now(UTC) - timedelta(minutes=15 * cases + 60)
    with clock.pretending(begun):
        cast, accounts = _people()
    head = _head(cast.team_id)
    db.end()
    connected.dispose()
    with _writer(config.database_url) as write:
        seq, chain, at = head
        done = 0
        for rows, leaves in _made(cast, engine_name, cases, begun):
            for leaf, when in leaves:
                seq, at = seq + 1, max(at, when)
                body = payload(leaf, at)
                hashed = leaf_hash(seq, body)
                chain = chained(chain, hashed)
                _index(rows, engine_name, cast.team_id, seq, at, leaf, (body, hashed, chain))
            for model in MODELS:
                write(model.__tablename__, columns(model), rows[model.__tablename__])
            done += CHUNK
            _say(f"{engine_name}: {min(done, cases):,} of {cases:,} cases")
        _say(f"{engine_name}: indexes", end="\n")
    db.connect(connected := db.Database(config.database_url, Keyring(read_key_file(config.key_file))))
    with connected.open_writing() as session:
        session.execute(
            update(LedgerHead).where(LedgerHead.team_id == cast.team_id).values(seq=seq, chain=chain, at=at)
        )
        session.commit()
    connected.dispose()
    return accounts


_TOLD = ("event", "actor_id", "agency_id", "basis", "recipient_id", "share_id")


def _index(
    rows: dict[str, list[Any]], engine_name: str, team_id: UUID, seq: int, at: int, leaf: Leaf, told: tuple[bytes, ...]
) -> None:
    """One leaf and its rows in the index."""
    body, hashed, chain = told
    here = {"team_id": team_id, "seq": seq}
    for model, values in (
        (LedgerLeaf, {"payload": body, "leaf_hash": hashed, "chain": chain}),
        (
            LedgerEntry,
            {"at": at} | {name: getattr(leaf, name) for name in _TOLD},
        ),
        *((LedgerCase, {name: getattr(seen, name) for name in seen.__slots__}) for seen in leaf.cases),
    ):
        rows[model.__tablename__].append(row(model, engine_name, {**here, **values}))


def _made(
    cast: Cast, engine_name: str, cases: int, begun: datetime
) -> Iterator[tuple[dict[str, list[Any]], list[tuple[Leaf, int]]]]:
    """The rows of all cases, oldest first, made in other processes while this one writes."""
    taken: set[str] = set()
    chunks = []
    for first in range(0, cases, CHUNK):
        places = []
        for number in range(first, min(first + CHUNK, cases)):
            reference = new_reference(CODE, 2026)
            while reference in taken:
                reference = new_reference(CODE, 2026)
            taken.add(reference)
            places.append((reference, begun + timedelta(minutes=15 * number + 30), number < 300))
        chunks.append(places)
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn")) as others:
        waiting = []
        for number, places in enumerate(chunks):
            waiting.append(others.submit(make_some, cast, engine_name, number, places))
            if len(waiting) > 6:
                rows, leaves = waiting.pop(0).result()
                yield {model.__tablename__: rows.get(model.__tablename__, []) for model in MODELS}, leaves
        for last in waiting:
            rows, leaves = last.result()
            yield {model.__tablename__: rows.get(model.__tablename__, []) for model in MODELS}, leaves


def _people() -> tuple[Cast, dict[str, UUID]]:
    """The team, its agencies and members, through the commands that make real ones."""
    founding.set_up_installation(is_demo=False)
    team_id, agencies = founding.found_team(
        CODE,
        "Команда для вимірів",
        HROMADAS,
        [(f"{name}, установа", name, sector, sector is not Sector.NGO) for name, sector, _ in _AGENCIES],
    )
    accounts, members = {}, {}
    for login, agency, role in _PEOPLE:
        accounts[login] = founding.open_account(login, f"Особа {login}", "$argon2id$none", "JBSWY3DPEHPK3PXP")
        members[login] = founding.appoint(
            team_id, CODE, accounts[login], agencies[agency], [role], position="", from_on=date(2020, 1, 1)
        )
    db.end()
    with db.writing() as session:
        kept = vault(session)
        version = kept._newest_team_key(team_id)
        kept._team_key(team_id, version)
        wrapped = session.connection().exec_driver_sql("select team_id, wrapped from team_key").all()
        session.execute(update(Member).where(Member.id == members["local"]).values(hromadas=[HROMADAS[-1]]))
        found = session.execute(select(Agency.id, Agency.short_name)).all()
        session.commit()
    ids = {name: id for id, name in found}
    key = next(bytes(key) for team, key in wrapped if str(team).replace("-", "") == team_id.hex)
    cast = Cast(
        team_id=team_id,
        team_code=CODE,
        team_key=_opened(db.database().keyring, team_id, version, key),
        team_key_version=version,
        police=ids["Поліція"],
        seated={ids[name]: part for name, _sector, part in _AGENCIES if part},
        rare=ids["Освіта"],
        officer=members["officer"],
        nurse=members["nurse"],
        coordinator=members["coordinator"],
        chair=members["chair"],
        hromadas=HROMADAS,
    )
    return cast, accounts


def _opened(keyring: Keyring, team_id: UUID, version: int, wrapped: bytes) -> bytes:
    """The bare team key, which the product itself never hands out."""
    return bytes(keyring._root.decrypt(wrapped[:12], wrapped[12:], keyring._team_place(team_id, version)))


def _head(team_id: UUID) -> tuple[int, bytes, int]:
    with db.database().open_reading() as session:
        head = session.get_one(LedgerHead, team_id)
        return head.seq, head.chain, head.at


@contextmanager
def _writer(url: str) -> Iterator[Any]:
    """A function that puts many rows into a table; what it wrote is safe at the end."""
    if make_url(url).get_backend_name() == "sqlite":
        yield from _into_sqlite(Path(make_url(url).database or ""))
        return
    with psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(False)) as connection:
        # Foreign keys are right by construction; checking each costs more than writing it.
        connection.execute("set session_replication_role = replica")

        def write(table: str, names: list[str], rows: Iterable[Any]) -> None:
            told = sql.SQL("copy {} ({}) from stdin").format(
                sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names))
            )
            with connection.cursor() as cursor, cursor.copy(told) as copy:
                for values in rows:
                    copy.write_row(values)

        yield write
        connection.commit()
        connection.autocommit = True
        connection.execute("vacuum analyze")


def _into_sqlite(file: Path) -> Iterator[Any]:
    sqlite3.register_adapter(UUID, lambda number: number.hex)
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=off", "synchronous=off", "cache_size=-1000000", "foreign_keys=off"):
        connection.execute(f"pragma {pragma}")
    known = "select name, sql from sqlite_master where type = 'index' and sql is not null"
    indexes = connection.execute(known).fetchall()
    for name, _told in indexes:
        connection.execute(f'drop index "{name}"')
    connection.execute("begin")

    def write(table: str, names: list[str], rows: list[Any]) -> None:
        marks = ", ".join("?" * len(names))
        listed = ", ".join(f'"{name}"' for name in names)
        connection.executemany(f'insert into "{table}" ({listed}) values ({marks})', rows)  # noqa: S608 - our own names

    yield write
    connection.execute("commit")
    for _name, told in indexes:
        connection.execute(told)
    connection.execute("pragma journal_mode=wal")
    connection.close()


def _say(text: str, end: str = "\r") -> None:
    print(f"  {text:<60}", end=end, file=sys.stderr, flush=True)
