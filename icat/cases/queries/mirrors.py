"""Counter-allegations: cases in which each of two people is said to harm the other, and which of the two was first.

Looked for over the whole team, whatever any one reader may see, and with no statement but one where there is none: that
copies wait must not depend on who asks. Who may learn of it is decided elsewhere.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from icat.cases.models import Case, Comparison, Restriction, Verdict
from icat.cases.queries.people_index import people_index
from icat.db.keys import vault
from icat.matching.index import Entry, Index
from icat.matching.pairs import Kind, One, Side, relations
from icat.matching.scoring import LIKELY


def mirrors_of(session: Session, case: Case) -> tuple[Case, ...]:
    """The cases before which this one is a counter-allegation, the oldest first; none where this side came first.

    A case of the same pair that is older still (hers, before his) makes this one the first side's: a survivor who is
    referred again is not held up by what he said meanwhile. A chair's verdict counts more than likeness.
    """
    found = _related(people_index(session, case.team_id), case.id)
    judged = _judged(session, case.id)
    mirrors = {id for id, kinds in found.items() if Kind.MIRROR in kinds and judged.get(id) is not Verdict.UNRELATED}
    mirrors |= {id for id, verdict in judged.items() if verdict is Verdict.MIRROR}
    if not mirrors:
        return ()
    same = {id for id, kinds in found.items() if Kind.SAME_PAIR in kinds}
    rows = session.scalars(
        select(Case)
        .where(Case.id.in_(mirrors | same), Case.team_id == case.team_id, Case.disposed_at.is_(None))
        .order_by(Case.opened_at, Case.id)
    ).all()
    first = min([case, *(row for row in rows if row.id in same)], key=_age)
    return tuple(row for row in rows if row.id in mirrors and _age(row) < _age(first))


def is_restricted(session: Session, case: Case) -> bool:
    """Whether papers of her side wait for a chair: a chair said so, or it is the later of a counter-allegation."""
    newest = session.scalars(
        select(Restriction.is_on).where(Restriction.case_id == case.id).order_by(Restriction.set_at.desc()).limit(1)
    ).one_or_none()
    return bool(mirrors_of(session, case)) if newest is None else newest


def _age(case: Case) -> tuple[object, UUID]:
    return case.opened_at, case.id


def _related(index: Index, case_id: UUID) -> dict[UUID, set[Kind]]:
    """How the case may be related to others, from the keys in memory alone."""
    here = index.of_case(case_id)
    near = {other.case_id for entry in here for _likeness, other in index.alike(entry.key, least=LIKELY)} - {case_id}
    return {other: set(relations(_people(here), _people(index.of_case(other)))) for other in near}


def _people(entries: Iterable[Entry]) -> list[One]:
    return [One(Side(entry.part), entry.key) for entry in entries]


def _judged(session: Session, case_id: UUID) -> dict[UUID, Verdict]:
    """What the chairs found of this case and others: the newest verdict of theirs for each."""
    rows = session.scalars(
        select(Comparison)
        .where(or_(Comparison.case_id == case_id, Comparison.other_id == case_id))
        .order_by(Comparison.compared_at, Comparison.id)
    ).all()
    vault(session).load({row.case_id for row in rows})
    found: dict[UUID, Verdict] = {}
    for row in rows:
        verdict = Verdict(row.verdict)
        if verdict.is_for_chairs:
            found[row.other_id if row.case_id == case_id else row.case_id] = verdict
    return found
