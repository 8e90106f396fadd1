"""Who must not learn of a case."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for

from icat.cases.commands.bars import bar_member
from icat.cases.forms.screening import BarForm, LinkForm
from icat.cases.queries.bars import barrable, bars
from icat.cases.queries.door import CaseView
from icat.cases.views.case_page import case_page
from icat.errors import NotFound
from icat.i18n import gettext as _
from icat.policy.permissions import Permission
from icat.web.page import Page

bp = Blueprint("bars", __name__, url_prefix="/cases/<reference>/bars")


@bp.route("", methods=["GET", "POST"])
@case_page(Permission.MEMBER_BAR)
def index(case: CaseView) -> Page:
    """Those who are kept away, and a form to keep one more away."""
    form = BarForm()
    form.member.choices = _choices(case)
    if form.validate_on_submit():
        with form.refusals():
            bar_member(
                case.actor,
                case.id,
                member_id=UUID(form.member.data) if form.member.data else None,
                name=form.name.data or _name_of(case, form.member.data),
                link=form.link.data or "",
                reason=form.reason.data or "",
            )
            flash(_("This person is kept from the case from now on."))
            return _back(case)
    return {"case": case, "form": form, "bars": bars(case)}


@bp.route("/<int:number>", methods=["GET", "POST"])
@case_page(Permission.MEMBER_BAR)
def edit(case: CaseView, number: int) -> Page:
    """Say which member a kept name is."""
    kept = next((one for one in bars(case) if one.number == number and not one.member), None)
    if kept is None:
        raise NotFound
    form = LinkForm()
    form.member.choices = _choices(case)
    if form.validate_on_submit():
        with form.refusals():
            bar_member(case.actor, case.id, bar_id=kept.id, member_id=UUID(form.member.data))
            flash(_("This person is kept from the case from now on."))
            return _back(case)
    return {"case": case, "form": form, "kept": kept}


def _choices(case: CaseView) -> list[tuple[str, str]]:
    return [("", _("Nobody on this list")), *((str(id), name) for id, name in barrable(case))]


def _name_of(case: CaseView, chosen: str | None) -> str:
    return next((name.rsplit(",", 1)[0] for id, name in barrable(case) if str(id) == chosen), "")


def _back(case: CaseView) -> Page:
    return redirect(url_for("bars.index", reference=case.reference))
