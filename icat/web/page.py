"""A page: a view function, its permission, its template, and the finisher that lets it leave.

The template's path is computed from the view, so that nobody types it and it cannot drift. A view returns a mapping for
its template, or a response (a redirect, a file). No database object may be in the mapping. What the finisher does is
given by the application: it puts the reading into the ledger before the first byte leaves.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import wraps
from typing import Any, ParamSpec
from uuid import UUID

from flask import Flask, Response, current_app, make_response
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from icat.db.base import Base
from icat.i18n import Words
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


def refuse_database_objects(value: Any, looked_at: dict[int, Any] | None = None) -> None:
    """Refuse a mapping in which a database object lies, also deep inside lists, mappings and views; and one with what
    is only read while the page is drawn, such as a result that was not fetched yet."""
    if _is_harmless(value):
        return
    if isinstance(value, Base | Iterator):
        raise DatabaseObjectInPage(type(value).__name__)
    looked_at = {} if looked_at is None else looked_at
    if id(value) in looked_at:
        return
    looked_at[id(value)] = value  # kept, so that nothing else can take its place in memory meanwhile
    inside: Iterable[Any] = ()
    if isinstance(value, Mapping):
        inside = value.values()
    elif isinstance(value, Sequence | Set):
        inside = value
    elif hasattr(value, "__dataclass_fields__"):
        inside = [getattr(value, name, None) for name in value.__dataclass_fields__]
        if _HARMLESS.issuperset(map(type, inside)):  # a list of fifty has a thousand values: asked all at once
            return
    for item in inside:
        if not _is_harmless(item):
            refuse_database_objects(item, looked_at)


def _is_harmless(value: Any) -> bool:
    if isinstance(value, str):
        _HARMLESS.add(type(value))  # a kind of code
    return type(value) in _HARMLESS


# By far most of what a page holds; nothing can lie inside them.
_HARMLESS = {str, bytes, bool, int, float, type(None), date, datetime, UUID, Words, Markup}


def takes_file(view: Callable[P, Page]) -> Callable[P, Page]:
    """Mark a view whose form brings a file: only there may a request be large. Stands below the page's own mark."""
    view.icat_takes_file = True  # type: ignore[attr-defined]
    return view


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
    """A file to keep, never shown inside a page; ``kind`` is said as it is, with the character set where it has one."""
    response = current_app.response_class(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def kept_file_response(content: bytes, name: str, kind: str) -> Response:
    """A file that somebody brought: never opened inside our pages, and powerless if it is opened by itself."""
    response = file_response(content, name, kind)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
