"""Orders and measures: the list with the ten days, recording, correcting, extending, ending, and what was done."""

from flask import Blueprint, flash, redirect, request, url_for

from icat import codes, protection
from icat.cases.commands.development import raise_development
from icat.cases.commands.order import amend_order, end_order, extend_order, note_step, record_order
from icat.cases.forms.development import HappenedForm
from icat.cases.forms.order import EndForm, ExtendForm, OrderForm, StepForm, as_typed, midnight
from icat.cases.models import StepKind
from icat.cases.queries.door import CaseView
from icat.cases.queries.grounds import grounds, offices_grounds
from icat.cases.queries.orders import OrderView, order, orders
from icat.cases.queries.seats import seated
from icat.cases.views.case_page import case_page
from icat.errors import NotFound
from icat.i18n import gettext as _
from icat.legal import Category
from icat.policy.permissions import Permission
from icat.web.page import Page

bp = Blueprint("order", __name__, url_prefix="/cases/<reference>/orders")


@bp.route("")
@case_page(Permission.CASE_READ)
def index(case: CaseView) -> Page:
    """Every order that the reader may see, what is in force first."""
    found = sorted(orders(case), key=lambda one: one.state == "expired")
    return {"case": case, "orders": found}


@bp.route("/new", methods=["GET", "POST"])
@case_page(Permission.ORDER_RECORD)
def new(case: CaseView) -> Page:
    """First which kind, then what it says and who is told of it."""
    kind = request.args.get("kind", "")
    kinds = codes.options("order_kind")
    if kind not in {one.code for one in kinds}:
        return {"case": case, "kinds": kinds, "form": None}
    form = OrderForm().of_kind(kind, is_new=True)
    category = Category(protection.orders().kinds[kind].category)
    known = offices_grounds() if case.actor.is_office else grounds(case, {category})
    form.offer(known, seated(case), is_office=case.actor.is_office)
    if form.validate_on_submit():
        with form.refusals():
            record_order(case.actor, case.id, kind=kind, content=form.content(), telling=form.telling())
            flash(_("The order was recorded."))
            return redirect(url_for("order.index", reference=case.reference))
    words, terms = codes.words("order_kind", kind), protection.orders().kinds[kind]
    return {"case": case, "kinds": (), "form": form, "kind": words, "terms": terms}


@bp.route("/<int:number>")
@case_page(Permission.CASE_READ)
def show(case: CaseView, number: int) -> Page:
    """One order with its history."""
    return {"case": case, "order": order(case, number)}


@bp.route("/<int:number>/edit", methods=["GET", "POST"])
@case_page(Permission.ORDER_AMEND)
def edit(case: CaseView, number: int) -> Page:
    """Correct what it says; what stood before stays in its history."""
    found = _mine(case, number)
    form = OrderForm(data=as_typed(found)).of_kind(found.code, is_new=False)
    if form.validate_on_submit():
        with form.refusals():
            amend_order(case.actor, found.id, form.seen(), content=form.content(), reason=form.reason.data or "")
            flash(_("Corrected. What stood there before is in the history."))
            return _to(case, number)
    form.renew(found.version)
    return {"case": case, "form": form, "order": found}


@bp.route("/<int:number>/extend", methods=["GET", "POST"])
@case_page(Permission.ORDER_EXTEND)
def extend(case: CaseView, number: int) -> Page:
    """A court let it run longer."""
    found = _mine(case, number)
    if not found.can_be_extended:
        raise NotFound
    form = ExtendForm(data={"version": str(found.version)})
    if form.validate_on_submit():
        until = midnight(form.until_on.data) + protection.DAY
        with form.refusals():
            extend_order(case.actor, found.id, form.seen(), ends_at=until, reason=form.reason.data or "")
            flash(_("The order was extended."))
            return _to(case, number)
    form.renew(found.version)
    return {"case": case, "form": form, "order": found}


@bp.route("/<int:number>/end", methods=["GET", "POST"])
@case_page(Permission.ORDER_END)
def end(case: CaseView, number: int) -> Page:
    """It ended before its time."""
    found = _mine(case, number)
    form = EndForm(data={"version": str(found.version)})
    if form.validate_on_submit():
        with form.refusals():
            end_order(case.actor, found.id, form.seen(), ended_at=form.ended_at.data, reason=form.reason.data)
            flash(_("Recorded: the order has ended."))
            return _to(case, number)
    form.renew(found.version)
    return {"case": case, "form": form, "order": found}


@bp.route("/<int:number>/step", methods=["GET", "POST"])
@case_page(Permission.STEP_NOTE)
def step(case: CaseView, number: int) -> Page:
    """She was called, the application was filed or is not wanted, a hearing was set."""
    found = order(case, number)
    form = StepForm(data={"version": str(found.version)})
    if form.validate_on_submit():
        with form.refusals():
            note_step(
                case.actor,
                found.id,
                form.seen(),
                kind=StepKind(form.kind.data),
                at=form.moment(),
                outcome=form.outcome.data or "",
            )
            flash(_("Recorded."))
            return _to(case, number)
    form.renew(found.version)
    return {"case": case, "form": form, "order": found}


@bp.route("/<int:number>/breach", methods=["GET", "POST"])
@case_page(Permission.DEVELOPMENT_RAISE)
def breach(case: CaseView, number: int) -> Page:
    """The order was breached: that is a critical development, raised in the same act."""
    found = order(case, number)
    category = Category(codes.code_list("critical_development").options["order_breach"].group)
    form = HappenedForm().offer(grounds(case, {category}), is_office=case.actor.is_office)
    if form.validate_on_submit():
        with form.refusals():
            raise_development(
                case.actor,
                case.id,
                kind="order_breach",
                happened_on=form.day(),
                text=form.text.data or "",
                basis_code=form.basis(),
                order_id=found.id,
            )
            flash(_("Raised. The co-chairs and the coordinator know now that they must look."))
            return _to(case, number)
    return {"case": case, "form": form, "order": found}


def _mine(case: CaseView, number: int) -> OrderView:
    """The order, for who recorded it; for anybody else there is no such page."""
    found = order(case, number)
    if not found.is_mine:
        raise NotFound
    return found


def _to(case: CaseView, number: int) -> Page:
    return redirect(url_for("order.show", reference=case.reference, number=number))
