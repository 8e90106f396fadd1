"""What an auditor looks for in the log."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from werkzeug.datastructures import MultiDict

from icat import references
from icat.audit.events import Group
from icat.i18n import Message, Sayable
from icat.web.form import ChecksField, DayField, Form, HiddenTextField, SelectField, TextField, choices

ANY = Message("Any")


class LogForm(Form):
    """Everything is optional, and everything that is given must fit. Travels in the address."""

    team = HiddenTextField("")
    case = TextField(Message("Case"), description=Message("Its reference, such as KHM-2026-7F3K9-C."))
    person = SelectField(Message("Person"))
    agency = SelectField(Message("Agency, as the one that acted or the one that was told"))
    basis = SelectField(Message("Legal basis"))
    consent = SelectField(
        Message("Consent to sharing"),
        choices=choices(
            [("given", Message("With consent")), ("without", Message("Without consent"))],
            blank=ANY,
        ),
    )
    from_on = DayField(Message("From the day"))
    to_on = DayField(Message("To the day"))
    groups = ChecksField(Message("Kind"), choices=choices([(group.value, group.label) for group in Group]))

    def chosen(self) -> list[tuple[Sayable, Sayable]]:
        """What was asked for, as label and answer, to be said above what was found."""
        said: list[tuple[Sayable, Sayable]] = []
        for field in (self.case, self.person, self.agency, self.basis, self.consent, self.groups):
            given = field.data if isinstance(field.data, list) else [field.data]
            labels = {str(choice.value): choice.label for choice in getattr(field, "choices", None) or ()}
            words = ", ".join(str(labels.get(one, one)) for one in given if one)
            if words:
                said.append((field.label.text, words))
        said += [(field.label.text, f"{field.data:%d.%m.%Y}") for field in (self.from_on, self.to_on) if field.data]
        return said

    def validate(self, extra_validators: object = None) -> bool:
        """Well formed, and the period does not run backwards."""
        if not super().validate(extra_validators):
            return False
        since, until = self.from_on.data, self.to_on.data
        if isinstance(since, date) and isinstance(until, date) and until < since:
            self.to_on.errors = [Message("The period ends before it begins.")]  # type: ignore[list-item]
            return False
        if self.case.data and references.parse(self.case.data) is None:
            self.case.errors = [Message("This is not a reference of a case.")]  # type: ignore[list-item]
            return False
        return True


def log_form(
    asked: MultiDict[str, str],
    *,
    people: Iterable[tuple[UUID, Sayable]],
    agencies: Iterable[tuple[UUID, Sayable]],
    bases: Iterable[tuple[str, Sayable]],
) -> LogForm:
    """The form over what stands in the address, with the lists of this team."""
    form = LogForm(asked, meta={"csrf": False})
    form.person.choices = choices([(str(id), name) for id, name in people], blank=ANY)
    form.agency.choices = choices([(str(id), name) for id, name in agencies], blank=ANY)
    form.basis.choices = choices(bases, blank=ANY)
    return form
