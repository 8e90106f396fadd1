"""What was found of this case and others, for who may read both: a repeat, an earlier or later case, the last plan.

A repeat is any abuse between the same two people within twelve months of the last referral; afterwards it is a new case
of the same pair. Source: SafeLives, definition of a repeat case (safelives.org.uk, checked 2026-11-25), which also says
that the plan that was made is looked at first. Nothing is joined: each case keeps its own scope.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import or_, select

from icat import clock
from icat.cases.models import Case, Comparison, Stage, Verdict
from icat.cases.queries.caseload import visible
from icat.cases.queries.comparing import verdicts
from icat.cases.queries.door import CaseView, open_case
from icat.cases.scope import Withheld
from icat.db import engine as db
from icat.i18n import Message
from icat.policy.permissions import Permission

REPEAT_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Remembered:
    """One action of an earlier plan, and how it went."""

    text: str | Withheld
    agency: str
    state: Message
    result: str | Withheld


@dataclass(frozen=True, slots=True)
class Recalled:
    """The plan of an earlier case as the reader may see it: what worked, what did not, what stayed open."""

    agreed_at: datetime | None
    worked: tuple[Remembered, ...]
    failed: tuple[Remembered, ...]
    unfinished: tuple[Remembered, ...]


@dataclass(slots=True)
class Hooks:
    """What a package above this one knows of an earlier case; put here where the application is wired."""

    recall: Callable[[CaseView], Recalled | None] = field(default=lambda _case: None)


hooks = Hooks()


@dataclass(frozen=True, slots=True)
class Related:
    """Another case, and what it is to this one."""

    reference: str
    verdict: Verdict
    opened_at: datetime
    stage: Stage
    is_earlier: bool
    is_repeat: bool  # of the two, the later one began within twelve months of the earlier
    recalled: Recalled | None

    @property
    def label(self) -> Message:
        """What it is, in words."""
        if self.verdict is not Verdict.SAME_PAIR:
            return self.verdict.label
        if not self.is_earlier:
            return Message("The same two people were referred again")
        return Message("Repeat: the same two people within 12 months") if self.is_repeat else self.verdict.label


def related(case: CaseView) -> tuple[Related, ...]:
    """Cases of the same people that the reader may read as well, earlier ones first, the newest of them with its plan.

    What is for the chairs is there for them only. Whoever may not read the other case learns nothing of it.
    """
    session = db.session()
    pairs = session.execute(
        select(Comparison.case_id, Comparison.other_id).where(
            or_(Comparison.case_id == case.id, Comparison.other_id == case.id)
        )
    ).all()
    ids = {id for pair in pairs for id in pair} - {case.id}
    if not ids:
        return ()
    others = session.scalars(visible(case.actor).where(Case.id.in_(ids)).order_by(Case.opened_at.desc())).all()
    known = verdicts(session, case.id, [one.id for one in others])
    found: list[Related] = []
    for other in others:
        for is_for_chairs in (False, True):
            of_kind = (Verdict(row.verdict) for row in reversed(known[other.id]))
            verdict = next((one for one in of_kind if one.is_for_chairs is is_for_chairs), None)
            if verdict in (None, Verdict.DIFFERENT, Verdict.UNRELATED) or (is_for_chairs and not case.may.MIRROR_READ):
                continue
            is_first = not any(one.recalled for one in found)
            found.append(_related(case, other, verdict, with_plan=is_first))
    return tuple(sorted(found, key=lambda one: not one.is_earlier))


def _related(case: CaseView, other: Case, verdict: Verdict, *, with_plan: bool) -> Related:
    is_earlier = other.opened_at < case.opened_at
    later, earlier = (case, other) if is_earlier else (other, case)
    recalled = None
    if is_earlier and with_plan and verdict is Verdict.SAME_PAIR:
        recalled = hooks.recall(open_case(case.actor, Permission.CASE_READ, other.reference))
    return Related(
        reference=other.reference,
        verdict=verdict,
        opened_at=other.opened_at,
        stage=other.stage,
        is_earlier=is_earlier,
        is_repeat=verdict is Verdict.SAME_PAIR and is_within(earlier.opened_at, later.opened_at),
        recalled=recalled,
    )


def is_within(earlier: datetime, later: datetime, months: int = REPEAT_MONTHS) -> bool:
    """Whether the later day is no more than so many calendar months after the earlier one."""
    first, second = clock.local(earlier).date(), clock.local(later).date()
    year, month = divmod(first.month - 1 + months, 12)
    last = _last_day(first.year + year, month + 1)
    return second <= date(first.year + year, month + 1, min(first.day, last))


def _last_day(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1).day
