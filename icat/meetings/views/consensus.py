"""Recording what the table agreed."""

from flask import Blueprint, flash, redirect, request, url_for

from icat.cases.queries.door import CaseView
from icat.cases.queries.factors import Knowledge, knowledge
from icat.cases.queries.overview import overview
from icat.cases.views.case_page import case_page
from icat.errors import NotFound
from icat.i18n import Message, Sayable, Words
from icat.i18n import gettext as _
from icat.meetings.commands.consensus import record_consensus
from icat.meetings.forms.consensus import ConsensusForm
from icat.meetings.queries.deciding import openings_of_decision
from icat.meetings.queries.table import Table, table
from icat.members.queries.people import active_members, team
from icat.policy.permissions import Permission
from icat.risk.answer import Answer, Reply
from icat.web.page import Page

bp = Blueprint("consensus", __name__, url_prefix="/cases/<reference>/consensus")


@bp.route("", methods=["GET", "POST"])
@case_page(Permission.CONSENSUS_RECORD)
def new(case: CaseView) -> Page:
    """The level with its reason, her own rating and the official level beside it; once."""
    found = table(case)
    if found is None:
        raise NotFound
    if found.state == "decided":
        flash(_("This has been decided and cannot be changed: a later meeting can decide anew."))
        return redirect(url_for("item.show", reference=case.reference))
    known = knowledge(case)
    form = _form(case, found, known)
    if form.validate_on_submit():
        with form.refusals():
            record_consensus(case.actor, found.item_id, form.seen, **form.agreed())
            flash(_("Recorded. Whoever is at the table can read it now."))
            return redirect(url_for("item.show", reference=case.reference))
    if request.method == "POST":
        found = table(case) or found
        form.version.data = str(found.version)
    return {
        "case": case,
        "form": form,
        "table": found,
        "risk": known,
        "referrals": overview(case).referrals,
        "openings": openings_of_decision(found),
    }


def _form(case: CaseView, found: Table, known: Knowledge) -> ConsensusForm:
    members = active_members(case.actor.team_id).values()
    return ConsensusForm(data={"version": str(found.version)}).offer(
        factors=_factors(known),
        agencies=[(str(stand.agency_id), stand.agency) for stand in found.stands if stand.is_present],
        members=[
            (str(one.id), f"{one.name}, {one.agency}") for one in members if one.id not in case.may.standing.barred_ids
        ],
        review_days=team(case.actor.team_id).review_days,
    )


def _factors(known: Knowledge) -> list[tuple[str, Sayable]]:
    """The factors that were answered, those that are present first."""
    lines = [line for section in known.picture.sections for line in section.lines if line.factor.id in known.known]
    return [
        (
            line.factor.id,
            Message("%(factor)s: %(answer)s", factor=line.factor.text, answer=_said(line.answer)),
        )
        for line in sorted(lines, key=lambda line: (not line.present, line.open))
    ]


def _said(reply: Reply) -> Message | Words:
    return _ANSWERS[reply] if isinstance(reply, Answer) else reply.label


_ANSWERS = {
    "yes": Message("yes"),
    "no": Message("no"),
    "unknown": Message("not known"),
    "refused": Message("she did not want to say"),
    "not_asked": Message("not asked"),
}
