"""Keeping what was found with a tool that is not scored here."""

from datetime import date
from uuid import UUID

from icat import clock, codes
from icat.audit.events import Event
from icat.audit.recording import change
from icat.cases.models import OutsideResult
from icat.cases.models.result import POLICE_FORM
from icat.cases.scope import standing_of
from icat.cases.steps.sharing import held
from icat.errors import RuleBroken
from icat.files.checking import Brought, insist_on_sound
from icat.files.store import keep, lay_down
from icat.i18n import Message
from icat.policy.actor import Actor
from icat.policy.decide import require
from icat.policy.permissions import Permission


def record_result(
    actor: Actor,
    case_id: UUID,
    *,
    tool: str,
    edition: str,
    stated: str,
    scored_on: date | None,
    scored_by: str,
    note: str = "",
    scan: Brought | None = None,
) -> None:
    """Keep the result as it was stated, with who scored it and when, and the scan where there is one.

    What the office keeps is the team's, what an agency keeps its own. Nothing is computed: the level of the police form
    is the officer's (joint order 369/180), and the other tools are for those trained in them. Refuses a result without
    who scored it, when, and what came out; of another tool than the police form also without its edition.
    """
    sound = insist_on_sound(scan) if scan is not None else None
    laid = lay_down(sound, actor.team_id, case_id) if sound is not None else None
    with change(actor) as work:
        case = held(work, case_id)
        require(actor, Permission.RESULT_RECORD, standing_of(work.session, case))
        case.insist_on_open()
        codes.require("outside_tool", tool)
        stated, edition, scored_by = stated.strip(), edition.strip(), scored_by.strip()
        if tool == POLICE_FORM and stated not in codes.code_list("police_level").options:
            raise RuleBroken(Message("Choose the level as the officer stated it."), field="level")
        if not stated:
            raise RuleBroken(Message("Write the result as it was stated."), field="stated")
        if tool != POLICE_FORM and not edition:
            raise RuleBroken(Message("Say which edition of the tool was used."), field="edition")
        if scored_on is None or scored_on > clock.today():
            raise RuleBroken(Message("Give the day on which it was scored."), field="scored_on")
        if not scored_by:
            raise RuleBroken(Message("Say who scored it."), field="scored_by")
        kept = keep(work.session, laid, at=work.at, by_id=actor.member_id) if laid is not None else None
        if kept is not None:
            work.session.flush()
        row = work.add(
            OutsideResult(
                team_id=case.team_id,
                case_id=case.id,
                owner_id=None if actor.is_office else actor.agency_id,
                tool=tool,
                file_id=kept.id if kept is not None else None,
                recorded_at=work.at,
                recorded_by_id=actor.member_id,
                tool_edition=edition,
                stated=stated,
                scored_on=scored_on,
                scored_by=scored_by,
                note=note.strip(),
            )
        )
        work.record(Event.RESULT_RECORDED, case=case.id, result=row.id, tool=tool, digest=kept.digest if kept else "")
