"""The only assembler: it knows every part, and nothing imports it but the server and the tests."""

from io import BytesIO
from typing import IO

from flask import Flask, Request, current_app, flash, g, get_flashed_messages, redirect, request, url_for
from flask_login import current_user
from flask_wtf.csrf import generate_csrf, validate_csrf
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response
from wtforms import ValidationError

from icat import i18n, templating
from icat.audit import reading
from icat.audit.events import Event
from icat.audit.request import new_request
from icat.cases.queries.door import access_versions
from icat.config import LOOPBACK, STATIC, TEMPLATES, Config, load
from icat.crypto.keyring import Keyring, read_key_file
from icat.db import engine as db
from icat.db.gate import CannotWrite
from icat.db.migrate import refuse_wrong_database
from icat.errors import Busy, ConfigError, NotAllowed, NotFound, Refusal, RuleBroken, Stale
from icat.files import store
from icat.files.checking import MOST_BYTES
from icat.i18n import Message
from icat.i18n import gettext as _
from icat.journal import log, where
from icat.members.commands.signing_in import forget_kept_form, keep_form, kept_form, touch_session
from icat.members.models.session import SessionState
from icat.members.queries.people import is_demo
from icat.members.views.current import actors_with, login_manager, person
from icat.navigation import foot, menu
from icat.policy.permissions import Permission
from icat.risk.added import adopt
from icat.web import component, compression, headers
from icat.web.page import OPEN, Render, hooks, insist_on_permissions
from icat.wiring import blueprints, demo_blueprints

MAX_BODY = 2 * 1024 * 1024
MAX_UPLOAD = MOST_BYTES + MAX_BODY  # where a page takes a file; its own limit is said beside the box
_STATUS = {NotFound: 404, NotAllowed: 403, Busy: 503, CannotWrite: 503, Stale: 409}


class InMemory(Request):
    """A request whose files never touch the disk in the clear, as they would in the usual temporary folder."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()


def connect(config: Config) -> Keyring:
    """Open the key file and the database, and refuse a database that this code or this key does not fit."""
    keyring = Keyring(read_key_file(config.key_file))
    adopt(config.instruments_dir)
    db.connect(db.Database(config.database_url, keyring, signing_key_file=config.signing_key_file))
    store.connect(config.data_dir)
    refuse_wrong_database(keyring)
    return keyring


def create_app(config: Config) -> Flask:
    """The application. Refuses to start without its key, its database, or with an endpoint that names no permission."""
    keyring = connect(config)
    demo = is_demo()
    db.end()
    if demo:
        refuse_demo_in_the_open(config)
    app = Flask("icat", static_folder=str(STATIC), static_url_path="/static", template_folder=None)
    app.config.update(
        ICAT=config,
        SECRET_KEY=keyring.web_secret,
        SESSION_COOKIE_NAME="__Host-icat-form" if config.is_secure else "icat-form",
        SESSION_COOKIE_SECURE=config.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_PARTS=5000,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.request_class = InMemory
    app.jinja_env = templating.environment(TEMPLATES)  # type: ignore[assignment]  # prints have no Flask
    component.install(app.jinja_env)
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    _set_up_requests(app, config, demo=demo)
    login_manager(is_secure=config.is_secure).init_app(app)
    for blueprint in (*blueprints(), *(demo_blueprints() if demo else ())):
        app.register_blueprint(blueprint)
    hooks.admit, hooks.finish = _admit, _finish
    hooks.context = lambda: _context(config, demo=demo)
    _set_up_errors(app)
    insist_on_permissions(app)
    return app


def refuse_demo_in_the_open(config: Config) -> None:
    """A demonstration lets anybody sign in, so it answers on this machine only and behind nothing."""
    host = config.bind.rsplit(":", 1)[0]
    if host not in LOOPBACK or config.trusted_proxies:
        raise ConfigError(Message('A demonstration can only be served on this machine (bind = "127.0.0.1:8000").'))


def _set_up_requests(app: Flask, config: Config, *, demo: bool) -> None:
    @app.before_request
    def begin() -> None:
        new_request()
        if getattr(app.view_functions.get(request.endpoint or ""), "icat_takes_file", False):
            request.max_content_length = MAX_UPLOAD
        reading.tear_off()
        i18n.set_language(_language(request, config))

    headers.set_up(app, is_secure=config.is_secure)
    compression.set_up(app)

    @app.before_request
    def refuse_forwarded_demo() -> Response | None:
        forwarded = any(name.lower().startswith(("x-forwarded", "forwarded")) for name, _value in request.headers)
        return Response(status=403) if demo and forwarded else None

    @app.before_request
    def refuse_button_without_token() -> None:
        # A form looks at its token itself and keeps what was typed; a button with an address of its own has no form.
        # Our scripts send a header that nobody else's page can send.
        if request.method != "POST" or _is_page(request.path) or request.headers.get("X-Requested-With") == "icat":
            return
        try:
            validate_csrf(request.form.get("csrf_token"))
        except ValidationError:
            raise RuleBroken(Message("This page was open too long. Go back, open it anew and try again.")) from None

    @app.before_request
    def speak_to_person() -> None:
        if (
            request.endpoint not in (None, "static")
            and getattr(current_user, "language", None)
            and not _chosen(request)
        ):
            i18n.set_language(current_user.language)

    @app.teardown_request
    def end(_error: BaseException | None) -> None:
        db.end()


def _chosen(asked: Request) -> str | None:
    chosen = asked.cookies.get("icat-language")
    return chosen if chosen in i18n.LANGUAGES else None


def _language(asked: Request, config: Config) -> str:
    return _chosen(asked) or asked.accept_languages.best_match(i18n.LANGUAGES) or config.language


def _admit(permission: Permission, at_door: bool) -> Response | None:
    """Let the signed-in person to the page, or to the sign-in page with the typing kept."""
    who = person()
    state = getattr(who, "state", None)
    if state is not SessionState.OPEN:
        here = request.full_path.rstrip("?") if request.method == "GET" else request.path
        here = here if _is_page(request.path) else "/"
        if state is not None and request.method == "POST" and request.form and _is_page(request.path):
            typed = {name: values for name, values in request.form.lists() if name != "csrf_token"}
            keep_form(who.account_id, request.path, typed)
        if request.headers.get("Accept") == "application/json":
            return Response(status=401)
        return redirect(url_for(_way_in(state), next=here))
    if who.is_stale and request.headers.get("X-ICAT-Poll") is None:
        touch_session(who.session_id)
    if not at_door and not actors_with(permission):
        raise NotAllowed
    g.kept_form = None
    if request.method == "GET" and who.has_kept_form:
        g.kept_form = kept_form(who.account_id, request.path)
        if g.kept_form:
            flash(_("Your session had ended. What you typed was kept: check it and send it again."))
    return None


def _is_page(path: str) -> bool:
    """Whether one can go to this address, not only send something to it."""
    return "GET" in current_app.url_map.bind("").allowed_methods(path)


def _way_in(state: SessionState | None) -> str:
    """Where somebody without an open session goes."""
    if "demo.people" in current_app.view_functions:
        return "demo.people"
    return "session.unlock" if state is SessionState.LOCKED else "session.enter"


def _finish(render: Render, page: str) -> Response:
    """Make the answer; put what it shows into the ledger; only then let it go.

    If who may see what moved meanwhile, it is made once more; nothing was sent yet.
    """
    for _attempt in range(2):
        reading.tear_off()
        response = render()
        read = reading.tear_off()
        db.end()
        if response.status_code in (301, 302, 303) and getattr(current_user, "is_authenticated", False):
            if request.method == "POST":
                forget_kept_form(person().account_id, request.path)
            return response
        if read is None or reading.record_reading(read, page, access_versions):
            return response
    raise Busy


def _context(config: Config, *, demo: bool) -> dict[str, object]:
    """What every page may draw: the menu, who is signed in, the language switch."""
    context: dict[str, object] = {
        "demo": demo,
        "exit_url": config.exit_url,
        "csrf_token": generate_csrf,
        "messages": [("done", text) for text in get_flashed_messages()],
        "language_switch": {"url": url_for("session.language", next=request.path if request.method == "GET" else "/")},
        "url_for": url_for,
    }
    if getattr(current_user, "is_authenticated", False):
        who = person()
        context |= {
            "nav": menu(who.actors, request.path),
            "foot": foot(who.actors, request.path),
            "who": {
                "name": who.name,
                "agency": who.memberships[0].agency_name if who.memberships else "",
                "sign_out_url": url_for("session.leave"),
                "devices_url": url_for("device.index"),
            },
            "idle_seconds": who.idle_seconds,
            "stay_url": url_for("session.stay"),
        }
    return context


def _set_up_errors(app: Flask) -> None:
    @app.errorhandler(Refusal)
    def refused(error: Refusal) -> tuple[str, int]:
        if isinstance(error, NotAllowed | NotFound):
            _record_refusal(app)
        status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
        return _error_page(app, status, error), status

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> tuple[str, int]:
        status = error.code or 500
        return _error_page(app, status, None), status

    @app.errorhandler(Exception)
    def broken(error: Exception) -> tuple[str, int]:
        if app.testing:
            raise error
        log.error("request failed", kind=type(error).__name__, endpoint=request.endpoint, where=where(error))
        return _error_page(app, 500, None), 500


def _record_refusal(app: Flask) -> None:
    """Put into the ledger what a page or a command refused; the door has recorded its own refusals."""
    permission = getattr(app.view_functions.get(request.endpoint or ""), "icat_permission", "")
    if permission in ("", OPEN) or reading.is_refusal_recorded():
        return
    actors = person().actors if getattr(current_user, "is_authenticated", False) else ()
    db.end()
    for actor in actors:
        reading.record_event(actor, Event.ACCESS_REFUSED, permission=permission)


def _error_page(app: Flask, status: int, error: Refusal | None) -> str:
    reading.tear_off()
    db.end()
    known = {400, 403, 404, 409, 413, 429, 500, 503}
    template = app.jinja_env.get_template(f"errors/{status if status in known else 400}.html")
    try:
        context = hooks.context()
    except Exception:  # the database may be what is broken; then the page does without menu and name
        context = {}
    return template.render({**context, "reason": str(error.message) if error else ""})


def served() -> Flask:
    """The application of the settings file that ICAT_CONFIG names; what the web server asks for."""
    return create_app(load())
