"""Signing in, unlocking, signing out, choosing a language."""

from flask import Blueprint, Response, current_app, flash, redirect, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from icat.i18n import LANGUAGES
from icat.i18n import gettext as _
from icat.members.commands.signing_in import (
    begin_session,
    end_session,
    keep_language,
    known_device,
    touch_session,
    unlock_session,
)
from icat.members.forms.session import SignInForm, UnlockForm
from icat.members.models.session import COOKIE_AGE, SessionState
from icat.members.views.current import cookie_name, person
from icat.web.page import Page, open_page

bp = Blueprint("session", __name__)

DEVICE_COOKIE = "icat-device"
DEVICE_DAYS = 180


@bp.route("/sign-in", methods=["GET", "POST"])
@open_page
def enter() -> Page:
    """Sign in."""
    form = SignInForm()
    if request.method == "GET":
        form.next.data = request.args.get("next", "")
    if form.validate_on_submit():
        with form.refusals():
            token, account_id = begin_session(
                form.login.data,
                form.password.data or "",
                form.code.data,
                address=request.remote_addr or "",
                device=device_name(),
                device_token=request.cookies.get(DEVICE_COOKIE, ""),
                memory_kib=current_app.config["ICAT"].argon2_memory_kib,
            )
            response = with_session(token, form.next.data or "")
            response.set_cookie(
                DEVICE_COOKIE,
                known_device(account_id),
                max_age=DEVICE_DAYS * 86400,
                httponly=True,
                secure=current_app.config["ICAT"].is_secure,
                samesite="Strict",
            )
            return response
    return {"form": form}


@bp.route("/unlock", methods=["GET", "POST"])
@open_page
def unlock() -> Page:
    """Open a session again that locked itself after a pause; nothing was lost."""
    if not hasattr(person(), "state") or person().state is SessionState.ENDED:
        return redirect(url_for("session.enter", next=request.args.get("next", "")))
    form = UnlockForm()
    if request.method == "GET":
        form.next.data = request.args.get("next", "")
    if form.validate_on_submit():
        with form.refusals():
            memory_kib = current_app.config["ICAT"].argon2_memory_kib
            if unlock_session(person(), form.password.data or "", memory_kib=memory_kib):
                return redirect(inside(form.next.data or ""))
            flash(_("Too many wrong passwords. Sign in again."))
            return redirect(url_for("session.enter", next=inside(form.next.data or "")))
    return {"form": form, "name": person().name}


@bp.route("/stay", methods=["POST"])
@open_page
def stay() -> Page:
    """The person is still there: the idle clock starts again."""
    if getattr(person(), "is_authenticated", False):
        touch_session(person().session_id)
        return Response(status=204)
    return Response(status=401)


@bp.route("/sign-out", methods=["POST"])
@open_page
def leave() -> Page:
    """Sign out on this device."""
    if getattr(person(), "state", SessionState.ENDED) is not SessionState.ENDED:  # a locked one too
        end_session(person())
    session.clear()
    response = redirect(url_for("demo.people" if "demo.people" in current_app.view_functions else "session.enter"))
    response.delete_cookie(cookie_name(is_secure=current_app.config["ICAT"].is_secure))
    response.headers["Clear-Site-Data"] = '"cache"'
    flash(_("You are signed out."))
    return response


@bp.route("/language", methods=["POST"])
@open_page
def language() -> Page:
    """Speak the other language from here on: on this device, and in the letters to whoever is signed in."""
    chosen = request.form.get("language", "")
    response = redirect(inside(request.args.get("next", "")))
    if chosen in LANGUAGES:
        if getattr(person(), "is_authenticated", False):
            keep_language(person().account_id, chosen)
        response.set_cookie(
            "icat-language",
            chosen,
            max_age=DEVICE_DAYS * 86400,
            httponly=True,
            secure=current_app.config["ICAT"].is_secure,
            samesite="Strict",
        )
    return response


def with_session(token: str, next_page: str) -> BaseResponse:
    """Send somebody on with a session of their own; what the browser was told before, it was told somebody else."""
    session.clear()
    secure = current_app.config["ICAT"].is_secure
    response = redirect(inside(next_page))
    response.set_cookie(
        cookie_name(is_secure=secure),
        token,
        max_age=int(COOKIE_AGE.total_seconds()),
        httponly=True,
        secure=secure,
        samesite="Strict",
    )
    return response


def inside(target: str) -> str:
    """``target`` if it is a page of ours, else the first page. Refuses to be used to send people elsewhere."""
    is_plain = target.isprintable() and "\\" not in target  # browsers drop some signs and turn others round
    return target if is_plain and target.startswith("/") and not target.startswith("//") else "/"


def device_name() -> str:
    """The browser in one word, so that people know their own devices."""
    agent = request.headers.get("User-Agent", "")
    browser = next((name for name in ("Firefox", "Edg", "Chrome", "Safari") if name in agent), "?")
    system = next((name for name in ("Android", "iPhone", "Windows", "Mac OS", "Linux") if name in agent), "?")
    return f"{browser}, {system}"
