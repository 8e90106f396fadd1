"""Sessions that are over, failed tries, typing that was kept, old tickets and the keys that phones sealed to: forgotten
when they are of no more use to anybody."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from icat.audit.recording import upkeep
from icat.db.keys import DataKey
from icat.db.sweeping import sweep_log
from icat.members.commands.signing_in import KEPT, WINDOW
from icat.members.models import Attempt, AuthSession, KeptForm, ParcelKey, Ticket
from icat.members.models.session import COOKIE_AGE
from icat.members.models.ticket import KEY_LASTS

OVER = COOKIE_AGE + timedelta(days=1)
TICKETS_KEPT = timedelta(days=30)  # so that a ticket which the log names can be looked up for a while


def forget_sign_ins(at: datetime) -> None:
    """Forget them. A session stays for a while after its end: what is typed then is still kept for its owner."""
    with upkeep() as session:
        session.execute(delete(Attempt).where(Attempt.at < at - WINDOW))
        session.execute(delete(AuthSession).where(AuthSession.begun_at < at - OVER))
        session.execute(delete(KeptForm).where(KeptForm.kept_at < at - KEPT))


def forget_tickets(at: datetime) -> None:
    """Forget old tickets, and destroy the keys that are too old to open anything that is still on its way: what a lost
    phone holds can from then on be opened by nobody."""
    with upkeep() as session:
        session.execute(delete(Ticket).where(Ticket.issued_at < at - TICKETS_KEPT))
        old = session.scalars(select(ParcelKey.id).where(ParcelKey.made_at < at - KEY_LASTS)).all()
        if old:
            session.execute(delete(DataKey).where(DataKey.owner_id.in_(old)))
            session.execute(delete(ParcelKey).where(ParcelKey.id.in_(old)))
    if old:
        sweep_log()
