"""How long cases are kept, worked out from what has happened in them: days only, nothing that is sealed is opened."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from icat import clock
from icat.cases.models import Case, Referral, ReferralState
from icat.meetings.models import Consensus, Fact
from icat.members.models import Team
from icat.retention.models import StatedTerm
from icat.retention.rules import Days, Keeping, Stated, keeping, rules


def keepings(session: Session, case_ids: Collection[UUID]) -> dict[UUID, Keeping]:
    """How long each of these cases is kept, with five statements however many there are."""
    known = rules()
    return {case_id: keeping(days, known) for case_id, days in days_of(session, case_ids).items()}


def days_of(session: Session, case_ids: Collection[UUID]) -> dict[UUID, Days]:
    """The days that terms are counted from, case by case. An act that is dated in the future counts as not known."""
    ids = list(case_ids)
    if not ids:
        return {}
    reported = _newest(session, Referral.case_id, Referral.submitted_at, ids, Referral.state == ReferralState.SUBMITTED)
    decided = _newest(session, Consensus.case_id, Consensus.decided_at, ids)
    acts: dict[UUID, tuple[date, ...]] = defaultdict(tuple)
    for case_id, on in session.execute(
        select(Fact.case_id, func.max(Fact.happened_on))
        .where(Fact.case_id.in_(ids), Fact.happened_on <= clock.today())
        .group_by(Fact.case_id)
    ):
        acts[case_id] = (on,) if on else ()
    stated: dict[UUID, Stated] = {}
    for case_id, code, on in session.execute(
        select(StatedTerm.case_id, StatedTerm.class_code, StatedTerm.counted_on)
        .where(StatedTerm.case_id.in_(ids))
        .order_by(StatedTerm.set_at, StatedTerm.id)
    ):
        stated[case_id] = Stated(code, on)
    rows = session.execute(
        select(Case.id, Case.opened_at, Case.declined_at, Case.has_children, Team.stub_days)
        .join(Team, Team.id == Case.team_id)
        .where(Case.id.in_(ids))
    )
    return {
        row.id: Days(
            report=max(_day(row.opened_at), reported.get(row.id, date.min)),
            acts=acts[row.id],
            decision=decided.get(row.id),
            declined=_day(row.declined_at) if row.declined_at else None,
            stub_days=row.stub_days,
            has_children=row.has_children,
            stated=stated.get(row.id),
        )
        for row in rows
    }


def _newest(session: Session, case_id: object, at: object, ids: list[UUID], *where: object) -> dict[UUID, date]:
    rows = session.execute(
        select(case_id, func.max(at)).where(case_id.in_(ids), at.is_not(None), *where).group_by(case_id)  # type: ignore[attr-defined, call-overload]
    )
    return {id: _day(moment) for id, moment in rows}


def _day(moment: datetime) -> date:
    return clock.local(moment).date()
