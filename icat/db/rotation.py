"""Changing the key of a team: a new one is made, every data key is wrapped under it, the old one is destroyed.

Small steps, each in a transaction of the caller; how far it came is read from the data, so it may be killed at any
point and begun again. Readers accept every key that is there. Nothing that is sealed is touched: only what wraps its
key. Once the old key is destroyed, a copy of a data key that was left anywhere in the database's files opens nothing.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.exceptions import InvalidTag
from sqlalchemy import delete, exists, func, insert, select, text, update
from sqlalchemy.orm import Session, aliased

from icat.crypto.keyring import Keyring
from icat.crypto.sealing import SealBroken
from icat.db.keys import DataKey, TeamKey, place_of

BATCH = 500
# A transaction that began before the new key was there may still wrap under the old one; none lasts so long.
SETTLED = timedelta(minutes=1)


def key_owners(session: Session) -> list[UUID]:
    """The teams that have a key; all zeros stands for the installation, which owns the accounts."""
    return list(session.scalars(select(TeamKey.team_id).distinct().order_by(TeamKey.team_id)))


def newest_version(session: Session, team_id: UUID) -> int:
    """The version under which new data keys are wrapped; 0 where there is none yet."""
    return session.scalar(select(func.max(TeamKey.version)).where(TeamKey.team_id == team_id)) or 0


def is_under_way(session: Session, team_id: UUID) -> bool:
    """Whether data keys are still wrapped under an older version: a change that was begun and not ended."""
    newest = newest_version(session, team_id)
    older = select(exists().where(DataKey.team_id == team_id, DataKey.team_key_version < newest))
    return bool(session.scalar(older))


def begin(session: Session, team_id: UUID, at: datetime) -> int:
    """Make the next key of a team; gives its version. From here on new data keys are wrapped under it."""
    version = newest_version(session, team_id) + 1
    wrapped = _keyring(session).new_team_key(team_id, version)
    session.execute(insert(TeamKey).values(team_id=team_id, version=version, wrapped=wrapped, created_at=at))
    return version


def rewrap_some(session: Session, team_id: UUID, *, most: int = BATCH) -> int:
    """Wrap up to ``most`` data keys of a team under its newest key; how many there were. 0: nothing is left to do.

    Refuses a data key that does not open: going on would destroy the only key that may still open it.
    """
    newest = newest_version(session, team_id)
    versions = {row.version: row.wrapped for row in session.scalars(select(TeamKey).where(TeamKey.team_id == team_id))}
    rows = session.execute(
        select(
            DataKey.id,
            DataKey.owner_id,
            DataKey.compartment,
            DataKey.version,
            DataKey.team_key_version,
            DataKey.wrapped,
        )
        .where(DataKey.team_id == team_id, DataKey.team_key_version < newest)
        .order_by(DataKey.id)
        .limit(most)
        .with_for_update()
    ).all()
    keyring = _keyring(session)
    for row in rows:
        if row.team_key_version not in versions:
            raise SealBroken("the key of the team that wraps a data key is gone")
        old = keyring.team_key(team_id, row.team_key_version, versions[row.team_key_version])
        new = keyring.team_key(team_id, newest, versions[newest])
        place = place_of(row.owner_id, row.compartment, row.version)
        try:
            plain = old.decrypt(row.wrapped[:12], row.wrapped[12:], place)
        except InvalidTag as error:
            raise SealBroken("a wrapped key was changed or moved") from error
        nonce = secrets.token_bytes(12)
        session.execute(
            update(DataKey)
            .where(DataKey.id == row.id)
            .values(wrapped=nonce + new.encrypt(nonce, plain, place), team_key_version=newest)
        )
    return len(rows)


def replaced_versions(session: Session, team_id: UUID, now: datetime, kept_for: timedelta) -> list[int]:
    """The keys of a team that were replaced ``kept_for`` ago or earlier and under which nothing is wrapped any more.

    One that was replaced within the last minute is never among them.
    """
    following = aliased(TeamKey)
    replaced_at = (
        select(func.min(following.created_at))
        .where(following.team_id == TeamKey.team_id, following.version > TeamKey.version)
        .scalar_subquery()
    )
    is_used = exists().where(DataKey.team_id == TeamKey.team_id, DataKey.team_key_version == TeamKey.version)
    return list(
        session.scalars(
            select(TeamKey.version)
            .where(TeamKey.team_id == team_id, replaced_at <= now - max(kept_for, SETTLED), ~is_used)
            .order_by(TeamKey.version)
        )
    )


def destroy_replaced(session: Session, team_id: UUID, now: datetime, kept_for: timedelta) -> list[int]:
    """Destroy those keys; gives their versions."""
    if session.get_bind().dialect.name == "postgresql":  # who is about to wrap under an old key is waited for
        session.execute(text("lock table data_key in share mode"))
    gone = replaced_versions(session, team_id, now, kept_for)
    if gone:
        session.execute(delete(TeamKey).where(TeamKey.team_id == team_id, TeamKey.version.in_(gone)))
    return gone


def _keyring(session: Session) -> Keyring:
    found: Keyring = session.info["keyring"]
    return found
