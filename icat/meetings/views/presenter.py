"""Saying who presents a case at the meeting to come."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for

from icat.cases.queries.door import CaseView
from icat.cases.views.case_page import case_page
from icat.i18n import gettext as _
from icat.meetings.commands.presenter import confirm_presenter
from icat.meetings.forms.presenter import PresenterForm
from icat.meetings.models import Presence
from icat.meetings.queries.presenter import presenting
from icat.policy.permissions import Permission
from icat.web.form import choices
from icat.web.page import Page

bp = Blueprint("presenter", __name__, url_prefix="/cases/<reference>/presenter")


@bp.route("", methods=["GET", "POST"])
@case_page(Permission.PRESENTER_CONFIRM)
def edit(case: CaseView) -> Page:
    """The referrer's answer, or what the office was told by phone."""
    found = presenting(case)
    form = PresenterForm(data={"presence": found.presence if found else None})
    form.deputy.choices = choices(((str(id), name) for id, name in found.deputies) if found else (), blank="")
    if form.validate_on_submit():
        with form.refusals():
            confirm_presenter(
                case.actor,
                case.id,
                presence=Presence(form.presence.data),
                deputy_id=UUID(form.deputy.data) if form.deputy.data else None,
            )
            flash(_("The coordinator sees who presents the case."))
            return redirect(url_for("presenter.edit", reference=case.reference))
    return {"case": case, "form": form, "found": found}
