"""The list of cases: the one table that a coordinator works from."""

from urllib.parse import urlencode

from flask import Blueprint, request

from icat import codes, territory
from icat.cases.models import Stage
from icat.cases.queries.caseload import caseload
from icat.i18n import Sayable
from icat.members.views.current import actors_with, the_actor
from icat.policy.decide import can
from icat.policy.permissions import Permission
from icat.web.page import Page, page

bp = Blueprint("caseload", __name__, url_prefix="/cases")


@bp.route("")
@page(Permission.CASES_READ)
def index() -> Page:
    """The cases one may read, newest first, all or of one stage."""
    actor = the_actor(Permission.CASES_READ, request.args.get("team") or None)
    asked = request.args.get("stage", "")
    stages = (Stage(asked),) if asked in Stage.__members__.values() else ()
    found = caseload(actor, stages=stages, after=request.args.get("after", ""))
    return {
        "rows": found.rows,
        "places": {row.hromada: _place(row.hromada) for row in found.rows},
        "urgencies": {option.code: option.words for option in codes.options("urgency", with_retired=True)},
        "filters": [(None, _here(team=actor.team_code), not stages)]
        + [(stage, _here(team=actor.team_code, stage=stage.value), stage in stages) for stage in Stage],
        "older": _here(team=actor.team_code, stage=asked, after=found.after) if found.after else "",
        "newest": _here(team=actor.team_code, stage=asked) if "after" in request.args else "",
        "teams": [
            (other.team_code, _here(team=other.team_code), other == actor)
            for other in actors_with(Permission.CASES_READ)
        ],
        "may_import": can(actor, Permission.IMPORTS_READ),
    }


def _place(code: str) -> Sayable:
    known = territory.find(code)
    return known.name if known else code


def _here(**given: str) -> str:
    return f"/cases?{urlencode({name: value for name, value in given.items() if value})}"
