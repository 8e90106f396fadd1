"""Writing a checkpoint to officers of data protection: size, root and fingerprint, and nothing else."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from icat.audit.checkpoint import SignedHead
from icat.audit.recording import upkeep
from icat.outbox.models import Letter, LetterState
from icat.outbox.steps import add_letter
from icat.outbox.texts import Kind


def send_checkpoint(head: SignedHead, officers: Mapping[UUID, UUID], at: datetime) -> None:
    """A letter to each of these accounts, for the agency that it stands for. Whoever has this checkpoint gets none.

    One that still waits is replaced: the newer one holds every entry of the older.
    """
    if not officers:
        return
    with upkeep() as session:
        known = set(session.scalars(select(Letter.account_id).where(Letter.about_id == head.id)))
        for account_id, agency_id in officers.items():
            if account_id in known:
                continue
            session.execute(
                delete(Letter).where(
                    Letter.account_id == account_id,
                    Letter.team_id == head.team_id,
                    Letter.kind == Kind.CHECKPOINT,
                    Letter.state == LetterState.WAITING,
                )
            )
            add_letter(
                session,
                head.team_id,
                Kind.CHECKPOINT,
                account_id,
                at,
                agency_id=agency_id,
                about_id=head.id,
                size=head.size,
                root=head.root.hex(),
                fingerprint=head.fingerprint,
            )
