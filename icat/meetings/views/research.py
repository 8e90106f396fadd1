"""Research: what one's agency was asked, the answer to one case, nothing known for many, and a conflict of interest."""

from flask import Blueprint, flash, redirect, request, url_for

from icat.cases.queries.door import CaseView
from icat.cases.views.case_page import case_page
from icat.errors import Refusal
from icat.i18n import gettext as _
from icat.i18n import ngettext
from icat.meetings.commands.research import declare_conflict, file_return
from icat.meetings.forms.research import ConflictForm, NothingKnownForm, ReturnForm
from icat.meetings.models import Known
from icat.meetings.queries.research import DueReturn, OwnReturn, all_returns, conflicts, due_returns, own_return
from icat.members.views.current import actors_with
from icat.policy.actor import Actor
from icat.policy.permissions import Permission
from icat.web.page import Page, page

bp = Blueprint("research", __name__)


@bp.route("/research", methods=["GET", "POST"])
@page(Permission.RETURNS_READ)
def index() -> Page:
    """What the reader's agencies have still to answer; ticked cases are answered with "nothing known" at once."""
    due = [(actor, one) for actor in actors_with(Permission.RETURNS_READ) for one in due_returns(actor)]
    form = NothingKnownForm()
    form.cases.choices = [(one.case.reference, _called(one)) for _actor, one in due]
    if form.validate_on_submit():
        chosen = [pair for pair in due if pair[1].case.reference in (form.cases.data or ())]
        done = sum(_nothing_known(actor, one) for actor, one in chosen)
        flash(ngettext("%(n)s case answered: nothing known.", "%(n)s cases answered: nothing known.", done))
        return redirect(url_for("research.index"))
    return {"due": tuple(one for _actor, one in due), "form": form}


def _called(due: DueReturn) -> str:
    """Two identifiers and the reference, so that namesakes are not mistaken for each other."""
    return ", ".join(str(part) for part in (due.case.survivor, due.case.birth_year, due.case.reference) if part)


def _nothing_known(actor: Actor, due: DueReturn) -> bool:
    """Whether this case was answered now; a colleague's answer that came first stands."""
    nobody = Known.NO if due.case.has_children else None
    try:
        file_return(actor, due.case.id, 0, survivor=Known.NO, perpetrator=Known.NO, children=nobody)
    except Refusal:
        return False
    return True


@bp.route("/cases/<reference>/research", methods=["GET", "POST"])
@case_page(Permission.MEETING_READ)
def show(case: CaseView) -> Page:
    """The agency's own return, to be filed or completed; and who was asked and answered."""
    own = own_return(case) if case.may.RETURN_FILE else None
    form = ReturnForm(data=_kept(own)) if own else None
    if form is not None and own is not None and form.validate_on_submit():
        with form.refusals():
            file_return(case.actor, case.id, form.seen, **form.filed())
            flash(_("Your agency's answer is filed. Nobody else sees the facts until you share them."))
            return redirect(url_for("research.show", reference=case.reference))
    if form is not None and request.method == "POST":
        own = own_return(case)
        form.version.data = str(own.version) if own else ""
    return {
        "case": case,
        "own": own,
        "form": form,
        "returns": all_returns(case),
        "conflicts": conflicts(case),
        "is_health": case.actor.sector == "health",
    }


def _kept(own: OwnReturn | None) -> dict[str, object]:
    if own is None:
        return {}
    return {
        "version": str(own.version),
        "survivor": own.survivor,
        "perpetrator": own.perpetrator,
        "children": own.children,
        "last_contact_on": own.last_contact_on,
        "offer": own.offer,
    }


@bp.route("/cases/<reference>/conflict", methods=["GET", "POST"])
@case_page(Permission.CONFLICT_DECLARE)
def conflict(case: CaseView) -> Page:
    """Say that one knows somebody in this case privately."""
    form = ConflictForm()
    if form.validate_on_submit():
        with form.refusals():
            declare_conflict(case.actor, case.id, kind=form.kind.data or "", detail=form.detail.data or "")
            flash(_("Your conflict of interest is declared. The coordinator was told; you no longer see the case."))
            return redirect("/")
    return {"case": case, "form": form}
