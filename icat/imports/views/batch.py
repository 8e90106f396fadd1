"""Bringing cases in from the coordinator's table: the file, its columns, the trial, and the last word."""

import csv
import io

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from icat.errors import NotAllowed, NotFound, RuleBroken
from icat.i18n import gettext as _
from icat.i18n import ngettext
from icat.imports.columns import COLUMNS
from icat.imports.commands.batch import begin_import, confirm_import, discard_import, map_import
from icat.imports.forms.batch import BringForm, ConfirmForm, box_of_column, columns_form
from icat.imports.queries.batch import ImportView, imports, offered, one_import, tried
from icat.members.views.current import actors_with, the_actor
from icat.policy.actor import Actor
from icat.policy.permissions import Permission
from icat.web.page import Page, file_response, page, takes_file

bp = Blueprint("batch", __name__)


@bp.route("/imports")
@page(Permission.IMPORTS_READ)
def index() -> Page:
    """What was brought in so far, in every team that the reader coordinates."""
    return {"teams": [(actor.team_code, imports(actor)) for actor in actors_with(Permission.IMPORTS_READ)]}


@bp.route("/teams/<team>/imports/new", methods=["GET", "POST"])
@page(Permission.IMPORT_BEGIN)
@takes_file
def new(team: str) -> Page:
    """Choose the file."""
    actor = _actor(Permission.IMPORT_BEGIN, team)
    form = BringForm()
    if form.validate_on_submit():
        with form.refusals():
            number = begin_import(actor, brought=form.file.data)
            return redirect(url_for("batch.columns", team=team, number=number))
    return {"form": form, "team": actor.team_code}


@bp.route("/teams/<team>/imports/<int:number>", methods=["GET", "POST"])
@page(Permission.IMPORT_MAP)
def columns(team: str, number: int) -> Page:
    """Say what each column is."""
    actor, found = _open(Permission.IMPORT_MAP, team, number)
    form = columns_form(found)(data={"version": str(found.version)}).offer(found, *offered(actor))
    if form.validate_on_submit():
        with form.refusals():
            map_import(actor, found.id, form.seen(), choices=form.chosen(found))
            return redirect(url_for("batch.check", team=team, number=number))
    if request.method == "POST":
        found = one_import(actor, number)
    form.renew(found.version)
    boxes = [(name, form[box_of_column(place)], found.examples(place)) for place, name in enumerate(found.header)]
    return {"batch": found, "form": form, "boxes": boxes}


@bp.route("/teams/<team>/imports/<int:number>/check", methods=["GET", "POST"])
@page(Permission.IMPORT_CONFIRM)
def check(team: str, number: int) -> Page:
    """What would come of each row, and the last word."""
    actor, found = _open(Permission.IMPORT_CONFIRM, team, number)
    if not found.choices.is_made:
        return redirect(url_for("batch.columns", team=team, number=number))
    form = ConfirmForm(data={"version": str(found.version)})
    if form.validate_on_submit():
        with form.refusals():
            made = confirm_import(actor, found.id, form.seen(), leaves_out=bool(form.leaves_out.data))
            flash(ngettext("%(num)s case was brought in.", "%(num)s cases were brought in.", made))
            return redirect(url_for("batch.index"))
    if request.method == "POST":
        found = one_import(actor, number)
    form.renew(found.version)
    return {"batch": found, "form": form, "trial": tried(actor, found)}


@bp.route("/teams/<team>/imports/<int:number>/discard", methods=["POST"])
@page(Permission.IMPORT_DISCARD)
def discard(team: str, number: int) -> Page:
    """Throw it away."""
    actor, found = _open(Permission.IMPORT_DISCARD, team, number)
    form = ConfirmForm()
    try:
        discard_import(actor, found.id, form.seen())
        flash(_("The table was thrown away. Nothing of it became a case."))
    except RuleBroken as refusal:
        flash(str(refusal.message))
    return redirect(url_for("batch.index"))


@bp.route("/imports/example")
@page(Permission.IMPORT_BEGIN)
def example() -> Response:
    """An invented table to begin with, in the reader's language: as a file that Excel opens with its letters right."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    shown = [kind for kind in COLUMNS.values() if kind.example]
    writer.writerow([str(kind.label) for kind in shown])
    for place in range(3):
        writer.writerow([kind.example[place] for kind in shown])
    return file_response(out.getvalue().encode("utf-8-sig"), "icat-example.csv", "text/csv; charset=utf-8")


def _actor(permission: Permission, team: str) -> Actor:
    try:
        return the_actor(permission, team)
    except NotAllowed:
        raise NotFound from None


def _open(permission: Permission, team: str, number: int) -> tuple[Actor, ImportView]:
    """The table, while something can be done with it. Refuses with ``NotFound`` what is over."""
    actor = _actor(permission, team)
    found = one_import(actor, number)
    if not found.is_open:
        raise NotFound
    return actor, found
