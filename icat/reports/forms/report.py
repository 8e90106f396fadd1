"""What a report asks for, and only that. Travels in the address, so that a report can be asked again."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from werkzeug.datastructures import MultiDict

from icat import clock, codes, references
from icat.cases.models import Part
from icat.i18n import Message, Sayable
from icat.reports.queries.catalogue import ReportCode
from icat.web.form import DayField, Form, HiddenTextField, NumberField, SelectField, TextField, choices, required

EVERYBODY = Message("Everybody")
CHOOSE = Message("Choose")
_MONTH = timedelta(days=30)


class ReportForm(Form):
    """The fields of all reports; of one report only those that it needs are left."""

    team = HiddenTextField("")
    case = TextField(Message("Case"), description=Message("Its reference, such as KHM-2026-7F3K9-C."))
    part = SelectField(
        Message("Who in the case"), choices=choices([(part.value, part.label) for part in Part], blank=CHOOSE)
    )
    number = NumberField(
        Message("Which of them"),
        description=Message("1 is the first of that part in the case, 2 the second. Names are not known here."),
        least=1,
        most=99,
    )
    agency = SelectField(Message("Agency"))
    person = SelectField(Message("Whose readings"))
    from_on = DayField(Message("From the day"))
    to_on = DayField(Message("To the day"))
    days = NumberField(Message("Within how many days"), least=1, most=180)

    def chosen(self) -> list[tuple[Sayable, Sayable]]:
        """What was asked, as label and answer, to be said above what was found."""
        said: list[tuple[Sayable, Sayable]] = []
        for field in self:
            if field.name in ("team", "csrf_token") or not field.data:
                continue
            words: Sayable = f"{field.data:%d.%m.%Y}" if isinstance(field.data, date) else str(field.data)
            labels = {str(choice.value): choice.label for choice in getattr(field, "choices", None) or ()}
            said.append((field.label.text, labels.get(str(field.data), words)))
        return said

    def is_complete(self, code: ReportCode) -> bool:
        """Well formed, with what the report cannot do without; the period does not run backwards."""
        if not self.validate():
            return False
        for name in code.needs:
            if not self[name].data:
                self[name].errors = [Message("This must be filled in.")]  # type: ignore[list-item]
        if self.case is not None and self.case.data and references.parse(self.case.data) is None:
            self.case.errors = [Message("This is not a reference of a case.")]  # type: ignore[list-item]
        since, until = (self[name].data if name in self else None for name in ("from_on", "to_on"))
        if since and until and until < since:
            self.to_on.errors = [Message("The period ends before it begins.")]  # type: ignore[list-item]
        return not any(field.errors for field in self)


def report_form(
    code: ReportCode,
    given: MultiDict[str, str],
    *,
    people: Iterable[tuple[UUID, Sayable]],
    agencies: Iterable[tuple[UUID, Sayable]],
) -> ReportForm:
    """The form of one report over what stands in the address. Nothing in it yet: what is asked most often."""
    form = ReportForm(MultiDict(given) if asked_of(code, given) else _usual(code, given), meta={"csrf": False})
    form.agency.choices = choices([(str(id), name) for id, name in agencies], blank=CHOOSE)
    form.person.choices = choices([(str(id), name) for id, name in people], blank=EVERYBODY)
    for name in [field.name for field in form]:
        if name not in (*code.asks, "team"):
            delattr(form, name)
    return form


def asked_of(code: ReportCode, given: MultiDict[str, str]) -> bool:
    """Whether anything that this report asks stands in the address."""
    return any(name.partition("-")[0] in code.asks for name in given)


def _usual(code: ReportCode, given: MultiDict[str, str]) -> MultiDict[str, str]:
    """The last thirty days, or the next; of a case all of its time."""
    usual = MultiDict({"team": given.get("team", ""), "number": "1", "days": "30"})
    if "case" not in code.asks:
        for name, day in (("from_on", clock.today() - _MONTH), ("to_on", clock.today())):
            usual.update({f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)})
    return usual


class ExportForm(Form):
    """In which form it is taken away and what for."""

    use = SelectField(
        Message("What the report is for"),
        [required(Message("Choose what the report is for."))],
        choices=choices([(option.code, option.words) for option in codes.options("report_use")]),
    )
