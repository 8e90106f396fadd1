"""A page: a view function, its permission, its template, and the finisher that lets it leave.

The template's path is computed from the view, so that nobody types it and it cannot drift. A view returns a mapping for
its template, or a response (a redirect, a file). No database object may be in the mapping. What the finisher does is
given by the application: it puts the reading into the ledger before the first byte leaves.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec

from flask import Flask, Response, current_app, make_response
from werkzeug.wrappers import Response as BaseResponse

from icat.db.base import Base
from icat.policy.permissions import Permission

Page = Mapping[str, Any] | BaseResponse
P = ParamSpec("P")
Render = Callable[[], BaseResponse]

OPEN = "open"  # a page for whoever comes: sign-in, language


@dataclass
class Hooks:
    """What the application gives the pages, so that the web need not know who signs in or what a ledger is."""

    admit: Callable[[Permission, bool], BaseResponse | None] = lambda _permission, _at_door: None
    finish: Callable[[Render, str], BaseResponse] = lambda render, _page: render()
    context: Callable[[], dict[str, Any]] = field(default=dict)


hooks = Hooks()


class DatabaseObjectInPage(AssertionError):
    """A view handed a database object to its template: a defect."""


def page(permission: Permission, *, at_door: bool = False) -> Callable[[Callable[P, Page]], Callable[P, BaseResponse]]:
    """Mark a view as a page that needs ``permission``.

    ``at_door`` is for pages of one case: there a door asks, which knows the case.
    """

    def decorate(view: Callable[P, Page]) -> Callable[P, BaseResponse]:
        @wraps(view)
        def answer(*args: P.args, **kwargs: P.kwargs) -> BaseResponse:
            turned_away = hooks.admit(permission, at_door)
            return turned_away if turned_away is not None else _answer(view, *args, **kwargs)

        return _marked(answer, permission)

    return decorate


def open_page(view: Callable[P, Page]) -> Callable[P, BaseResponse]:
    """Mark a view as a page for whoever comes. It can show nothing of a case."""

    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> BaseResponse:
        return _answer(view, *args, **kwargs)

    return _marked(answer, OPEN)


def _marked(answer: Callable[P, BaseResponse], permission: str) -> Callable[P, BaseResponse]:
    answer.icat_permission = permission  # type: ignore[attr-defined]
    return answer


def _answer(view: Callable[P, Page], *args: P.args, **kwargs: P.kwargs) -> BaseResponse:
    """The view's answer, let out by the finisher. It may be made twice: the second time nothing was sent yet."""
    name = _name(view)

    def render() -> BaseResponse:
        result = view(*args, **kwargs)
        if isinstance(result, BaseResponse):
            return result
        refuse_database_objects(result)
        context = {**hooks.context(), **result}
        html = current_app.jinja_env.get_template(f"{name}.html").render(context)
        return make_response(html)

    return hooks.finish(render, name)


def _name(view: Callable[..., Any]) -> str:
    """``icat.cases.views.sharing`` and ``new`` make ``cases/sharing/new``."""
    parts = [part for part in view.__module__.split(".")[1:] if part != "views"]
    return "/".join([*parts, view.__name__])


def refuse_database_objects(value: Any, depth: int = 12) -> None:
    """Refuse a mapping in which a database object lies, also deep inside lists, mappings and views; and one with what
    is only read while the page is drawn, such as a result that was not fetched yet."""
    if isinstance(value, Base | Iterator):
        raise DatabaseObjectInPage(type(value).__name__)
    if depth == 0 or isinstance(value, str | bytes):
        return
    if isinstance(value, Mapping):
        for item in value.values():
            refuse_database_objects(item, depth - 1)
    elif isinstance(value, Sequence | Set):
        for item in value:
            refuse_database_objects(item, depth - 1)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            refuse_database_objects(getattr(value, name, None), depth - 1)


def insist_on_permissions(app: Flask) -> None:
    """Refuse to start with an endpoint that names no permission."""
    unmarked = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not hasattr(app.view_functions[rule.endpoint], "icat_permission")
    ]
    if unmarked:
        raise RuntimeError(f"endpoints without a permission: {sorted(unmarked)}")


def file_response(content: bytes, name: str, kind: str) -> Response:
    """A file to keep, never shown inside a page."""
    response = current_app.response_class(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
