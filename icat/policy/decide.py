"""The two questions that everything asks: may somebody, and insist that they may."""

from icat.errors import NotAllowed, NotFound
from icat.policy.actor import Actor
from icat.policy.grants import BY_ITSELF, GRANTS, Subject
from icat.policy.permissions import Permission


def can(actor: Actor, permission: Permission, subject: Subject | None = None) -> bool:
    """Whether ``actor`` may. Default deny; another team's case and being barred come before any role."""
    if subject is not None and (subject.team_id != actor.team_id or actor.member_id in subject.barred_ids):
        return False
    if actor.is_system:
        return permission in BY_ITSELF
    return any(scope(actor, subject) for role, scope in GRANTS.get(permission, {}).items() if role in actor.roles)


def require(actor: Actor, permission: Permission, subject: Subject | None = None) -> None:
    """Refuse unless ``actor`` may. Who may not even read the case gets the answer that a wrong reference gets."""
    if can(actor, permission, subject):
        return
    if subject is not None and not can(actor, Permission.CASE_READ, subject):
        raise NotFound
    raise NotAllowed
