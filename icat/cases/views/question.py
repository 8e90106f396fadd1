"""One question about one factor to one agency, and its answer."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for

from icat.cases.commands.question import answer_factor, ask_factor
from icat.cases.forms.question import AnswerFactorForm, AskFactorForm
from icat.cases.queries.asking import askable, openings
from icat.cases.queries.door import CaseView
from icat.cases.queries.factors import knowledge
from icat.cases.queries.question import answer_bases, factor_questions, likely
from icat.cases.views.case_page import case_page
from icat.errors import NotFound
from icat.i18n import gettext as _
from icat.policy.permissions import Permission
from icat.risk.instrument import Factor, Instrument, current
from icat.web.form import choices
from icat.web.page import Page

bp = Blueprint("question", __name__, url_prefix="/cases/<reference>/factors")


@bp.route("/<tool>/<factor>/ask", methods=["GET", "POST"])
@case_page(Permission.FACTOR_ASK)
def ask(case: CaseView, tool: str, factor: str) -> Page:
    """Ask one agency; the one that is most likely to know stands chosen."""
    edition, asked = _factor(tool, factor)
    known = {one.id: one for one in askable(case) if one.basis or one.is_asked}
    first = [known[id] for id in likely(case, asked) if id in known]
    others = [one for one in known.values() if one not in first]
    form = AskFactorForm()
    form.agency.choices = choices((str(one.id), one.name, one.sector) for one in (*first, *others))
    if form.agency.data is None and first:
        form.agency.data = str(first[0].id)
    if form.validate_on_submit():
        with form.refusals():
            ask_factor(case.actor, case.id, agency_id=UUID(str(form.agency.data)), factor=asked.id, code=edition.code)
            flash(_("The question was sent. The answer will stand among the others, with its source and date."))
            return redirect(url_for("screening.show", reference=case.reference))
    return {
        "case": case,
        "form": form,
        "instrument": edition,
        "factor": asked,
        "openings": openings(one for one in known.values() if not one.is_asked),
        "asked": [one for one in factor_questions(case) if one.factor.id == asked.id],
    }


@bp.route("/<int:number>", methods=["GET", "POST"])
@case_page(Permission.FACTOR_ANSWER)
def answer(case: CaseView, number: int) -> Page:
    """One question to the reader's agency, and its answer."""
    question = next((one for one in factor_questions(case) if one.number == number and one.is_mine), None)
    if question is None:
        raise NotFound
    bases = answer_bases(case, critical_yes=bool(knowledge(case).picture.pinned))
    form = AnswerFactorForm(data={"version": str(question.version)}).offer(question.instrument, question.factor, bases)
    if form.validate_on_submit():
        with form.refusals():
            answer_factor(case.actor, question.id, form.seen(), **form.told())
            flash(_("The answer was sent to the team's office."))
            return redirect(url_for("case.show", reference=case.reference))
    form.renew(question.version)
    return {"case": case, "form": form, "question": question}


def _factor(tool: str, factor: str) -> tuple[Instrument, Factor]:
    """The factor as the edition in use asks it. Refuses names that are none."""
    try:
        edition = current(tool)
        return edition, edition.factor(factor)
    except (LookupError, ValueError):
        raise NotFound from None
