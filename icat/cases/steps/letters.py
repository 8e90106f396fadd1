"""Who is told that a case waits for them: never which one, and never whoever must not learn of it."""

from collections.abc import Collection
from uuid import UUID

from icat.audit.recording import Work
from icat.cases.models import Case
from icat.cases.scope import standing_of
from icat.members.steps.letters import tell_member, tell_roles
from icat.policy.roles import Role

WHO_ANSWERS = (Role.MEMBER, Role.ADVOCATE, Role.SUPERVISOR)


def tell_office(work: Work, case: Case, *roles: Role) -> None:
    """Those who answer for the whole team in these roles: the office, or who looks after its data."""
    tell_roles(work, *roles, hromada=case.hromada, except_ids=_kept_away(work, case))


def tell_agencies(work: Work, case: Case, agency_ids: Collection[UUID]) -> None:
    """Those who answer for these agencies."""
    tell_roles(work, *WHO_ANSWERS, agency_ids=agency_ids, hromada=case.hromada, except_ids=_kept_away(work, case))


def tell_referrer(work: Work, case: Case) -> None:
    """The member who referred the case."""
    tell_member(work, case.referrer_id, except_ids=_kept_away(work, case))


def _kept_away(work: Work, case: Case) -> Collection[UUID]:
    work.session.flush()
    return standing_of(work.session, case).barred_ids
