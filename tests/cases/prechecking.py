"""What comes before an agency is asked: she was read who would take part."""

from uuid import UUID

from sqlalchemy import select

from icat.cases.commands.prechecks import record_precheck
from icat.db import engine as db
from icat.members.models import Agency
from tests.make import World


def read_out(world: World, case_id: UUID) -> None:
    """The coordinator read her every agency of the team, and she knows nobody there."""
    db.end()
    agencies = db.session().scalars(select(Agency.id).where(Agency.team_id == world.team_id)).all()
    db.end()
    record_precheck(world.coordinator.actor, case_id, cleared=agencies, read_by="телефоном матері")
    db.end()
