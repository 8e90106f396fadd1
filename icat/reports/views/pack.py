"""A pack for a court: chosen entries of the log, what proves them, and how to check that without ICAT."""

import hashlib
from uuid import UUID

from flask import Blueprint, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from icat import clock, references
from icat.audit.events import Event
from icat.audit.ledger import CaseSeen
from icat.audit.pack import pack
from icat.audit.reading import record_event
from icat.errors import Refusal, RuleBroken
from icat.i18n import Message
from icat.members.views.current import person, the_actor
from icat.policy.actor import Actor
from icat.policy.permissions import Permission
from icat.reports.commands.pack import make_pack
from icat.reports.documents import pack_zip
from icat.reports.forms.pack import PackForm
from icat.reports.queries.names import names_of
from icat.reports.queries.pack import MOST, Chosen, Wanted, as_ranges, chosen, named_case, of_ranges
from icat.web.page import Page, file_response, page

bp = Blueprint("pack", __name__, url_prefix="/packs")


@bp.route("/new", methods=["GET", "POST"])
@page(Permission.PACK_MAKE)
def new() -> Page:
    """Say for whom and why; the answer is the file."""
    given = request.form if request.method == "POST" else request.args
    actor = the_actor(Permission.PACK_MAKE, given.get("team") or None)
    wanted = _wanted(actor, given)
    picked = chosen(actor, names_of(actor.team_id), wanted) if wanted else Chosen(())
    form = PackForm()
    is_begun = "begin" in given  # sent here from a report, with the entries only
    if not is_begun and form.validate_on_submit():
        with form.refusals():
            return _handed_out(actor, picked, form)
    form.team.data, form.numbers.data = actor.team_code, as_ranges(picked.seqs)
    form.case.data = given.get("case", "") if wanted and wanted.case_id else ""
    cases = (CaseSeen(picked.case_id),) if picked.case_id else ()
    record_event(actor, Event.LOG_READ, cases)
    return {"form": form, "actor": actor, "picked": picked, "most": MOST}


def _wanted(actor: Actor, given: MultiDict[str, str]) -> Wanted | None:
    """What the address or the form names; none where it names a case that there is not, for this reader."""
    case_id: UUID | None = None
    if given.get("case"):
        case_id = named_case(actor, references.parse(given["case"]) or "")
        if case_id is None:
            return None
    share = given.get("share", "")
    numbers = of_ranges(",".join([*given.getlist("seq"), *filter(None, [given.get("numbers")])]))
    return Wanted(numbers, _identifier(share), case_id)


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _handed_out(actor: Actor, picked: Chosen, form: PackForm) -> BaseResponse:
    """The file; that it leaves is in the log before its first byte does."""
    if not picked.seqs:
        raise RuleBroken(Message("There is no entry that could be handed out."))
    if len(picked.case_ids) > 1 and not form.covers_all.data:
        message = Message("Entries of several cases leave only for a paper that covers all.")
        raise RuleBroken(message, field="covers_all")
    given = {name: str(form[name].data) for name in ("recipient", "order", "purpose")}
    try:
        packed = pack(actor.team_id, picked.seqs)
        content = pack_zip(packed, picked, actor, person().name, str(form.language.data), **given)
    except Refusal as refused:
        raise RuleBroken(refused.message) from refused
    make_pack(
        actor,
        case_id=picked.case_id,
        entries=len(picked.seqs),
        size=packed.head.size,
        digest=hashlib.sha256(packed.content).hexdigest(),
        **given,
    )
    return file_response(content, f"icat-pack-{actor.team_code}-{clock.today():%Y-%m-%d}.zip", "application/zip")
