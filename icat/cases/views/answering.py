"""The referrer answers a question of the office."""

from flask import Blueprint, flash, redirect, url_for

from icat.cases.commands.screening import answer_request
from icat.cases.forms.screening import AnswerForm
from icat.cases.queries.door import CaseView
from icat.cases.queries.screening import questions
from icat.cases.views.case_page import case_page
from icat.errors import NotFound
from icat.i18n import gettext as _
from icat.policy.permissions import Permission
from icat.web.page import Page

bp = Blueprint("answering", __name__, url_prefix="/cases/<reference>/questions")


@bp.route("/<int:number>", methods=["GET", "POST"])
@case_page(Permission.REQUEST_ANSWER)
def edit(case: CaseView, number: int) -> Page:
    """One question, and the box for its answer."""
    question = next((one for one in questions(case) if one.number == number and one.is_mine), None)
    if question is None:
        raise NotFound
    form = AnswerForm(data={"version": str(question.version)})
    if form.validate_on_submit():
        with form.refusals():
            answer_request(case.actor, question.id, form.seen(), answer=form.answer.data)
            flash(_("The answer was sent to the team's office."))
            return redirect(url_for("case.show", reference=case.reference))
    form.renew(question.version)
    return {"case": case, "form": form, "question": question}
