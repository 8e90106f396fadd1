"""A case whose terms are over, made through the real commands, and everything that lies in it."""

from datetime import timedelta
from uuid import UUID

from icat.cases.models import Case, Referral
from icat.db import engine as db
from icat.retention.commands.disposal import dispose_case, propose_disposal
from tests.cases.referring import submit
from tests.make import World

OVER = timedelta(days=366 * 4)
CANARY = "Канарейкенко"


def old_case(world: World, **changed: object) -> tuple[UUID, str]:
    """A case whose days were moved four years back, before any legal basis of the data: its identifier, its number."""
    reference = submit(world, **changed).reference
    case_id = id_of(reference)
    with db.writing() as session:
        session.get_one(Case, case_id).opened_at -= OVER
        referral = session.query(Referral).filter(Referral.case_id == case_id).one()
        assert referral.submitted_at is not None
        referral.submitted_at -= OVER
        session.commit()
    return case_id, reference


def id_of(reference: str) -> UUID:
    with db.database().open_reading() as session:
        return session.query(Case.id).filter(Case.reference == reference).one().id


def version(case_id: UUID) -> int:
    """The version of the case, as a page would have it."""
    with db.database().open_reading() as session:
        return session.get_one(Case, case_id).version


def destroy(world: World, case_id: UUID) -> None:
    """The coordinator proposes, the chair confirms."""
    propose_disposal(world.coordinator.actor, case_id, version(case_id))
    dispose_case(world.chair.actor, case_id, version(case_id))
    db.end()
