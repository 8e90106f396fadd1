"""Sealed fields: an attribute that reads and writes plain values while the table holds only ciphertext.

A column type could not do this, because it sees the value and not the row; the place of the value (table, column,
owner, row, compartment, key version) is part of what is sealed. Values are sealed when the session is flushed.
"""

import unicodedata
from collections.abc import Callable
from copy import copy
from datetime import date
from typing import Any, Generic, Protocol, Self, TypeVar, overload
from uuid import UUID

import msgspec
from sqlalchemy import LargeBinary, event
from sqlalchemy.orm import Session, mapped_column, object_session

from icat.crypto import Compartment
from icat.crypto.sealing import seal, unseal, version_of
from icat.db.keys import vault

T = TypeVar("T")
_PENDING = b"pending"  # stands in the column from the setting of a value to the flush that seals it
_OPEN = "_open_values"
_PLACE = "_place_of_row"


class Catalogued(Protocol):
    """What a sealed field needs of its entry in a field catalogue."""

    @property
    def compartment(self) -> Compartment:
        """The compartment whose key seals it."""

    @property
    def info(self) -> dict[str, Any]:
        """What the catalogue says of the column."""


class Sealed(Generic[T]):
    """One sealed attribute of a model; the class says in ``__sealed_owner__`` which column names the keys' owner."""

    def __init__(self, field: Catalogued, empty: T, encode: Callable[[T], bytes], decode: Callable[[bytes], T]) -> None:
        self.field = field
        self._empty = empty
        self._encode = encode
        self._decode = decode

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.column = f"{name}_sealed"
        setattr(owner, self.column, mapped_column(self.column, LargeBinary, nullable=True, info=self.field.info))
        own: dict[str, Sealed[Any]] = dict(getattr(owner, "__sealed__", {}))
        own[name] = self
        owner.__sealed__ = own  # type: ignore[attr-defined]

    @overload
    def __get__(self, row: None, owner: type) -> Self: ...
    @overload
    def __get__(self, row: object, owner: type) -> T: ...
    def __get__(self, row: object | None, owner: type) -> Self | T:
        if row is None:
            return self
        opened: dict[str, tuple[bytes | None, T]] = row.__dict__.setdefault(_OPEN, {})
        sealed: bytes | None = getattr(row, self.column)
        kept = opened.get(self.name)
        if kept is None or kept[0] != sealed:  # the row may have been read again meanwhile
            opened[self.name] = kept = (sealed, self._empty if sealed is None else self._unsealed(row, sealed))
        return _own(kept[1])

    def __set__(self, row: object, value: T) -> None:
        if isinstance(value, str):
            value = unicodedata.normalize("NFC", value)  # type: ignore[assignment]
        stored = None if value == self._empty else _PENDING
        setattr(row, self.column, stored)
        row.__dict__.setdefault(_OPEN, {})[self.name] = (stored, _own(value))

    def _unsealed(self, row: Any, sealed: bytes) -> T:
        session = object_session(row)
        if session is None:
            raise RuntimeError("a sealed field was read outside a session")
        version = version_of(sealed)
        owner_id: UUID = getattr(row, row.__sealed_owner__)
        key = vault(session).key(owner_id, self.field.compartment, version)
        return self._decode(unseal(key, sealed, self._place(row, owner_id, version)))

    def seal_into(self, row: Any, session: Session) -> None:
        """Put the ciphertext of the value that was set into its column."""
        owner_id: UUID = getattr(row, row.__sealed_owner__)
        key, version = vault(session).key_for_writing(row.sealed_team_id, owner_id, self.field.compartment)
        value = row.__dict__[_OPEN][self.name][1]
        sealed = seal(key, version, self._encode(value), self._place(row, owner_id, version))
        setattr(row, self.column, sealed)
        row.__dict__[_OPEN][self.name] = (sealed, value)

    def _place(self, row: Any, owner_id: UUID, version: int) -> bytes:
        of_row = row.__dict__.get(_PLACE)
        if of_row is None or of_row[:2] != (owner_id, row.id):
            of_row = row.__dict__[_PLACE] = (owner_id, row.id, f"{owner_id}|{row.id}")  # the same for all its fields
        return f"v1|{row.__tablename__}|{self.name}|{of_row[2]}|{self.field.compartment}|{version}".encode()


def _own(value: T) -> T:
    """A copy of a list or a mapping: one that was handed out and changed would change what others are handed."""
    return copy(value) if isinstance(value, list | dict) else value


class SealedRow:
    """Mixed into a model with sealed fields: its keys belong to its case unless it says otherwise."""

    __sealed_owner__ = "case_id"
    __sealed__: dict[str, Sealed[Any]]

    @property
    def sealed_team_id(self) -> UUID:
        """The team under whose key this row's keys lie."""
        team_id: UUID = self.team_id  # type: ignore[attr-defined]
        return team_id


def sealed_text(field: Catalogued) -> Sealed[str]:
    """A sealed text; empty when there is none."""
    return Sealed(field, "", lambda text: text.encode(), lambda raw: raw.decode())


def sealed_day(field: Catalogued) -> Sealed[date | None]:
    """A sealed calendar day."""

    def encode(day: date | None) -> bytes:
        return day.isoformat().encode() if day else b""

    return Sealed(field, None, encode, lambda raw: date.fromisoformat(raw.decode()))


def sealed_codes(field: Catalogued) -> Sealed[list[str]]:
    """A sealed list of codes or short texts."""
    return Sealed(field, [], msgspec.json.encode, lambda raw: msgspec.json.decode(raw, type=list[str]))


def sealed_mapping(field: Catalogued) -> Sealed[dict[str, Any]]:
    """A sealed mapping, for drafts: what was typed, as it was typed."""
    return Sealed(field, {}, msgspec.json.encode, lambda raw: msgspec.json.decode(raw, type=dict[str, Any]))


@event.listens_for(Session, "before_flush")
def _seal_what_was_set(session: Session, _context: Any, _instances: Any) -> None:
    for row in (*session.new, *session.dirty):
        for field in getattr(row, "__sealed__", {}).values():
            if row.__dict__.get(field.column) == _PENDING:
                field.seal_into(row, session)
