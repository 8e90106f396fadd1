"""Where an agency stands."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for

from icat.cases.queries.door import CaseView
from icat.cases.views.case_page import case_page
from icat.errors import NotFound, RuleBroken
from icat.i18n import gettext as _
from icat.meetings.commands.position import ask_positions, give_position, reveal_positions
from icat.meetings.forms.position import PositionForm
from icat.meetings.queries.table import table
from icat.policy.permissions import Permission
from icat.web.page import Page

bp = Blueprint("position", __name__, url_prefix="/cases/<reference>/positions")


@bp.route("/new", methods=["GET", "POST"])
@case_page(Permission.POSITION_GIVE)
def new(case: CaseView) -> Page:
    """Take a position for one's own agency; the office enters what another agency said aloud."""
    found = table(case)
    if found is None:
        raise NotFound
    own = case.may.SHARE_RECORD
    form = PositionForm(prefix="position").speaks_for(found.stands, own=own)
    if form.validate_on_submit():
        spoke = UUID(form.agency.data) if not own and form.agency.data else None
        with form.refusals():
            give_position(case.actor, found.item_id, agency_id=spoke, **form.taken())
            flash(_("The position is recorded."))
            return redirect(url_for("item.show", reference=case.reference))
    return {"case": case, "form": form}


@bp.route("/ask", methods=["POST"])
@case_page(Permission.POSITIONS_ASK)
def ask(case: CaseView) -> Page:
    """Let each agency say where it stands before it hears the others."""
    try:
        ask_positions(case.actor, _item(case))
        flash(_("Each agency gives its position now; they open together."))
    except RuleBroken as refused:
        flash(str(refused.message))
    return redirect(url_for("item.show", reference=case.reference))


@bp.route("/reveal", methods=["POST"])
@case_page(Permission.POSITIONS_REVEAL)
def reveal(case: CaseView) -> Page:
    """Open the first positions. Everybody's page sends this when the minute is over, so coming second says nothing."""
    item_id = _item(case)
    try:
        reveal_positions(case.actor, item_id)
    except RuleBroken as refused:
        found = table(case)
        if found is not None and found.first is not None and found.first.is_sealed:
            flash(str(refused.message))
    return redirect(url_for("item.show", reference=case.reference))


def _item(case: CaseView) -> UUID:
    found = table(case)
    if found is None:
        raise NotFound
    return found.item_id
