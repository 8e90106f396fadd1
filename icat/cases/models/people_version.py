"""How often the people of a team's cases have changed, so that whoever keeps their names in memory knows when to look.

The number is counted on by the flush that writes the people, in the same transaction, whichever command it is: a
command that had to remember it would one day be written without.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, event, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from icat.cases.models.person import Person
from icat.db.base import PLAIN, Base

# What somebody can be recognised by; a change of anything else concerns nobody who compares.
RECOGNISED_BY = (
    "surname", "given_name", "patronymic", "other_names", "birth_on", "birth_year", "phone", "safe_number",
)  # fmt: skip


class PeopleVersion(Base):
    """The count of one team."""

    __tablename__ = "people_version"

    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), primary_key=True, info=PLAIN)
    version: Mapped[int] = mapped_column(default=0, info=PLAIN)


def count_on(session: Session, team_id: UUID) -> int:
    """The next number of this team, which nobody else gets before this transaction has ended."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    first = insert(PeopleVersion).values(team_id=team_id, version=1)
    session.execute(
        first.on_conflict_do_update(index_elements=["team_id"], set_={"version": PeopleVersion.version + 1})
    )
    return session.execute(select(PeopleVersion.version).where(PeopleVersion.team_id == team_id)).scalar_one()


@event.listens_for(Session, "before_flush")
def _count_on_where_people_change(session: Session, _context: Any, _instances: Any) -> None:
    changed = [row for row in (*session.new, *session.dirty) if isinstance(row, Person) and _is_other_now(row)]
    gone = {row.team_id for row in session.deleted if isinstance(row, Person)}
    for team_id in sorted({row.team_id for row in changed} | gone):
        number = count_on(session, team_id)
        for row in changed:
            if row.team_id == team_id:
                row.people_version = number


def _is_other_now(row: Person) -> bool:
    state = inspect(row)
    if state.transient or state.pending:
        return True
    names = (*(f"{name}_sealed" for name in RECOGNISED_BY), "part", "is_estimated")
    return any(state.attrs[name].history.has_changes() for name in names)
