"""Conflict before names: recording that she was read who would take part, what she said, or why not yet."""

from collections.abc import Collection
from uuid import UUID

from icat import codes
from icat.audit.events import Event
from icat.audit.recording import Work, change
from icat.cases.models import Case, Precheck, PrecheckOutcome
from icat.cases.scope import standing_of
from icat.cases.steps.barring import bar
from icat.cases.steps.sharing import held
from icat.errors import RuleBroken
from icat.i18n import Message
from icat.members.models import Account, Agency, Member
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission


def record_precheck(
    actor: Actor,
    case_id: UUID,
    *,
    cleared: Collection[UUID] = (),
    left_out: Collection[UUID] = (),
    barred: Collection[UUID] = (),
    read_by: str = "",
    reason: str = "",
    note: str = "",
) -> None:
    """Keep what she said of the agencies and members that she was read, or the ``reason`` why she was read none yet.

    Practice: "does he work here, whom do you know?" is asked of her, before any identifier travels, and of no agency: a
    question about nobody in particular would tell them that there is a case. ``barred``: members whom she named; they
    are kept from the case at once. ``left_out``: agencies that are not asked. Refuses what says nothing, an agency that
    is both, and whoever records it among the barred: somebody of the office always stays.
    """
    with change(actor) as work:
        case = held(work, case_id)
        standing = standing_of(work.session, case)
        require(actor, Permission.PRECHECK_RECORD, standing)
        if set(cleared) & set(left_out):
            raise RuleBroken(Message("An agency cannot be both asked and left out."))
        if not (cleared or left_out or barred or reason):
            raise RuleBroken(Message("Say what she said of at least one agency, or why she was not read the list yet."))
        if (cleared or left_out or barred) and not read_by.strip():
            raise RuleBroken(Message("Say who read her the list, and how."), field="read_by")
        if reason == "other" and not note.strip():
            raise RuleBroken(Message("Say in one sentence why."), field="note")
        for agency_id in sorted({*cleared, *left_out}):
            work.get(Agency, agency_id)
            outcome = PrecheckOutcome.CLEARED if agency_id in cleared else PrecheckOutcome.LEFT_OUT
            _keep(work, case, outcome, agency_id=agency_id, read_by=read_by)
            work.record(Event.PRECHECK_RECORDED, case=case.id, agency=agency_id, outcome=outcome)
        if reason:
            kept = codes.require("precheck_reason", reason)
            _keep(work, case, PrecheckOutcome.SKIPPED, reason_code=kept, note=note)
            work.record(Event.PRECHECK_RECORDED, case=case.id, outcome=PrecheckOutcome.SKIPPED, reason=kept)
        _bar(work, case, barred, standing.barred_ids)


def _keep(
    work: Work,
    case: Case,
    outcome: PrecheckOutcome,
    *,
    agency_id: UUID | None = None,
    reason_code: str | None = None,
    read_by: str = "",
    note: str = "",
) -> None:
    work.add(
        Precheck(
            team_id=case.team_id,
            case_id=case.id,
            agency_id=agency_id,
            outcome=outcome,
            reason_code=reason_code,
            done_at=work.at,
            done_by_id=work.actor.member_id,
            read_by=read_by.strip(),
            note=note.strip(),
        )
    )


def _bar(work: Work, case: Case, barred: Collection[UUID], known: Collection[UUID]) -> None:
    for member_id in sorted(set(barred) - set(known)):
        if member_id == work.actor.member_id:
            raise RuleBroken(Message("You cannot bar yourself. Declare a conflict of interest."), field="barred")
        name = work.get(Account, work.get(Member, member_id).account_id).name
        bar(work, case, name=name, member_id=member_id, why="named")
