"""My work: the first page, in every team that somebody belongs to."""

from flask import Blueprint

from icat.cases.forms.acting import ActForm
from icat.cases.queries.alarms import waiting_alarms
from icat.members.views.current import actors_with, person
from icat.policy.actor import Actor
from icat.policy.permissions import Permission
from icat.reports.queries.disposals import due_disposals
from icat.reports.queries.inquiries import due_inquiries
from icat.reports.queries.work import Section, coming, own_referrals, sections, watch
from icat.web.page import Page, page

bp = Blueprint("work", __name__)


@bp.route("/")
@page(Permission.WORK_READ)
def index() -> Page:
    """What needs doing now."""
    actors = person().actors
    referrers = actors_with(Permission.REFERRAL_DRAFT)
    referrals = [referral for actor in referrers for referral in own_referrals(actor)]
    return {
        "alarms": [one for actor in actors_with(Permission.ALARM_ACKNOWLEDGE) for one in waiting_alarms(actor)],
        "form": ActForm(),
        "may_refer": bool(referrers),
        "referrals": referrals,
        "sections": [section for actor in actors for section in _waiting(actor)],
        "meetings": sorted((meeting for actor in actors for meeting in coming(actor)), key=lambda found: found.held_at),
        "watches": [seen for actor in actors_with(Permission.LOG_READ) if (seen := watch(actor))],
    }


def _waiting(actor: Actor) -> tuple[Section, ...]:
    return (*sections(actor), *due_inquiries(actor), *due_disposals(actor))
