"""Raising the level between meetings."""

from flask import Blueprint, flash, redirect, url_for

from icat.cases.commands.level import raise_level
from icat.cases.forms.screening import LevelForm
from icat.cases.queries.door import CaseView
from icat.cases.queries.overview import overview
from icat.cases.views.case_page import case_page
from icat.i18n import gettext as _
from icat.policy.permissions import Permission
from icat.web.page import Page

bp = Blueprint("level", __name__, url_prefix="/cases/<reference>/level")


@bp.route("", methods=["GET", "POST"])
@case_page(Permission.LEVEL_RAISE)
def edit(case: CaseView) -> Page:
    """The history of the level, and why it goes up."""
    form = LevelForm(data={"version": str(case.version)})
    if form.validate_on_submit():
        with form.refusals():
            raise_level(case.actor, case.id, form.seen(), reason=form.reason.data)
            flash(_("The level is the highest now, under your name."))
            return redirect(url_for("case.show", reference=case.reference))
    form.renew(case.version)
    return {"case": case, "form": form, "levels": overview(case).levels}
