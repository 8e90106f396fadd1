"""Rows written past the models, as a fault, an old version or somebody with the password of the database would."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from icat.db import engine as db
from icat.db.base import Base


def put(model: type[Base], **values: Any) -> UUID:
    """Insert one row, by the names of its columns; gives its identifier."""
    made = {"id": uuid4(), **values}
    with db.writing() as session:
        session.execute(insert(model.__table__).values(**made))  # type: ignore[arg-type]
        session.commit()
    return UUID(str(made["id"]))


def alter(model: type[Base], id: UUID, **values: Any) -> None:
    """Change one row."""
    table = model.__table__
    with db.writing() as session:
        session.execute(update(table).where(table.c.id == id).values(**values))  # type: ignore[arg-type]
        session.commit()


def cannot_put(model: type[Base], why: str, **values: Any) -> None:
    """The database refuses the row, and for the reason that is meant: the name of the rule or of the column."""
    with pytest.raises(IntegrityError, match=f"(?i){why}"):
        put(model, **values)


def cannot_alter(model: type[Base], why: str, id: UUID, **values: Any) -> None:
    """The database refuses the change."""
    with pytest.raises(IntegrityError, match=f"(?i){why}"):
        alter(model, id, **values)
