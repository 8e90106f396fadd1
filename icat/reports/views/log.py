"""The auditor's log. Who looks at it, or takes a copy, leaves an entry in it before a byte leaves."""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from icat import clock, legal, references
from icat.audit.checkpoint import latest_checkpoint
from icat.audit.events import Event, Group
from icat.audit.ledger import CaseSeen
from icat.audit.queries import log
from icat.audit.reading import record_event
from icat.errors import NotFound
from icat.i18n import gettext as _
from icat.members.views.current import actors_with, the_actor
from icat.policy.actor import Actor
from icat.policy.decide import can
from icat.policy.permissions import Permission
from icat.reports.forms.log import LogForm, log_form
from icat.reports.queries import copies
from icat.reports.queries.log import (
    basis_label,
    case_called,
    in_words,
    limits,
    with_consent,
    without_consent,
)
from icat.reports.queries.names import Names, names_of
from icat.retention.queries.destroyed import destroyed_on
from icat.web.page import Page, file_response, page

bp = Blueprint("log", __name__, url_prefix="/log")


@bp.route("")
@page(Permission.LOG_READ)
def index() -> Page:
    """The log, newest first, with what was asked for."""
    actor = the_actor(Permission.LOG_READ, request.args.get("team") or None)
    names = names_of(actor.team_id)
    form = _form(request.args, names)
    asked = _asked(actor, form) if form.validate() else None
    before = request.args.get("before", "")
    edge = int(before) if before.isdecimal() and len(before) < 10 else None
    found = log.entries(asked, before=edge, size=log.PAGE + 1) if asked else ()
    shown = found[: log.PAGE]
    lines = in_words(actor.team_id, shown, names)
    context = {
        "form": form,
        "actor": actor,
        "teams": [other.team_code for other in actors_with(Permission.LOG_READ)],
        "lines": lines,
        "gone": destroyed_on({about.case_id for line in lines for about in line.about}),
        "no_such_case": bool(form.case.data) and asked is None and not form.errors,
        "counts": [(group, n, _here(groups=group.value)) for group, n in log.counts(asked).items()] if asked else [],
        "unconsented": [
            (basis, _here(groups=Group.SHARE.value, consent="without", basis=basis.code))
            for basis in (without_consent(asked) if asked else ())
        ],
        "verdict": log.newest_checked(actor.team_id),
        "older": _here(before=str(shown[-1].seq)) if len(found) > log.PAGE else "",
        "newest": _here() if before else "",
        "chosen": form.chosen(),
        "may_export": can(actor, Permission.LOG_EXPORT),
        "may_pack": can(actor, Permission.PACK_MAKE),
        "most": copies.MOST,
        "kept": [("team", actor.team_code), *((name, value) for name, value in _kept(request.args) if name != "team")],
    }
    _record(actor, Event.LOG_READ, form, asked)
    return context


@bp.route("/<int:seq>")
@page(Permission.LOG_READ)
def entry(seq: int) -> Page:
    """One entry with what proves it."""
    actor = the_actor(Permission.LOG_READ, request.args.get("team") or None)
    found = log.entry(log.Asked(actor.team_id, **limits(actor)), seq)
    if found is None:
        raise NotFound
    view, proof = found
    (line,) = in_words(actor.team_id, [view], names_of(actor.team_id))
    shares = {about.share_id for about in line.about if about.share_id.int} - {view.share_id}
    recorded = {
        share_id: log.share_entry(actor.team_id, about.case_id, share_id)
        for about in line.about
        for share_id in [about.share_id]
        if share_id in shares
    }
    record_event(actor, Event.LOG_READ, view.cases if len(view.cases) == 1 else (), entry=seq)
    return {
        "line": line,
        "proof": proof,
        "request_id": view.request_id,
        "share_id": view.share_id,
        "gone": destroyed_on({about.case_id for about in line.about}),
        "may_pack": can(actor, Permission.PACK_MAKE),
        "recorded": {share_id: number for share_id, number in recorded.items() if number},
        "actor": actor,
    }


@bp.route("/export", methods=["POST"])
@page(Permission.LOG_EXPORT)
def export() -> BaseResponse:
    """The entries that fit, as a file for a spreadsheet."""
    actor = the_actor(Permission.LOG_EXPORT, request.form.get("team") or None)
    names = names_of(actor.team_id)
    form = _form(request.form, names)
    back = redirect(_here())
    asked = _asked(actor, form) if form.validate() else None
    if asked is None:
        return back
    counted = log.counts(asked)
    count = sum(n for group, n in counted.items() if not asked.groups or group in asked.groups)
    if count > copies.MOST:
        flash(
            _(
                "The file would have %(n)s rows, and at most %(most)s fit. Choose a shorter period.",
                n=count,
                most=copies.MOST,
            )
        )
        return back
    content, rows = copies.as_csv(copies.lines(asked, names), latest_checkpoint(actor.team_id))
    _record(actor, Event.LOG_EXPORTED, form, asked, rows=rows)
    return _file(content, actor.team_code)


def _file(content: bytes, team_code: str) -> Response:
    return file_response(content, f"icat-log-{team_code}-{clock.today():%Y-%m-%d}.csv", "text/csv; charset=utf-8")


def _form(given: MultiDict[str, str], names: Names) -> LogForm:
    return log_form(
        given,
        people=[(view.id, f"{view.name}, {view.agency}") for view in names.people.values()],
        agencies=[(view.id, view.name) for view in names.agencies.values()],
        bases=[(code, basis_label(code)) for code in legal.bases()],
    )


def _asked(actor: Actor, form: LogForm) -> log.Asked | None:
    """What the form asks for, within the reader's limits; none when it names a case that there is not."""
    bounds = limits(actor)
    case_id: UUID | None = None
    if form.case.data:
        case_id = case_called(actor.team_id, references.parse(form.case.data) or "")
        if case_id is None or case_id in bounds["hidden"]:
            return None
    consent = form.consent.data
    return log.Asked(
        team_id=actor.team_id,
        case_id=case_id,
        actor_id=UUID(form.person.data) if form.person.data else None,
        agency_id=UUID(form.agency.data) if form.agency.data else None,
        basis=form.basis.data,
        since=clock.midnight(form.from_on.data) if form.from_on.data else None,
        until=clock.midnight(form.to_on.data + timedelta(days=1)) if form.to_on.data else None,
        groups=frozenset(Group(group) for group in form.groups.data or ()),
        shares=with_consent(actor.team_id, given=consent == "given") if consent else None,
        **bounds,
    )


def _record(actor: Actor, event: Event, form: LogForm, asked: log.Asked | None, **facts: int) -> None:
    """The reading of the log, with the case and the person that were asked about."""
    cases = (CaseSeen(asked.case_id),) if asked is not None and asked.case_id is not None else ()
    person = {"member": str(asked.actor_id)} if asked is not None and asked.actor_id is not None else {}
    record_event(actor, event, cases, **person, **facts)


def _kept(given: MultiDict[str, str]) -> list[tuple[str, str]]:
    """What was asked for, as it was typed, to be asked again."""
    return [(name, value) for name, value in given.items(multi=True) if name not in ("csrf_token", "before")]


def _here(**changed: str) -> str:
    """This page with what was asked for, but for what is changed."""
    kept = [(name, value) for name, value in _kept(request.values) if name not in changed]
    return f"/log?{urlencode([*kept, *changed.items()])}"
