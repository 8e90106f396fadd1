"""The key tables, and the vault: a session's way from a sealed field to the key that opens it.

Keys are per owner (a case, an account), compartment and version, wrapped under a key of the team, which is wrapped
under the root key. Destroying one row makes one compartment of one case unreadable for ever.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import NamedTuple
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary, Select, UniqueConstraint, and_, bindparam, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from icat import clock
from icat.crypto import Compartment
from icat.crypto.keyring import Keyring
from icat.crypto.sealing import SealBroken
from icat.db.base import PLAIN, SENSITIVE, Base, Code

INSTALLATION = UUID(int=0)  # owns what belongs to no team: accounts


class TeamKey(Base):
    """The key of a team, wrapped under the root key."""

    __tablename__ = "team_key"

    team_id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    version: Mapped[int] = mapped_column(primary_key=True, info=PLAIN)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary, info=SENSITIVE)
    created_at: Mapped[datetime] = mapped_column(info=PLAIN)


class DataKey(Base):
    """The key of one compartment of one case or account, wrapped under its team's key."""

    __tablename__ = "data_key"
    __table_args__ = (UniqueConstraint("owner_id", "compartment", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=PLAIN)
    team_id: Mapped[UUID] = mapped_column(info=PLAIN)
    owner_id: Mapped[UUID] = mapped_column(info=PLAIN)
    compartment: Mapped[Compartment] = mapped_column(Code(Compartment), info=PLAIN)
    version: Mapped[int] = mapped_column(info=PLAIN)
    team_key_version: Mapped[int] = mapped_column(info=PLAIN)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary, info=SENSITIVE)


class KeyPlace(NamedTuple):
    """Where a key is looked up."""

    owner_id: UUID
    compartment: Compartment
    version: int


class Vault:
    """The keys that one session has opened."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._keyring: Keyring = session.info["keyring"]
        self._teams: dict[tuple[UUID, int], AESGCM] = {}
        self._current_team: dict[UUID, int] = {}
        self._keys: dict[KeyPlace, AESGCM] = {}
        self._newest: dict[tuple[UUID, Compartment], int] = {}
        self._loaded: set[UUID] = set()

    def load(self, owners: Iterable[UUID], *, only: Compartment | None = None) -> None:
        """Open the keys of these cases or accounts with one statement, all of them or those of one compartment."""
        wanted = set(owners) - self._loaded
        if not wanted:
            return
        found = self._session.execute(_stored(only), {"owners": list(wanted)})
        for team_id, owner_id, compartment, version, team_version, wrapped, above_it in found:
            self._know_team_key(team_id, team_version, above_it)
            self._open(team_id, owner_id, compartment, version, team_version, wrapped)
        if only is None:
            self._loaded |= wanted

    def key(self, owner_id: UUID, compartment: Compartment, version: int) -> AESGCM:
        """The key that opens a value. Refuses when it was destroyed or never was."""
        place = KeyPlace(owner_id, compartment, version)
        found = self._keys.get(place)
        if found is None:
            self.load([owner_id])
            found = self._keys.get(place)
        if found is None:
            raise SealBroken("there is no key for this value")
        return found

    def key_for_writing(self, team_id: UUID, owner_id: UUID, compartment: Compartment) -> tuple[AESGCM, int]:
        """The newest key of this compartment and its version; made now if there is none yet."""
        self.load([owner_id])
        newest = self._newest.get((owner_id, compartment))
        if newest is None:
            self._make(team_id, owner_id, compartment)
            newest = 1
        return self._keys[KeyPlace(owner_id, compartment, newest)], newest

    def _open(
        self, team_id: UUID, owner_id: UUID, compartment: Compartment, version: int, team_version: int, wrapped: bytes
    ) -> None:
        team_key = self._team_key(team_id, team_version)
        try:
            plain = team_key.decrypt(wrapped[:12], wrapped[12:], place_of(owner_id, compartment, version))
        except InvalidTag as error:
            raise SealBroken("a wrapped key was changed or moved") from error
        self._keys[KeyPlace(owner_id, compartment, version)] = AESGCM(plain)
        kept = self._newest.get((owner_id, compartment), 0)
        self._newest[owner_id, compartment] = max(kept, version)

    def _make(self, team_id: UUID, owner_id: UUID, compartment: Compartment) -> None:
        team_version = self._newest_team_key(team_id)
        team_key = self._team_key(team_id, team_version)
        plain, nonce = AESGCM.generate_key(256), secrets.token_bytes(12)
        wrapped = nonce + team_key.encrypt(nonce, plain, place_of(owner_id, compartment, 1))
        self._session.execute(
            insert(DataKey).values(
                id=uuid4(),
                team_id=team_id,
                owner_id=owner_id,
                compartment=compartment,
                version=1,
                team_key_version=team_version,
                wrapped=wrapped,
            )
        )
        self._open(team_id, owner_id, compartment, 1, team_version, wrapped)

    def _newest_team_key(self, team_id: UUID) -> int:
        if team_id not in self._current_team:
            newest = self._session.scalar(
                select(TeamKey.version).where(TeamKey.team_id == team_id).order_by(TeamKey.version.desc()).limit(1)
            )
            if newest is None:
                newest = 1
                wrapped = self._keyring.new_team_key(team_id, newest)
                self._session.execute(
                    insert(TeamKey).values(team_id=team_id, version=newest, wrapped=wrapped, created_at=clock.now())
                )
            self._current_team[team_id] = newest
        return self._current_team[team_id]

    def _team_key(self, team_id: UUID, version: int) -> AESGCM:
        if (team_id, version) not in self._teams:
            self._know_team_key(
                team_id,
                version,
                self._session.scalar(
                    select(TeamKey.wrapped).where(TeamKey.team_id == team_id, TeamKey.version == version)
                ),
            )
        return self._teams[team_id, version]

    def _know_team_key(self, team_id: UUID, version: int, wrapped: bytes | None) -> None:
        if wrapped is None:
            raise SealBroken("there is no key for this team")
        if (team_id, version) not in self._teams:
            self._teams[team_id, version] = self._keyring.team_key(team_id, version, wrapped)


@cache
def _stored(only: Compartment | None) -> Select[UUID, UUID, Compartment, int, int, bytes, bytes | None]:
    """The keys of ``owners`` with those above them; put together once, because nearly every page asks for it."""
    team_key = and_(TeamKey.team_id == DataKey.team_id, TeamKey.version == DataKey.team_key_version)
    found = (
        select(
            DataKey.team_id,
            DataKey.owner_id,
            DataKey.compartment,
            DataKey.version,
            DataKey.team_key_version,
            DataKey.wrapped,
            TeamKey.wrapped,
        )
        .outerjoin(TeamKey, team_key)
        .where(DataKey.owner_id.in_(bindparam("owners", expanding=True)))
    )
    return found if only is None else found.where(DataKey.compartment == only)


def place_of(owner_id: UUID, compartment: Compartment, version: int) -> bytes:
    """What a wrapped data key is bound to."""
    return f"v1|key|{owner_id}|{compartment}|{version}".encode()


def vault(session: Session) -> Vault:
    """The vault of this session."""
    if "vault" not in session.info:
        session.info["vault"] = Vault(session)
    found: Vault = session.info["vault"]
    return found
