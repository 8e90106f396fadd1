"""The case page."""

from flask import Blueprint, Response

from icat.cases.queries.developments import developments
from icat.cases.queries.door import CaseView
from icat.cases.queries.factors import assessments, pictures
from icat.cases.queries.orders import orders
from icat.cases.queries.overview import overview
from icat.cases.queries.papers import form_paper
from icat.cases.queries.question import deciding, factor_questions
from icat.cases.queries.related import related
from icat.cases.queries.releases import mirrored
from icat.cases.queries.results import results
from icat.cases.queries.screening import questions
from icat.cases.queries.sharing import ending_soon
from icat.cases.queries.timelines import timelines
from icat.cases.views.case_page import case_page
from icat.policy.permissions import Permission
from icat.risk.markers import pinned
from icat.web.page import Page, kept_file_response

bp = Blueprint("case", __name__, url_prefix="/cases/<reference>")


@bp.route("")
@case_page(Permission.CASE_READ)
def show(case: CaseView) -> Page:
    """What must be seen first, the people, the referral, the histories, and who sits at the table."""
    pictured, asked, about, assessed = pictures(case), factor_questions(case), overview(case), assessments(case)
    return {
        "case": case,
        "about": about,
        "related": related(case),
        "pinned": pinned(one.picture for one in pictured if not one.is_empty),
        "deciding_answers": deciding(case, pictured) if case.actor.is_office else (),
        "asked_of_me": [one for one in asked if one.is_mine and not one.answered_at],
        "mirrored": mirrored(case),
        "assessments": assessed,
        "timelines": timelines(case, assessed, results(case), about.levels),
        "developments": developments(case),
        "orders": orders(case),
        "questions": [one for one in questions(case) if one.is_mine and not one.answered_at],
        "ending": ending_soon(case) if case.may.SHARE_RENEW else 0,
    }


@bp.route("/forms/<int:number>")
@case_page(Permission.CASE_READ)
def form(case: CaseView, number: int) -> Response:
    """A photo of an official form that came with the referral: to keep, never shown inside a page."""
    found = form_paper(case, number)
    return kept_file_response(
        found.content, f"{case.reference}-f{number}.{found.kind.extension}", found.kind.media_type
    )
