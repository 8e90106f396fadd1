"""Whom an agency still has to ask for consent: it shared to protect a life, and asks once that becomes possible."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import Select, exists, func, select

from icat.cases.models import Consent, Share
from icat.db import engine as db
from icat.i18n import Message
from icat.legal import ConsentState
from icat.meetings.models import due_on
from icat.policy.actor import Actor

WITHIN = 2  # working days; the law says "as soon as it becomes possible" (2297-VI Art. 6(7)), practice looks again soon
MOST = 30


def consents_to_ask(actor: Actor, allowed: Select[UUID]) -> Iterable[tuple[UUID, Message, date, str]]:
    """Cases in which the actor's agency shared without her consent until it can be asked for, by when it looks again,
    and where her answer is recorded.

    An answer that the agency recorded since, yes or no, closes it.
    """
    answered = exists().where(
        Consent.case_id == Share.case_id, Consent.owner_id == Share.sender_id, Consent.asked_at >= Share.given_at
    )
    since = func.min(Share.given_at)
    rows = db.session().execute(
        select(Share.case_id, since)
        .where(
            Share.sender_id == actor.agency_id,
            Share.consent == ConsentState.SEEK_LATER,
            Share.case_id.in_(allowed),
            ~answered,
        )
        .group_by(Share.case_id)
        .order_by(since)
        .limit(MOST)
    )
    what = Message("Ask her, if it is safe now, and record her answer")
    return [(case_id, what, due_on(told_at, WITHIN), "/consents/new") for case_id, told_at in rows]
