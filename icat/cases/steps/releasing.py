"""Papers of her side before they leave a case in which copies wait for a chair."""

from sqlalchemy import select

from icat.audit.recording import Work
from icat.cases.models import Case, Release
from icat.cases.models.release import RELEASED_FOR
from icat.cases.queries.mirrors import is_restricted
from icat.errors import RuleBroken
from icat.i18n import Message

WAITS = Message("Copies of this case wait for a chair. Ask for this one to be let go.")


def use_release(work: Work, case: Case) -> None:
    """Where copies of this case wait, use up what a chair let go for whoever acts; elsewhere do nothing.

    Refuses without a release, with one that is older than three days, and with one that was used.
    """
    if not is_restricted(work.session, case):
        return
    granted = (
        select(Release)
        .where(
            Release.case_id == case.id,
            Release.asked_by_id == work.actor.member_id,
            Release.is_granted.is_(True),
            Release.used_at.is_(None),
            Release.decided_at > work.at - RELEASED_FOR,
        )
        .order_by(Release.decided_at)
        .limit(1)
        .with_for_update()
    )
    release = work.session.scalars(granted).one_or_none()
    if release is None:
        raise RuleBroken(WAITS)
    release.used_at = work.at
