"""What a team declined is not kept: after the days that it set, only a stub stays.

A referral that was not accepted is about people whom the team does not work with; the law allows no longer keeping than
the purpose needs (law 2297-VI Art. 6(8)). Two people have decided already, one by proposing and one by declining.
"""

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from icat import clock
from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import Stage
from icat.cases.scope import standing_of
from icat.cases.steps.sharing import held
from icat.db import engine as db
from icat.db.sweeping import sweep_log
from icat.errors import Stale
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission
from icat.retention.models import Disposal
from icat.retention.queries.due import due_references
from icat.retention.queries.holding import kept_among
from icat.retention.queries.terms import days_of, keepings
from icat.retention.steps.disposing import destroy


def reduce_case(actor: Actor) -> int:
    """Reduce to stubs the declined cases of the actor's team whose days are over; gives how many.

    Its keys are destroyed, with the narrative, the people and the answers; number, days, reason and who decided stay,
    and the log. For the machine itself, as often as it likes, each case in a change of its own. Passes over what a
    legal hold or an open inquiry keeps, and what a longer term keeps.
    """
    reduced = 0
    for case_id in _over(actor.team_id):
        with suppress(Stale), change(actor) as work:
            case = held(work, case_id)
            require(actor, Permission.CASE_REDUCE, standing_of(work.session, case))
            kept = keepings(work.session, [case.id])[case.id]
            declined_by, until = case.declined_by_id, kept.until
            is_over = case.stage is Stage.DECLINED and kept.is_due(clock.today()) and case.disposed_at is None
            if not is_over or declined_by is None or until is None or kept_among(work.session, [case.id]):
                raise Stale
            disposal = work.find(Disposal, Disposal.case_id == case.id)
            if disposal is None:
                disposal = work.add(
                    Disposal(
                        team_id=case.team_id,
                        case_id=case.id,
                        class_code=kept.deciding.kept.code,
                        kept_until=until,
                        proposed_at=work.at,
                        proposed_by_id=declined_by,
                    )
                )
            work.record(
                Event.CASE_REDUCED,
                case=case.id,
                reason=case.proposed_code or "",
                member=declined_by,
                days=days_of(work.session, [case.id])[case.id].stub_days or 0,
            )
            destroy(work, case, disposal)
            reduced += 1
    if reduced:
        sweep_log()
    return reduced


def _over(team_id: UUID) -> Sequence[UUID]:
    with db.database().open_reading() as session:
        return [row.case_id for row in due_references(session, team_id) if row.stage is Stage.DECLINED]
