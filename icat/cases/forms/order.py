"""The forms of orders: what one says, who is told of it, and what was done in its days."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from icat import clock, protection
from icat.cases import fields
from icat.cases.commands.order import MEASURES, Content, Telling
from icat.cases.forms.acting import ActForm
from icat.cases.forms.catalogued import any_of, line, lines, listed
from icat.cases.forms.development import NOT_TOLD, grounds_offered
from icat.cases.models.order import NOTED, StepKind
from icat.cases.queries.grounds import Grounds
from icat.cases.queries.orders import OrderView
from icat.i18n import Message
from icat.web.form import ChecksField, DayField, MomentField, NumberField, RadiosField, choices, required

OFFICE = "office"
_NUMBER = line(fields.ORDER_NUMBER, hint=Message("As on the paper. Leave it empty if you do not have it yet."))
_CONDITIONS = lines(
    fields.ORDER_CONDITIONS, hint=Message("Distance, addresses, when he must report. Facts from the paper.")
)


class OrderForm(ActForm):
    """What an order says, and who is told of it. The parts that a kind does not have are taken away."""

    number = _NUMBER
    starts_at = MomentField(
        Message("When was it made?"), description=Message("Each day is 24 hours, counted from this moment.")
    )
    days = NumberField(Message("For how many days?"), least=1, most=99, default=10)
    starts_on = DayField(Message("In force from"))
    until_on = DayField(Message("Last day. Leave it empty if no end is set"))
    measures = any_of(fields.ORDER_MEASURES, "urgent_order_measure")
    conditions = _CONDITIONS
    reason = line(fields.ORDER_REASON, label=Message("Why it is corrected"))
    basis_code = RadiosField(Message("On what basis are they told?"), choices=())
    told = ChecksField(Message("Who is told of it now?"), choices=())

    def of_kind(self, kind: str, *, is_new: bool) -> "OrderForm":
        """Only what this kind of order has."""
        gone: tuple[str, ...] = ("starts_on", "until_on") if kind == protection.URGENT else ("starts_at", "days")
        gone += () if kind in MEASURES else ("measures",)
        gone += ("reason",) if is_new else ("basis_code", "told")
        for name in gone:
            delattr(self, name)
        if kind in MEASURES:
            self.measures.choices = listed(MEASURES[kind])
        return self

    def offer(self, known: Grounds, agencies: Iterable[tuple[UUID, str]], *, is_office: bool) -> "OrderForm":
        """Whom it may be told to; for the office itself its own power is the basis."""
        seats = [(str(id), name) for id, name in agencies]
        office = [] if is_office else [(OFFICE, Message("The coordinator and the chairs"))]
        self.told.choices = choices([*office, *seats])
        self.basis_code.choices = grounds_offered(known, Message("Nobody is told now"))
        if self.basis_code.data is None:
            self.basis_code.data = known.usual or NOT_TOLD
        if self._sent is None and not self.told.data:
            self.told.data = [OFFICE] if office else []
        return self

    def content(self) -> Content:
        """What was typed, as the command takes it."""
        starts_at, ends_at = self._period()
        measures = self.measures.data or [] if "measures" in self else []
        return Content(self.number.data or "", starts_at, ends_at, tuple(measures), self.conditions.data or "")

    def telling(self) -> Telling:
        """Who is told, and on which basis."""
        chosen = set(self.told.data or [])
        basis = self.basis_code.data or NOT_TOLD
        if basis == NOT_TOLD or not chosen:
            return Telling()
        return Telling(basis, OFFICE in chosen, tuple(UUID(one) for one in chosen - {OFFICE}))

    def validate(self, extra_validators: Any = None) -> bool:
        """Well formed? A beginning has to be given, and for an urgent order the days."""
        sound = super().validate(extra_validators)
        begins = self.starts_at if "starts_at" in self else self.starts_on
        for field, message in (
            (begins, Message("Give the day from which it is in force.")),
            (self.days if "days" in self else None, Message("Say for how many days it was made.")),
        ):
            if field is not None and field.data is None and not field.errors:
                field.errors = [message]  # type: ignore[list-item]  # said when it is shown
                sound = False
        return sound

    def _period(self) -> tuple[datetime, datetime | None]:
        if "starts_at" in self:
            starts_at: datetime = self.starts_at.data
            return starts_at, starts_at + int(self.days.data) * protection.DAY
        last = self.until_on.data
        return midnight(self.starts_on.data), midnight(last + timedelta(days=1)) if last else None


def midnight(day: date) -> datetime:
    """The first moment of that day on the team's clock."""
    return clock.midnight(day).astimezone(UTC)


def as_typed(known: OrderView) -> dict[str, Any]:
    """What stands in an order now, as the boxes of its form."""
    last = known.last_day
    return {
        "version": str(known.version),
        "number": known.order_number,
        "starts_at": known.starts_at,
        "days": max(1, round((known.ends_at - known.starts_at) / protection.DAY)) if known.ends_at else None,
        "starts_on": clock.local(known.starts_at).date(),
        "until_on": clock.local(last).date() if last else None,
        "measures": list(known.measure_codes),
        "conditions": known.conditions,
    }


class ExtendForm(ActForm):
    """Until when a court lets it run."""

    until_on = DayField(Message("New last day"), [required(Message("Give the new last day."))])
    reason = line(fields.ORDER_REASON, label=Message("Which decision says so"))


class EndForm(ActForm):
    """That an order ended before its time."""

    ended_at = MomentField(Message("When did it end? Leave it empty for now"))
    reason = line(fields.ORDER_REASON, required(Message("Give the reason.")), label=Message("Why it ended"))


class StepForm(ActForm):
    """What was done in the days of an order: codes and moments, no words."""

    kind = RadiosField(
        Message("What happened?"),
        [required(Message("Choose what happened."))],
        choices=choices((one, one.label) for one in NOTED),
    )
    outcome = RadiosField(Message("How did the call end?"), choices=listed("contact_outcome"))
    at = MomentField(Message("When? Leave it empty for just now"), not_future=True)
    hearing_at = MomentField(Message("Day and time of the hearing"))

    def moment(self) -> datetime | None:
        """The moment that belongs to what was chosen."""
        field = self.hearing_at if self.kind.data == StepKind.HEARING else self.at
        found: datetime | None = field.data
        return found
