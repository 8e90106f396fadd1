"""Sessions that are over, failed tries and typing that was kept: forgotten when they are of no more use to anybody."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from icat.audit.recording import upkeep
from icat.members.commands.signing_in import KEPT, WINDOW
from icat.members.models import Attempt, AuthSession, KeptForm
from icat.members.models.session import COOKIE_AGE

OVER = COOKIE_AGE + timedelta(days=1)


def forget_sign_ins(at: datetime) -> None:
    """Forget them. A session stays for a while after its end: what is typed then is still kept for its owner."""
    with upkeep() as session:
        session.execute(delete(Attempt).where(Attempt.at < at - WINDOW))
        session.execute(delete(AuthSession).where(AuthSession.begun_at < at - OVER))
        session.execute(delete(KeptForm).where(KeptForm.kept_at < at - KEPT))
