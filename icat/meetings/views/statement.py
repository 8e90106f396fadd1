"""Saying something at the table: who hears it, who is left out and why, and what would make it lawful."""

from flask import Blueprint, flash, redirect, request, url_for

from icat.cases.queries.door import CaseView
from icat.cases.views.case_page import case_page
from icat.errors import NotFound
from icat.i18n import gettext as _
from icat.meetings.commands.statement import Told, record_share
from icat.meetings.forms.statement import StatementForm
from icat.meetings.models import FactKind
from icat.meetings.queries.running import running
from icat.meetings.queries.table import table
from icat.meetings.queries.telling import Outlook, Telling, outlook, telling
from icat.policy.permissions import Permission
from icat.web.page import Page

bp = Blueprint("statement", __name__, url_prefix="/cases/<reference>/statements")


@bp.route("/new", methods=["GET", "POST"])
@case_page(Permission.SHARE_RECORD)
def new(case: CaseView) -> Page:
    """Say it, or look first at who may hear it."""
    found, spoken = table(case), telling(case)
    if found is None or spoken is None:
        raise NotFound
    form = StatementForm().offer(spoken, found.own)
    if request.method == "POST" and request.form.get("rely_on"):
        form.rely_on(spoken, request.form["rely_on"])
    last = running(case, spoken) if request.form.get("again") in set(FactKind) else None
    if last is not None:
        form.go_on(last, request.form["again"])
    seen: Outlook | None = None
    if form.validate_on_submit():
        seen = outlook(
            case,
            category=form.new_category(),
            is_agreed_now=form.agreed() is not None,
            **form.ground(),
            **form.picked(found.own),
        )
        if "check" not in request.form:
            with form.refusals():
                told = record_share(case.actor, spoken.item_id, **form.said(found.own))
                _say_what_came_of_it(spoken, told)
                return redirect(url_for("item.show", reference=case.reference, _anchor="text"))
    return {"case": case, "form": form, "telling": spoken, "outlook": seen, "table": found}


def _say_what_came_of_it(spoken: Telling, told: Told) -> None:
    names = {one.id: str(one.name) for one in spoken.listeners}
    flash(_("Recorded. It was told to: %(who)s.", who=", ".join(names[id] for id in names if id in told.to)))
    for left in told.left_out:
        remedies = " ".join(str(remedy.message) for remedy in left.allowed.remedies)
        flash(
            _(
                "Left out: %(who)s. %(reason)s What would make it lawful: %(remedies)s",
                who=names.get(left.key, ""),
                reason=left.allowed.reason,
                remedies=remedies,
            )
        )
