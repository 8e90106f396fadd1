"""Four histories of the danger, kept apart: of instruments, of professionals, her own, and the team's level."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from icat import clock, codes
from icat.cases.models import Judgement, LevelCode, Referral, ReferralState, Whose
from icat.cases.models.result import POLICE_FORM
from icat.cases.queries.door import CaseView
from icat.cases.queries.factors import AssessmentView
from icat.cases.queries.overview import LevelView
from icat.cases.queries.results import ResultView
from icat.db import engine as db
from icat.i18n import Message, Sayable
from icat.legal import Category
from icat.members.queries.people import agencies, member_names


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: the day, what was said (or that it is withheld), who said it; an assessment brings its own."""

    on: date | None
    what: Any
    who: Any
    title: Sayable = ""
    assessment: AssessmentView | None = None
    level: LevelCode | None = None


@dataclass(frozen=True, slots=True)
class Timelines:
    """The four, each newest first."""

    instruments: tuple[Entry, ...]
    judgements: tuple[Entry, ...]
    own: tuple[Entry, ...]
    levels: tuple[Entry, ...]


def timelines(
    case: CaseView,
    assessed: Iterable[AssessmentView],
    stated: Iterable[ResultView],
    levels: Iterable[LevelView],
) -> Timelines:
    """The four histories as the reader may see them."""
    referred = _referrals(case)
    instruments = [
        *(Entry(_day(one.made_at), "", f"{one.by}, {one.agency}", one.instrument.title, one) for one in assessed),
        *(Entry(one.scored_on, one.stated, one.scored_by, one.tool) for one in stated),
        *(entry for kind, entry in referred if kind == "police"),
    ]
    said = [(one.whose, entry) for one, entry in _judgements(case)]
    return Timelines(
        instruments=_newest(instruments),
        judgements=_newest(
            [entry for whose, entry in said if whose is Whose.PROFESSIONAL]
            + [entry for kind, entry in referred if kind == "judgement"]
        ),
        own=_newest(
            [entry for whose, entry in said if whose is Whose.OWN]
            + [entry for kind, entry in referred if kind == "own"]
        ),
        levels=tuple(
            Entry(
                _day(one.set_at),
                one.reason,
                Message("%(who)s, in a meeting", who=one.by)
                if one.in_meeting
                else Message("%(who)s, between meetings", who=one.by),
                level=one.level,
            )
            for one in levels
        ),
    )


def _newest(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda one: one.on or date.min, reverse=True))


def _day(at: datetime) -> date:
    return clock.local(at).date()


def _judgements(case: CaseView) -> list[tuple[Judgement, Entry]]:
    wanted = select(Judgement).where(Judgement.case_id == case.id).order_by(Judgement.recorded_at, Judgement.id)
    rows = [row for row in db.session().scalars(wanted) if case.scope.show(row.owner_id, row.id, Category.RISK)]
    known, names = agencies(case.actor.team_id), member_names(row.recorded_by_id for row in rows)
    found = []
    for row in rows:
        by = names.get(row.recorded_by_id, "")
        agency = known[row.owner_id].short_name if row.owner_id else str(Message("the team's office"))
        who: Sayable = f"{by}, {agency}"
        if row.whose is Whose.OWN:
            who = Message("asked by %(who)s", who=row.asked_by)
        found.append((row, Entry(row.judged_on, row.words, who)))
    return found


def _referrals(case: CaseView) -> list[tuple[str, Entry]]:
    wanted = select(Referral).where(Referral.case_id == case.id, Referral.state == ReferralState.SUBMITTED)
    rows = db.session().scalars(wanted.order_by(Referral.submitted_at)).all()
    known, names = agencies(case.actor.team_id), member_names(row.author_id for row in rows)
    found: list[tuple[str, Entry]] = []
    for row in rows:
        cut = case.scope.of(row.owner_id, row.id)
        day = _day(row.submitted_at) if row.submitted_at else None
        author = f"{names.get(row.author_id, '')}, {known[row.owner_id].short_name}"
        if not cut.shows(Category.RISK):
            hidden = cut.get(row, "judgement")
            found += [(kind, Entry(day, hidden, author)) for kind in ("judgement", "own", "police")]
            continue
        if row.judgement:
            found.append(("judgement", Entry(day, row.judgement, author)))
        if row.own_rating:
            who = Message("asked by %(who)s", who=row.own_rating_asked_by or author)
            found.append(("own", Entry(row.own_rating_on or day, row.own_rating, who)))
        if row.police_level:
            level, form = codes.words("police_level", row.police_level), codes.words("outside_tool", POLICE_FORM)
            found.append(("police", Entry(row.police_level_on or day, level, row.police_level_by or author, form)))
    return found
