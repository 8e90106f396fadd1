"""What every table has in common: names, identifiers, and the types that keep wrong values out."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import JSON, DateTime, Dialect, MetaData, String, Uuid
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

E = TypeVar("E", bound=StrEnum)

# Each column says how delicate its content is; a test refuses one that does not. Sealed columns say it by themselves.
PLAIN = {"sensitivity": "plain"}
SENSITIVE = {"sensitivity": "sensitive"}

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. Refuses a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Into the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Out of the database."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Code(TypeDecorator[E]):
    """One of a closed set of codes, kept as its text."""

    impl = String(40)
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        """Into the database. Refuses what is not one of the codes."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        """Out of the database."""
        return None if value is None else self.kind(value)


class Base(DeclarativeBase):
    """A row. Its identifier is made here and not by the database, because a sealed field is bound to it."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment(),
        UUID: Uuid(),
        str: String(),
        list[str]: JSON(),
        dict[str, Any]: JSON(),
    }

    def __init__(self, **values: Any) -> None:
        """Set ``values`` and every plain default. Refuses names that the table does not have."""
        for column in self.__table__.columns:
            if column.key in values or column.default is None:
                continue
            if column.default.is_scalar:
                setattr(self, column.key, column.default.arg)
        if "id" in self.__table__.columns and "id" not in values:
            values["id"] = uuid4()
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no {name}")
            setattr(self, name, value)
