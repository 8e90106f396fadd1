"""A page of one case: opened through the door before the view runs."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from werkzeug.wrappers import Response

from icat import references
from icat.cases.queries.door import CaseView, open_case
from icat.errors import NotFound
from icat.members.views.current import person
from icat.policy.actor import Actor
from icat.policy.permissions import Permission
from icat.web.page import Page, page

P = ParamSpec("P")


def case_page(
    permission: Permission,
) -> Callable[[Callable[Concatenate[CaseView, P], Page]], Callable[..., Response]]:
    """Mark a view as a page of the case that ``reference`` in its URL names; the view gets the opened case."""

    def decorate(view: Callable[Concatenate[CaseView, P], Page]) -> Callable[..., Response]:
        @wraps(view)
        def opened(reference: str, *args: P.args, **kwargs: P.kwargs) -> Page:
            return view(open_case(actor_for(reference), permission, reference), *args, **kwargs)

        return page(permission, at_door=True)(opened)

    return decorate


def actor_for(reference: str) -> Actor:
    """The membership under which the signed-in person acts on this case: that of its team.

    Without one the first membership is refused at the door, as for a wrong reference.
    """
    known = references.parse(reference) or ""
    actors = person().actors
    if not actors:  # the membership ran out while the session was open
        raise NotFound
    return next((actor for actor in actors if known.startswith(f"{actor.team_code}-")), actors[0])
