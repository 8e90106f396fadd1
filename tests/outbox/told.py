"""Who was written to, for tests of acts that leave somebody a task."""

from uuid import UUID

from sqlalchemy import delete, select

from icat.db import engine as db
from icat.outbox.models import Letter


def told() -> set[UUID]:
    """The accounts that were written to since this was asked last."""
    db.end()
    with db.writing() as session:
        found = set(session.scalars(select(Letter.account_id)))
        session.execute(delete(Letter))
        session.commit()
    return found
