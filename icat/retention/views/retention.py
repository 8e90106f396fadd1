"""Retention: what is due, what is held, what was destroyed; and the page of one case by its number."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from icat import clock, references
from icat.cases.commands.holds import lift_hold, place_hold
from icat.cases.views.case_page import actor_for
from icat.errors import NotFound, RuleBroken
from icat.i18n import Message
from icat.i18n import gettext as _
from icat.members.views.current import actors_with
from icat.policy.permissions import Permission
from icat.retention.commands.disposal import dispose_case, propose_disposal
from icat.retention.commands.terms import extend_retention
from icat.retention.forms.file import DisposeForm, FindForm, HoldForm, LiftForm, ProposeForm, TermForm
from icat.retention.queries.due import overview
from icat.retention.queries.file import FileView, open_file
from icat.retention.rules import rules
from icat.web.button import pressed
from icat.web.page import Page, page

bp = Blueprint("retention", __name__, url_prefix="/retention")
P = ParamSpec("P")


def file_page(
    permission: Permission,
) -> Callable[[Callable[Concatenate[FileView, P], Page]], Callable[..., Response]]:
    """Mark a view as a page of retention about the case that ``reference`` names; the view gets the opened file."""

    def decorate(view: Callable[Concatenate[FileView, P], Page]) -> Callable[..., Response]:
        @wraps(view)
        def opened(reference: str, *args: P.args, **kwargs: P.kwargs) -> Page:
            return view(open_file(actor_for(reference), permission, reference, clock.today()), *args, **kwargs)

        return page(permission, at_door=True)(opened)

    return decorate


@bp.route("", methods=["GET", "POST"])
@page(Permission.RETENTION_READ)
def index() -> Page:
    """What is due, held and destroyed in every team of the reader, a way to any other case, and the terms."""
    form = FindForm()
    if form.validate_on_submit():
        with form.refusals():
            known = references.parse(form.reference.data or "")
            if known is None:
                raise RuleBroken(Message("This is not the number of a case. Check each character."), field="reference")
            return redirect(url_for("retention.show", reference=known))
    return {
        "form": form,
        "teams": [overview(actor) for actor in actors_with(Permission.RETENTION_READ)],
        "rules": rules(),
    }


@bp.route("/<reference>")
@file_page(Permission.RETENTION_READ)
def show(file: FileView) -> Page:
    """How long one case is kept and why, its holds, who was told what of it, and what may be done."""
    return {
        "file": file,
        "propose": ProposeForm(data={"version": str(file.version)}),
    }


@bp.route("/<reference>/hold", methods=["GET", "POST"])
@file_page(Permission.HOLD_PLACE)
def hold(file: FileView) -> Page:
    """Put the case on legal hold."""
    _insist_on_case(file)
    form = HoldForm()
    if form.validate_on_submit():
        with form.refusals():
            place_hold(
                file.actor,
                file.id,
                code=form.code.data,
                authority=form.authority.data or "",
                reason=form.reason.data or "",
                until_on=form.until_on.data,
            )
            flash(_("The case is on legal hold. Nothing of it can be destroyed."))
            return _back(file)
    return {"file": file, "form": form}


@bp.route("/<reference>/holds/<int:number>", methods=["GET", "POST"])
@file_page(Permission.HOLD_LIFT)
def lift(file: FileView, number: int) -> Page:
    """Lift a legal hold that somebody else placed."""
    kept = file.hold(number)
    form = LiftForm(data={"version": str(kept.version)})
    if form.validate_on_submit():
        with form.refusals():
            lift_hold(file.actor, kept.id, form.seen(), reason=form.reason.data or "")
            flash(_("The hold is lifted."))
            return _back(file)
    form.renew(kept.version)
    return {"file": file, "form": form, "hold": kept}


@bp.route("/<reference>/term", methods=["GET", "POST"])
@file_page(Permission.RETENTION_EXTEND)
def term(file: FileView) -> Page:
    """State what is known of a proceeding, an order, a penalty or a sentence."""
    _insist_on_case(file)
    form = TermForm()
    if form.validate_on_submit():
        with form.refusals():
            extend_retention(
                file.actor,
                file.id,
                code=form.code.data,
                counted_on=form.counted_on.data,
                reason=form.reason.data or "",
            )
            flash(_("This is recorded. The term of the case was worked out anew."))
            return _back(file)
    return {"file": file, "form": form}


@bp.route("/<reference>/proposal", methods=["POST"])
@file_page(Permission.DISPOSAL_PROPOSE)
def propose(file: FileView) -> Page:
    """Propose to destroy the case."""
    _insist_on_case(file)
    with pressed(_("The proposal is recorded. Somebody else must confirm it.")):
        propose_disposal(file.actor, file.id, ProposeForm().seen())
    return _back(file)


@bp.route("/<reference>/disposal", methods=["GET", "POST"])
@file_page(Permission.CASE_DISPOSE)
def dispose(file: FileView) -> Page:
    """Confirm that the case is destroyed."""
    _insist_on_case(file)
    form = DisposeForm(data={"version": str(file.version)})
    if form.validate_on_submit():
        with form.refusals():
            dispose_case(file.actor, file.id, form.seen())
            flash(_("The case is destroyed."))
            return _back(file)
    form.renew(file.version)
    return {"file": file, "form": form}


@bp.route("/<reference>/recipients")
@file_page(Permission.RETENTION_READ)
def recipients(file: FileView) -> Page:
    """Who was told what of the case, to be printed and told in turn."""
    return {"file": file, "today": clock.today()}


def _insist_on_case(file: FileView) -> None:
    if file.disposed_at is not None:
        raise NotFound


def _back(file: FileView) -> Page:
    return redirect(url_for("retention.show", reference=file.reference))
