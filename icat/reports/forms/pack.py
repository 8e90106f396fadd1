"""To whom a pack goes and why."""

from icat.i18n import Message
from icat.web.form import (
    Form,
    HiddenTextField,
    LongTextField,
    RadiosField,
    TextField,
    TickField,
    choices,
    length,
    required,
)


class PackForm(Form):
    """What was chosen travels unseen; the rest is what a request of another has to say (law 2297-VI Art. 16(4))."""

    team = HiddenTextField("")
    numbers = HiddenTextField("")
    case = HiddenTextField("")
    recipient = TextField(
        Message("Court or authority that receives it"), [required(Message("Say who receives it.")), length(200)]
    )
    order = TextField(
        Message("Number and date of the order or request"),
        [required(Message("Give the number and date of the paper that asks for it.")), length(200)],
    )
    purpose = LongTextField(
        Message("What it is asked for, and on which ground"),
        [required(Message("Say what it is asked for.")), length(500)],
        description=Message("As the paper says it. No names of the people of a case."),
    )
    language = RadiosField(
        Message("Language of the cover"), choices=choices([("uk", "Українська"), ("en", "English")]), default="uk"
    )
    covers_all = TickField(Message("The paper covers all of these cases"))
