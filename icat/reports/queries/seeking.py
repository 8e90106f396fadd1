"""Whom an agency still has to ask for consent: it shared to protect a life, and asks once that becomes possible; and
whose consent will soon be over, so that she is asked again before what rests on it ends."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from icat import clock
from icat.cases.models import Consent, ConsentEnd, Share
from icat.cases.queries.sharing import REMINDED
from icat.db import engine as db
from icat.i18n import Message
from icat.legal import ConsentState
from icat.meetings.models import due_on
from icat.members.models import Member
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


def consents_to_renew(actor: Actor, allowed: Select[UUID]) -> Iterable[tuple[UUID, Message, date, str]]:
    """Cases in which a consent ends within two weeks, for the one who asked for it, or, where that one has left, for
    everybody of the agency. A later answer that the same agency recorded closes it; so does taking it back."""
    today = clock.today()
    later = aliased(Consent)
    has_left = exists().where(Member.id == Consent.asked_by_id, Member.until_on < today)
    rows = db.session().execute(
        select(Consent.case_id, func.min(Consent.until_on))
        .where(
            Consent.owner_id == actor.agency_id,
            or_(Consent.asked_by_id == actor.member_id, has_left),
            Consent.until_on >= today,
            Consent.until_on <= today + REMINDED,
            Consent.case_id.in_(allowed),
            ~exists().where(ConsentEnd.consent_id == Consent.id),
            ~exists().where(
                later.case_id == Consent.case_id,
                later.owner_id == Consent.owner_id,
                later.asked_at > Consent.asked_at,
            ),
        )
        .group_by(Consent.case_id)
        .order_by(func.min(Consent.until_on))
        .limit(MOST)
    )
    what = Message("Her consent ends: ask her again, if it is safe")
    return [(case_id, what, last_day, "/consents/new") for case_id, last_day in rows if last_day]
