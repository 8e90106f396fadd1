"""The forms of an import: the file, what its columns are, and the last word."""

from collections.abc import Collection
from typing import Any

from icat import legal, territory
from icat.cases.forms.acting import ActForm
from icat.cases.models import Stage
from icat.i18n import Message
from icat.imports.columns import COLUMNS, Column
from icat.imports.queries.batch import Choices, ImportView
from icat.imports.rows import LIVE
from icat.web.form import (
    Form,
    LongTextField,
    RadiosField,
    SelectField,
    TickField,
    UploadField,
    choices,
    length,
    required,
)


class BringForm(Form):
    """The table itself."""

    file = UploadField(
        Message("The table (.xlsx or .csv)"),
        [required(Message("Choose the file."))],
        description=Message("One row with the names of the columns, one row a case, at most 150 rows and 5 MB."),
    )


class ColumnsForm(ActForm):
    """What each column is, and what holds for every row."""

    live_stage = RadiosField(
        Message("Where do open cases stand?"),
        choices=choices((one.value, one.label) for one in LIVE),
        default=Stage.RESEARCH.value,
    )
    hromada = SelectField(Message("Hromada of rows that name none"), choices=())
    basis_code = RadiosField(
        Message("On which legal basis are these cases kept here and told to the team’s office?"),
        [required(Message("Choose the legal basis on which these cases are kept here."))],
        choices=(),
    )
    reason = LongTextField(Message("Why, where the basis has to be explained"), [length(1000)])

    def offer(self, view: ImportView, hromadas: Collection[str], bases: Collection[legal.Basis]) -> "ColumnsForm":
        """Offer what this team may choose, and begin with what was chosen or seems to be."""
        places = [(code, found.title) for code in hromadas if (found := territory.find(code))]
        self.hromada.choices = choices(places, blank=Message("Choose one"))
        self.basis_code.choices = choices((one.code, one.label, one.when) for one in bases)
        for place in range(len(view.header)):
            box: Any = self[box_of_column(place)]
            box.choices = choices(((one.value, one.label) for one in COLUMNS), blank=Message("left out"))
        if self._sent is None:
            chosen = view.choices
            for place in range(len(view.header)):
                self[box_of_column(place)].data = chosen.columns.get(place)
            self.live_stage.data, self.hromada.data = chosen.live_stage.value, chosen.hromada or None
            self.basis_code.data = chosen.basis_code or (next(iter(bases)).code if bases else None)
            self.reason.data = chosen.reason
        return self

    def chosen(self, view: ImportView) -> Choices:
        """The same for the command."""
        boxes = {place: self[box_of_column(place)].data for place in range(len(view.header))}
        return Choices(
            columns={place: Column(code) for place, code in boxes.items() if code},
            live_stage=Stage(self.live_stage.data or Stage.RESEARCH),
            hromada=self.hromada.data or "",
            basis_code=self.basis_code.data or "",
            reason=self.reason.data or "",
        )


class ConfirmForm(ActForm):
    """The last word."""

    leaves_out = TickField(Message("Leave out the rows that cannot come in"))


def box_of_column(place: int) -> str:
    """The name of the box in which is chosen what a column is."""
    return f"column_{place}"


def columns_form(view: ImportView) -> type[ColumnsForm]:
    """The form with one box for each column of this table."""
    boxes: dict[str, Any] = {
        box_of_column(place): SelectField(name, choices=()) for place, name in enumerate(view.header)
    }
    return type("ColumnsFormOfTable", (ColumnsForm,), boxes)
