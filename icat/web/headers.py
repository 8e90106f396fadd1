"""What every answer carries, and which requests are refused before anything looks at them."""

from urllib.parse import urlsplit

from flask import Flask, Request, abort, request
from werkzeug.routing import IntegerConverter
from werkzeug.wrappers import Response

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types icat",
    )
)

_ALWAYS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
STATIC_AGE = 31_536_000


class ShortNumber(IntegerConverter):
    """A number in an address, as long as a column can hold; any other address is of no page."""

    regex = "[0-9]{1,9}"


def set_up(app: Flask, *, is_secure: bool) -> None:
    """Give ``app`` its headers and its check of where a request comes from and what its address is made of."""
    app.url_map.converters["int"] = ShortNumber

    @app.before_request
    def refuse_what_no_column_holds() -> None:
        if "\0" in request.path or any("\0" in value for value in request.args.values()):
            abort(400)

    @app.before_request
    def refuse_foreign_requests() -> None:
        if request.method not in _SAFE and not is_from_here(request):
            abort(403)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
        if request.endpoint == "static" and response.status_code == 200:
            response.headers["Cache-Control"] = f"public, max-age={STATIC_AGE}, immutable"
        else:
            response.headers["Cache-Control"] = "no-store"
        if is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        return response


def is_from_here(asked: Request) -> bool:
    """Whether a changing request was made by one of our own pages.

    Browsers say so in Sec-Fetch-Site; on plain HTTP in a local network they do not, then Origin or Referer must
    be ours.
    """
    site = asked.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = asked.headers.get("Origin") or asked.headers.get("Referer")
    try:
        return origin is not None and urlsplit(origin).netloc == asked.host
    except ValueError:  # no address at all
        return False
