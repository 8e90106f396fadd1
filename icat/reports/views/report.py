"""Reports for the auditor and for officers of data protection, as page, table and paper.

Who reads or takes one leaves an entry in the log before a byte leaves.
"""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, flash, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from icat import clock, references
from icat.audit.events import Event
from icat.audit.ledger import CaseSeen
from icat.audit.reading import record_event
from icat.cases.models import Part
from icat.errors import NotFound
from icat.i18n import gettext as _
from icat.members.views.current import actors_with, person, the_actor
from icat.pdf.render import RenderRefused
from icat.policy.actor import Actor
from icat.policy.decide import can
from icat.policy.permissions import Permission
from icat.reports.documents import as_csv, as_pdf
from icat.reports.forms.report import ExportForm, ReportForm, asked_of, report_form
from icat.reports.queries.answer import MOST, Report
from icat.reports.queries.asking import Question, case_of
from icat.reports.queries.catalogue import ReportCode
from icat.reports.queries.names import Names, names_of
from icat.reports.queries.pack import MOST as MOST_PACKED
from icat.reports.queries.pack import as_ranges
from icat.reports.queries.reports import answered
from icat.web.page import Page, file_response, page

bp = Blueprint("report", __name__, url_prefix="/reports")

ON_PAGE = 200  # rows on a page; the files hold all
ON_PAPER = 1500  # rows on paper; more takes too long to draw, and nobody reads it


@bp.route("")
@page(Permission.REPORT_READ)
def index() -> Page:
    """The reports that there are."""
    actor = the_actor(Permission.REPORT_READ, request.args.get("team") or None)
    return {"reports": list(ReportCode), "actor": actor, "teams": _teams()}


@bp.route("/<report>")
@page(Permission.REPORT_READ)
def show(report: str) -> Page:
    """One report: what it asks, and below it what was found."""
    code = _code(report)
    actor = the_actor(Permission.REPORT_READ, request.args.get("team") or None)
    names = names_of(actor.team_id)
    form = _form(code, request.args, names)
    begins = code.needs and not asked_of(code, request.args)
    question = None if begins or not form.is_complete(code) else _question(actor, code, form, names)
    answer = answered(question) if question else None
    if not begins:
        _record(actor, Event.REPORT_READ, code, form, question)
    return {
        "code": code,
        "form": form,
        "take": _take(request.args),
        "actor": actor,
        "answer": answer,
        "shown": answer.rows[:ON_PAGE] if answer else (),
        "no_such_case": question is None and not begins and not form.errors,
        "chosen": form.chosen(),
        "may_export": can(actor, Permission.REPORT_EXPORT),
        "to_pack": _to_pack(actor, answer),
        "on_page": ON_PAGE,
        "most": MOST,
        "kept": [("team", actor.team_code), *((name, value) for name, value in _kept(request.args) if name != "team")],
    }


@bp.route("/<report>/export", methods=["POST"])
@page(Permission.REPORT_EXPORT)
def export(report: str) -> BaseResponse:
    """The same as a table for a spreadsheet, or on paper."""
    code = _code(report)
    actor = the_actor(Permission.REPORT_EXPORT, request.form.get("team") or None)
    names = names_of(actor.team_id)
    form, take = _form(code, request.form, names), ExportForm()
    back = redirect(f"/reports/{code}?{urlencode(_kept(request.form))}")
    if not take.validate():
        return redirect(f"/reports/{code}?{urlencode([*_kept(request.form), ('use', str(take.use.data or ''))])}")
    question = _question(actor, code, form, names) if form.is_complete(code) else None
    if question is None:
        return back
    answer = answered(question)
    is_paper = request.form.get("format") == "pdf"
    if is_paper and len(answer.rows) > ON_PAPER:
        flash(
            _("On paper it would have %(n)s rows, and at most %(most)s fit.", n=len(answer.rows), most=ON_PAPER)
            + " "
            + _("Take the table, or choose a shorter period.")
        )
        return back
    use = str(take.use.data)
    try:
        content = as_pdf(answer, form.chosen(), use, actor, person().name) if is_paper else as_csv(answer)
    except RenderRefused as refused:
        flash(str(refused.message))
        return back
    _record(
        actor,
        Event.REPORT_EXPORTED,
        code,
        form,
        question,
        format="pdf" if is_paper else "csv",
        use=use,
        rows=len(answer.rows),
    )
    return _file(content, code, actor, is_paper=is_paper)


def _file(content: bytes, code: ReportCode, actor: Actor, *, is_paper: bool) -> BaseResponse:
    name = f"icat-{code}-{actor.team_code}-{clock.today():%Y-%m-%d}"
    if is_paper:
        return file_response(content, f"{name}.pdf", "application/pdf")
    return file_response(content, f"{name}.csv", "text/csv; charset=utf-8")


def _code(report: str) -> ReportCode:
    if report not in set(ReportCode):
        raise NotFound
    return ReportCode(report)


def _teams() -> list[str]:
    return [other.team_code for other in actors_with(Permission.REPORT_READ)]


def _form(code: ReportCode, given: MultiDict[str, str], names: Names) -> ReportForm:
    return report_form(
        code,
        given,
        people=[(view.id, f"{view.name}, {view.agency}") for view in names.people.values()],
        agencies=[(view.id, view.name) for view in names.agencies.values()],
    )


def _question(actor: Actor, code: ReportCode, form: ReportForm, names: Names) -> Question | None:
    """What the form asks for; none when it names a case that there is not, for this reader."""
    given = form.data
    case_id: UUID | None = None
    if "case" in code.asks:
        case_id = case_of(actor, references.parse(given["case"]) or "")
        if case_id is None:
            return None
    since, until = given.get("from_on"), given.get("to_on")
    return Question(
        code,
        actor,
        names,
        case_id=case_id,
        part=Part(given["part"]) if given.get("part") else None,
        number=given.get("number") or 1,
        agency_id=UUID(given["agency"]) if given.get("agency") else None,
        member_id=UUID(given["person"]) if given.get("person") else None,
        since=clock.midnight(since) if since else None,
        until=clock.midnight(until + timedelta(days=1)) if until else None,
        days=given.get("days") or 30,
    )


def _to_pack(actor: Actor, answer: Report | None) -> str:
    """The entries behind an answer, where they can be handed out in one pack."""
    if answer is None or len(answer.seqs) > MOST_PACKED or not can(actor, Permission.PACK_MAKE):
        return ""
    return as_ranges(answer.seqs)


def _take(given: MultiDict[str, str]) -> ExportForm:
    """What is asked before a report is taken away; sent back with what was missing, it says so beside the field."""
    if "use" not in given:
        return ExportForm()
    take = ExportForm(given, meta={"csrf": False})
    take.validate()
    return take


def _record(
    actor: Actor, event: Event, code: ReportCode, form: ReportForm, question: Question | None, **facts: str | int
) -> None:
    """That the report was read, or taken away, with the case, the member and the agency that were asked about."""
    asked = form.data
    cases = (CaseSeen(question.case_id),) if question is not None and question.case_id is not None else ()
    about = {"member": asked.get("person"), "agency": asked.get("agency")} if question is not None else {}
    given = {name: str(value) for name, value in about.items() if value}
    record_event(actor, event, cases, report=str(code), **given, **facts)


def _kept(given: MultiDict[str, str]) -> list[tuple[str, str]]:
    """What was asked for, as it was typed, to be asked again."""
    left_out = ("csrf_token", "format", "use")
    return [(name, value) for name, value in given.items(multi=True) if name not in left_out]
