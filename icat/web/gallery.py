"""One of everything that a page can be made of, filled with invented people, so that it can be looked at and tested."""

from datetime import UTC, date, datetime
from types import SimpleNamespace as Shown
from typing import Any

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from icat.errors import Stale
from icat.i18n import Words
from icat.web.field import (
    ChecksField,
    DayField,
    HiddenTextField,
    LongTextField,
    MomentField,
    PhoneField,
    RadiosField,
    SelectField,
    TextField,
    TickField,
    YearField,
    choices,
    length,
    required,
)
from icat.web.form import Form, RowForm, RowsField

_ANSWERS = [
    ("yes", Words("Так", "Yes")),
    ("no", Words("Ні", "No")),
    ("unknown", Words("Невідомо", "Unknown")),
    ("refused", Words("Відмовилася відповідати", "Refused to answer")),
    ("not_asked", Words("Не запитували", "Not asked")),
]
_SOURCES = [
    ("survivor", Words("постраждала особа", "the survivor")),
    ("police_record", Words("матеріали поліції", "police record")),
]
_NOTICE = Words(
    "Відомості про стан здоров’я передано за згодою постраждалої особи; згода діє до 05.12.2026.",
    "Health information was shared with the survivor's consent; the consent is valid until 05.12.2026.",
)


class _Child(RowForm):
    id = HiddenTextField()
    name = TextField(Words("Ім’я", "Name"), [required(Words("Зазначте ім’я дитини.", "Give the child's name."))])
    born = DayField(Words("Дата народження", "Date of birth"), not_future=True)


def _answer() -> Any:
    return RadiosField("", choices=choices(_ANSWERS))


def _note() -> Any:
    return LongTextField(Words("Що саме відомо", "What is known"))


def _source() -> Any:
    return SelectField(Words("Звідки відомо", "Where it is known from"), choices=choices(_SOURCES))


class _Specimen(Form):
    """Every kind of field; the gallery shows it refused."""

    name = TextField(
        Words("Прізвище, ім’я, по батькові", "Full name"),
        [required(Words("Зазначте прізвище та ім’я постраждалої особи.", "Give the name of the survivor."))],
        description=Words(
            "Як у документі, що посвідчує особу. Якщо невідомо, залиште ініціали.",
            "As in the identity document. If not known, leave initials.",
        ),
    )
    born = DayField(
        Words("Дата народження", "Date of birth"),
        not_future=True,
        description=Words("Наприклад, 27 3 1987", "For example, 27 3 1987"),
    )
    seen_at = MomentField(Words("Коли її бачили востаннє", "When she was last seen"))
    phone = PhoneField(Words("Телефон", "Phone"))
    year = YearField(Words("Рік народження кривдника", "The perpetrator's year of birth"))
    agency = SelectField(
        Words("Установа, що направляє", "Referring agency"),
        choices=choices(
            [
                ("police", Words("Національна поліція", "National Police")),
                ("social", Words("Центр соціальних служб", "Centre of social services")),
            ]
        ),
    )
    safe = RadiosField(
        Words("Чи безпечно телефонувати?", "Is it safe to call?"),
        choices=choices(
            [
                ("yes", Words("Так", "Yes")),
                (
                    "limited",
                    Words("Так, але лише у визначений час", "Yes, but only at certain times"),
                    Words("Зазначте, коли саме", "Say when"),
                ),
                ("no", Words("Ні", "No")),
            ]
        ),
    )
    hours = TextField(Words("Коли телефонувати", "When to call"))
    yes_no = RadiosField(
        Words("Постраждала особа знає про направлення?", "Does the survivor know of the referral?"),
        [required(Words("Зазначте, чи знає вона про направлення.", "Say whether she knows of the referral."))],
        choices=choices(_ANSWERS[:2]),
    )
    categories = ChecksField(
        Words("Що передати", "What to share"),
        choices=choices(
            [
                ("risk", Words("Чинники ризику", "Risk factors")),
                ("children", Words("Відомості про дітей", "Information about children")),
                (
                    "orders",
                    Words("Виклики та чинні приписи", "Call-outs and orders"),
                    Words("Без адреси", "Without address"),
                ),
            ]
        ),
    )
    told = TickField(Words("Постраждалій роз’яснено її права", "Her rights were explained to her"))
    note = LongTextField(
        Words("Обґрунтування професійного судження", "Grounds of the professional judgement"),
        [length(200)],
        description=Words("Не включайте персональні дані третіх осіб.", "Leave out personal data of others."),
    )
    f1, f1_note, f1_source = _answer(), _note(), _source()
    f2, f2_note, f2_source = _answer(), _note(), _source()
    f3, f3_note, f3_source = _answer(), _note(), _source()
    children = RowsField(_Child, Words("Діти", "Children"))


_TYPED = {
    "name": "",
    "born-day": "31",
    "born-month": "2",
    "born-year": "1987",
    "seen_at-day": "25",
    "seen_at-month": "10",
    "seen_at-year": "2026",
    "seen_at-time": "03:30",
    "phone": "12",
    "safe": "limited",
    "categories": "risk",
    "note": "Слова постраждалої особи. " * 8 + "\nІще рядок.",
    "f1": "yes",
    "f2": "no",
    "children-0-born-day": "4",
}


class _Hidden:
    """A value that this reader may not see."""

    is_withheld = True


def specimens(autosave: str = "") -> dict[str, Any]:
    """What ``components/gallery.html`` is given. ``autosave``: an address that takes a draft, to show that too."""
    form = _Specimen(formdata=MultiDict(_TYPED))
    form.validate()
    form.refuse(Stale())
    return {"form": form, "empty": _Specimen(formdata=None), "shown": _shown(autosave)}


def _shown(autosave: str) -> Shown:
    return Shown(
        autosave=autosave,
        name=Words("Ґалаґан Єва Їжаківна", "Halahan Yeva Yizhakivna"),
        level=Words("Найвищий ризик", "Highest risk"),
        born=date(1987, 3, 27),
        born_on=date(2026, 11, 20),
        soon=date(2026, 12, 5),
        at=datetime(2026, 12, 5, 8, 0, tzinfo=UTC),
        critical=[
            Words("Душив її хоча б один раз", "Strangled her at least once"),
            Words("Погрожував убити її або дітей", "Threatened to kill her or the children"),
        ],
        unknown=[Words("Чи є вдома зброя", "Whether there is a weapon at home")] * 5,
        warning=Words(
            "Не телефонуйте на домашній номер: кривдник проживає за тією самою адресою.",
            "Do not call the home number: the perpetrator lives at the same address.",
        ),
        notice=_NOTICE,
        withheld=_Hidden(),
        summary=_summary(),
        actions=_actions(),
        columns=[
            Words("Установа", "Agency"),
            Words("Направлено", "Referred"),
            Words("Розглянуто", "Heard"),
            Words("Прострочено заходів", "Actions overdue"),
        ],
        figures=[
            [Words("Національна поліція України", "National Police of Ukraine"), 128, 97, 4],
            [Words("Служба у справах дітей", "Child services"), 31, 30, 0],
        ],
        tags=[
            ("case:screening", Words("Попередній розгляд", "Screening")),
            ("case:active", Words("План діє", "Plan active")),
            ("case:watch", Words("Спостереження", "Watch")),
            ("case:closed", Words("Завершено", "Closed")),
            ("action:overdue", Words("Прострочено", "Overdue")),
            ("action:done", Words("Виконано", "Done")),
            ("level:none", Words("Рівень не визначено", "No level yet")),
            ("case:emergent", Words("Невідкладне засідання", "Emergent meeting")),
            ("never:heard-of", Words("Новий стан", "A new state")),
        ],
        factors=[
            ("f1", Words("Душив, намагався задушити чи втопити", "Strangled, tried to strangle or to drown her"), True),
            ("f2", Words("Насильство стає частішим або жорстокішим", "The violence is more frequent or severe"), False),
            (
                "f3",
                Words(
                    "Є доступ до вогнепальної зброї (участь у бойових діях, незареєстрована зброя)",
                    "Has access to firearms (took part in fighting, unregistered weapons)",
                ),
                True,
            ),
        ],
        contacts=[
            {
                "safe": "limited",
                "words": Words(
                    "будні 10:00–13:00, представитися «поліклініка»", "weekdays 10:00–13:00, say that it is the clinic"
                ),
                "phone": "+380671234567",
                "note": Words(
                    "Якщо відповідає чоловік, вибачтеся й покладіть слухавку.",
                    "If a man answers, apologise and hang up.",
                ),
            },
            {"safe": "no", "phone": "+380382123456"},
            {"phone": "+380501112233"},
            {"safe": "yes", "phone": "+380501112244"},
        ],
        openings=[
            {
                "who": Words("Лікарня", "Hospital"),
                "what": [Words("хто ці люди", "who these people are")],
                "basis": Words("Здійснення повноважень, визначених законом", "Statutory power"),
                "why_not": None,
            },
            {
                "who": Words("«Поруч»", "Poruch"),
                "what": [],
                "basis": None,
                "why_not": Words("Спершу потрібна її згода.", "Her consent is needed first."),
            },
        ],
        named=Words("Н. Щербак, Центр соціальних служб", "N. Shcherbak, Centre of social services"),
        events=[
            {
                "title": Words("Оцінку ризиків завершено", "Risk assessment completed"),
                "at": datetime(2026, 11, 23, 12, 20, tzinfo=UTC),
                "by": Words("О. Ющенко", "O. Yushchenko"),
                "text": Words(
                    "Професійне судження: негайна загроза життю.", "Professional judgement: immediate danger to life."
                ),
                "href": "#main",
            },
            {
                "title": Words("Винесено терміновий заборонний припис", "Urgent barring order issued"),
                "at": datetime(2026, 11, 22, 21, 5, tzinfo=UTC),
                "by": Words("Патрульна поліція", "Patrol police"),
            },
            {"title": Words("Направлення отримано", "Referral received"), "on": date(2026, 11, 22)},
        ],
    )


def _summary() -> list[Any]:
    return [
        {
            "key": Words("Дата народження", "Born"),
            "value": "27.03.1987",
            "actions": [("#main", Words("Змінити", "Change"))],
        },
        (Words("Фактичне місце перебування", "Where she is now"), _Hidden()),
        (Words("Діти", "Children"), [Words("Остап, 6 років", "Ostap, 6"), Words("Соломія, 11 років", "Solomiia, 11")]),
        (
            Words("Відповідальний суб’єкт взаємодії", "Responsible agency"),
            Words(
                "Центр соціальних служб Хмельницької міської територіальної громади",
                "Centre of social services of the Khmelnytskyi city territorial community",
            ),
        ),
        (Words("Мова", "Language"), None),
    ]


def _actions() -> list[list[Any]]:
    """Action, owner, day, and code and words of its state."""
    written = [
        (
            Words("Встановити тривожну кнопку", "Install the panic button"),
            Words("Національна поліція", "National Police"),
            date(2026, 11, 24),
            ("action:open", Words("Виконується", "Open")),
        ),
        (
            Words("Місце у притулку для матері з двома дітьми", "A place in the shelter for a mother and two children"),
            Words("Центр соціальних служб", "Centre of social services"),
            date(2026, 11, 23),
            ("action:overdue", Words("Прострочено", "Overdue")),
        ),
        (
            Words("Судово-медичне обстеження", "Forensic examination"),
            Words("Заклад охорони здоров’я", "Hospital"),
            date(2026, 11, 25),
            ("action:refused_by_survivor", Words("Постраждала особа відмовилася", "Refused by the survivor")),
        ),
        (
            Words("Заява про обмежувальний припис", "Application for a restraining order"),
            Words("Громадська організація", "Non-governmental organisation"),
            date(2026, 11, 28),
            ("action:done", Words("Виконано", "Done")),
        ),
    ]
    link = Markup('<a class="govuk-link" href="#main">{}</a>')
    return [[link.format(what), who, on, state] for what, who, on, state in written]
