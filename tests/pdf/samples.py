"""Papers with good defaults, filled with invented people and the letters that go wrong first."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from icat.pdf.papers import (
    Action,
    AgencyPlan,
    Decision,
    Dissent,
    Factor,
    FactorTable,
    Held,
    Initials,
    Level,
    Number,
    OfficialLevel,
    PlanPaper,
    SafetyPaper,
    SafetySection,
    Telling,
    Trace,
)

MADE_ON = datetime(2026, 11, 23, 12, 28, tzinfo=UTC)
ALPHABET = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ"
PANGRAM = "Жебракують філософи при ґанку церкви в Гадячі, ще й шатро їхнє п’яне знаємо; Ґедзь, Єва, Їжак, пʼять, п'ять."


HELD = Held(215, "FBNK DKPA RNOQ 55DH D5QJ S4P3 JICQ L5KI")


def trace(**given: Any) -> Trace:
    """One agency's third copy."""
    return replace(Trace("Щербак Н. В.", "Центр соціальних служб", MADE_ON, 3, "S-7F3K9", "4821", 5, HELD), **given)


def action(**given: Any) -> Action:
    """One action of the police for the survivor."""
    made = Action(
        "survivor",
        "Встановити тривожну кнопку.",
        "Він знає стару адресу",
        "Національна поліція",
        "Ткачук О.",
        date(2026, 11, 24),
        "виконується",
        "Кнопку отримано, п’ятниця",
    )
    return replace(made, **given)


def decision(**given: Any) -> Decision:
    """Highest risk, one agency of another opinion."""
    made = Decision(
        Level.HIGHEST,
        date(2026, 11, 23),
        "засідання команди",
        "Консенсус: сім із восьми установ.",
        OfficialLevel("високий", date(2026, 11, 21), "дільничний офіцер"),
        (Dissent("Заклад охорони здоров’я", "просить повторного огляду"),),
        (AgencyPlan("Служба у справах дітей", "Їжак Є.", date(2026, 12, 7)),),
    )
    return replace(made, **given)


def factors(*, draft: bool = False) -> FactorTable:
    """Two facts, one of them critical."""
    return FactorTable(
        "Чинники високої небезпеки",
        (
            Factor("Душив або намагався задушити", "так", "Постраждала особа", date(2026, 11, 21), critical=True),
            Factor("Погрози самогубством", "немає даних", "ніхто не запитував"),
        ),
        draft,
        "9 так, 5 невідомо із 19",
    )


def plan(**given: Any) -> PlanPaper:
    """A short plan in Ukrainian."""
    made = PlanPaper(
        "uk",
        "Міжвідомча команда",
        "KHM-2026-7F3K9-C",
        Initials("Є. Ґ.", 1987),
        decision(),
        (factors(),),
        (action(), action(domain="children", text="Дозволити школі передавати дитину лише бабусі.", overdue=True)),
        date(2026, 12, 7),
        Telling("Марія Ґудзь", "ГО «Прихисток»", "безпечний номер", date(2026, 11, 24)),
        trace(),
    )
    return replace(made, **given)


def safety(**given: Any) -> SafetyPaper:
    """Her plan, confirmed three days ago."""
    made = SafetyPaper(
        "uk",
        MADE_ON,
        date(2026, 11, 20),
        (
            SafetySection("incident", ("Слово «борщ» для сусідки Олі – вона викликає 102.", PANGRAM)),
            SafetySection("bag", ("паспорт, ІПН", "ліки, зарядка")),
        ),
        (
            Number("національна гаряча лінія", "15-47", "цілодобово"),
            Number("гаряча лінія", "0 800 500 335", "", "Перукарня"),
        ),
        (Number("Марія, притулок", "+380 67 123 45 67", "", "Марія, шиття"),),
        ("борщ", "вт, пт до 19"),
        reference="KHM-2026-7F3K9-C",
        trace=trace(),
    )
    return replace(made, **given)
