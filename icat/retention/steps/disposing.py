"""Destroying a case, and destroying it once more after a backup has brought it back."""

from datetime import date
from uuid import UUID

from icat.audit.events import Event
from icat.audit.recording import Work
from icat.cases.models import Case
from icat.errors import NotFound
from icat.retention.models import Disposal
from icat.retention.steps.erasing import erase


def destroy(work: Work, case: Case, disposal: Disposal, *, again: bool = False) -> None:
    """Destroy ``case``, and say so in ``disposal`` and in the log: under which term, and how much went."""
    erased = erase(work, case)
    disposal.disposed_at, disposal.disposed_by_id = work.at, work.actor.member_id
    disposal.erased, disposal.keys = erased.rows, erased.keys
    disposal.version += 1
    work.record(
        Event.CASE_DISPOSED,
        case=case.id,
        term=disposal.class_code,
        until=disposal.kept_until.isoformat(),
        erased=erased.rows,
        keys=erased.keys,
        again=again,
    )


def destroy_again(work: Work, case_id: UUID, *, term: str, until: date) -> bool:
    """Destroy what a restored backup has brought back; whether there was anything to destroy.

    The log says that two people destroyed it, under ``term``, which was over after ``until``: nobody is asked anew. A
    hold that came back with the backup was lifted before the case was destroyed and does not stop this. Refuses with
    ``NotFound`` a case that is not in the actor's team.
    """
    case = work.session.get(Case, case_id, with_for_update=True, populate_existing=True)
    if case is None or case.team_id != work.actor.team_id:
        raise NotFound
    if case.disposed_at is not None:
        return False
    disposal = work.find(Disposal, Disposal.case_id == case.id)
    if disposal is None:
        disposal = work.add(
            Disposal(
                team_id=case.team_id,
                case_id=case.id,
                class_code=term,
                kept_until=until,
                proposed_at=work.at,
                proposed_by_id=case.team_id,  # no member: the log says who it was
            )
        )
    destroy(work, case, disposal, again=True)
    return True
