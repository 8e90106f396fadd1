"""The table: one case as it is discussed, on one page."""

from flask import Blueprint, Response, jsonify, redirect, url_for

from icat.cases.queries.door import CaseView
from icat.cases.queries.factors import knowledge
from icat.cases.queries.overview import overview
from icat.cases.views.case_page import case_page
from icat.errors import NotFound
from icat.i18n import gettext as _
from icat.meetings.commands.agenda import begin_item
from icat.meetings.forms.meeting import StepForm
from icat.meetings.forms.position import PositionForm
from icat.meetings.forms.statement import SentenceForm, StatementForm
from icat.meetings.models import MeetingState
from icat.meetings.queries.moving import version_of
from icat.meetings.queries.running import running
from icat.meetings.queries.table import Table, table
from icat.meetings.queries.telling import Telling, newest_item, telling
from icat.policy.permissions import Permission
from icat.web.button import pressed
from icat.web.page import Page

EACH_SECONDS = 1  # what somebody says or decides is on the others' devices within two

bp = Blueprint("item", __name__, url_prefix="/cases/<reference>/meeting")


@bp.route("")
@case_page(Permission.MEETING_READ)
def show(case: CaseView) -> Page:
    """Two identifiers, the critical markers, her voice, what was said, and what the reader can say and decide."""
    found, voice = table(case), overview(case).referrals
    return {
        "case": case,
        "table": found,
        "risk": knowledge(case),
        "referrals": voice,
        "step": StepForm(data={"version": str(found.version)}) if found else None,
        "poll": {
            "url": url_for("item.version", reference=case.reference),
            "version": version_of(case, found.item_id),
            "seconds": EACH_SECONDS,
        }
        if found and found.meeting_state is MeetingState.OPEN
        else None,
        **what_can_be_said(case, found),
    }


@bp.route("/version")
@case_page(Permission.MEETING_READ)
def version(case: CaseView) -> Response:
    """Whether anything moved on the page of the table: a number, and nothing of the case."""
    found = newest_item(case)
    return jsonify(version=version_of(case, found.id) if found else 0)


def what_can_be_said(case: CaseView, found: Table | None) -> dict[str, object]:
    """The forms of whoever is at the table: to say something, to take a position; or that there is nothing to say."""
    spoken: Telling | None = telling(case) if found and case.may.SHARE_RECORD else None
    can_say = spoken is not None and found is not None and spoken.is_at_table and found.state != "listed"
    last = running(case, spoken) if can_say and spoken else None
    return {
        "telling": spoken,
        "running": last,
        "sentence": SentenceForm().follow(last, found.own) if last and found else None,
        "statement": StatementForm().offer(spoken, found.own) if can_say and spoken and found else None,
        "position": PositionForm(prefix="position").speaks_for(found.stands, own=case.may.SHARE_RECORD)
        if found and found.state == "under_way" and (found.is_at_table or not case.may.SHARE_RECORD)
        else None,
    }


@bp.route("/begin", methods=["POST"])
@case_page(Permission.ITEM_BEGIN)
def begin(case: CaseView) -> Page:
    """Take the case up."""
    found = table(case)
    if found is None:
        raise NotFound
    with pressed(_("The table is now discussing this case.")):
        begin_item(case.actor, found.item_id, StepForm().seen)
    return redirect(url_for("item.show", reference=case.reference))
