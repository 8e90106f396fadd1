"""A small act to be recorded, and what the ledger then holds: for the tests of the ledger."""

from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select, text

from icat.audit.events import Event
from icat.audit.models import LedgerLeaf
from icat.audit.recording import change
from icat.db import engine as db
from icat.legal import Sector
from icat.members.models import Agency
from icat.policy.actor import Actor


def act(actor: Actor, **more: str) -> UUID:
    """Add an agency, and record that it was asked: a row and its leaf, which must stand or fall together."""
    made = uuid4()
    with change(actor) as work:
        work.add(
            Agency(
                id=made,
                team_id=actor.team_id,
                name=str(made),
                short_name="x",
                sector=Sector.OTHER,
                is_state=True,
                **more,
            )
        )
        work.record(Event.AGENCY_ASKED, agency=made)
    return made


def leaves(team_id: UUID) -> list[tuple[int, dict[str, object]]]:
    """Every leaf of a team: its number and its content."""
    with db.database().open_reading() as session:
        rows = session.execute(
            select(LedgerLeaf.seq, LedgerLeaf.payload).where(LedgerLeaf.team_id == team_id).order_by(LedgerLeaf.seq)
        ).all()
    return [(seq, msgspec.json.decode(payload)) for seq, payload in rows]


def newest(team_id: UUID) -> dict[str, object]:
    """The newest leaf."""
    return leaves(team_id)[-1][1]


def count(team_id: UUID) -> int:
    """How many leaves there are."""
    return len(leaves(team_id))


def spoil(statement: str, **values: object) -> None:
    """Change the database behind the application's back, as somebody who owns it can."""
    sqlite = db.database().is_sqlite
    given = {name: value.hex if sqlite and isinstance(value, UUID) else value for name, value in values.items()}
    with db.writing() as session:
        assert session.execute(text(statement), given).rowcount > 0, "nothing was spoilt"  # type: ignore[attr-defined]
        session.commit()
