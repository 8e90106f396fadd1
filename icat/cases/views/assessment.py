"""Answering the factors later."""

from flask import Blueprint, flash, redirect, request, url_for

from icat import clock
from icat.cases.commands.assessment import record_assessment
from icat.cases.forms.assessed import CompareForm
from icat.cases.forms.factors import answers, asked
from icat.cases.forms.screening import assessment_form
from icat.cases.queries.assessed import Numbered, assessors, changed, numbered
from icat.cases.queries.attestation import standing_of_instrument
from icat.cases.queries.door import CaseView
from icat.cases.queries.factors import FACTORS, pictures
from icat.cases.views.case_page import case_page
from icat.errors import NotFound
from icat.i18n import Message
from icat.i18n import gettext as _
from icat.policy.permissions import Permission
from icat.risk.instrument import in_use
from icat.web.page import Page

bp = Blueprint("assessment", __name__, url_prefix="/cases/<reference>/assessments")


@bp.route("")
@case_page(Permission.CASE_READ)
def index(case: CaseView) -> Page:
    """Every assessment that the reader may see, what changed between two of them, and where assessors differ."""
    rows = numbered(case)
    form = CompareForm(request.args)
    form.offer((one.number, _named(one)) for one in rows)
    codes = dict.fromkeys(one.view.instrument.code for one in rows)
    return {
        "case": case,
        "form": form,
        "rows": rows,
        "changed": changed(case, *form.wanted()),
        "assessors": [found for code in codes if (found := assessors(case, code))],
    }


def _named(one: Numbered) -> Message:
    return Message(
        "%(n)s. %(when)s, %(who)s: %(title)s",
        n=one.number,
        when=f"{clock.local(one.view.made_at):%d.%m.%Y %H:%M}",
        who=f"{one.view.by}, {one.view.agency}",
        title=one.view.instrument.title,
    )


@bp.route("/new", methods=["GET", "POST"], defaults={"tool": FACTORS})
@bp.route("/new/<tool>", methods=["GET", "POST"])
@case_page(Permission.ASSESSMENT_RECORD)
def new(case: CaseView, tool: str) -> Page:
    """The factors of one instrument, with what is known so far beside each; only what is answered now is recorded."""
    offered = {one.code: one for one in in_use()}
    if tool not in offered:
        raise NotFound
    edition = offered[tool]
    form = assessment_form(edition)()
    if form.validate_on_submit():
        with form.refusals():
            record_assessment(case.actor, case.id, answers=answers(form, edition), code=tool)
            flash(_("The answers were recorded."))
            return redirect(url_for("case.show", reference=case.reference))
    before = next((one for one in pictures(case) if one.picture.instrument.code == tool), None)
    return {
        "case": case,
        "form": form,
        "factors": asked(form, edition),
        "known": before.known if before else {},
        "instrument": edition,
        "others": [one for code, one in offered.items() if code != tool],
        "standing": standing_of_instrument(case.actor.team_id, edition),
        "is_office": case.may.CASE_SCREEN,
    }
