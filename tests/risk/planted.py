"""A sound instrument file, small enough to plant one fault in it at a time."""

from pathlib import Path

from icat.risk.instrument import Instrument, load

SOUND = """\
code = "example"
version = 1
kind = "factors"
title = { uk = "Приклад", en = "Example" }
jurisdiction = "nowhere"
licence = { uk = "вигадано; без обмежень", en = "invented; no restrictions" }
source = { uk = "вигадано", en = "invented" }
status = "verified"
checked_on = "2025-01-02"
checked_by = "A. Person"
answers = ["yes", "no", "unknown", "refused", "not_asked"]
read_first = ["threats"]

[[sections]]
id = "all"
title = { uk = "Усе", en = "All" }

[[groups]]
id = "violence"
title = { uk = "Насильство", en = "Violence" }

[[factors]]
id = "threats"
number = 1
section = "all"
group = "violence"
critical = true
text = { uk = "Погрози", en = "Threats" }
prompt = { uk = "Чи були погрози?", en = "Were there threats?" }
ask = ["police"]

[[factors]]
id = "support"
number = 2
section = "all"
reverse = true
text = { uk = "Підтримка рідних", en = "Support of the family" }
prompt = { uk = "Чи є хто поруч?", en = "Is anybody near?" }
help = { uk = "Запитайте про друзів.", en = "Ask about friends." }
ask = ["social", "ngo"]

[[rules]]
id = "threatened"
kind = "any-of"
of = ["threats"]
outcome = "call"
wording = { uk = "Є погрози.", en = "There are threats." }
colour = "red"

[[rules]]
id = "both"
kind = "at-least-of"
at_least = 2
of = ["threats", "support"]
wording = { uk = "І те, й інше.", en = "Both." }

[[bands]]
id = "lower"
label = { uk = "Нижча", en = "Lower" }
at_least = 0

[[bands]]
id = "upper"
label = { uk = "Вища", en = "Upper" }
at_least = 1
colour = "orange"

[[examples]]
name = "Threats, and nobody near"
yes = ["threats"]
no = ["support"]
count = 2
highest = 2
fired = ["threatened", "both"]
critical = ["threats"]
decisive = []
band = "upper"

[[examples]]
name = "Neither"
yes = ["support"]
rest = "no"
count = 0
highest = 0
fired = []
critical = []
decisive = []
band = "lower"
"""

WEIGHED = """\
code = "example"
version = 1
kind = "factors"
title = { uk = "Приклад", en = "Example" }
jurisdiction = "nowhere"
licence = { uk = "вигадано; без обмежень", en = "invented; no restrictions" }
source = { uk = "вигадано", en = "invented" }
status = "verified"
checked_on = "2025-01-02"
checked_by = "A. Person"
answers = ["yes", "no", "unknown", "not_asked"]
judgement = { uk = "Можна й нижче.", en = "Also below it." }

[[scales]]
id = "often"
steps = [
  { id = "never", label = { uk = "ніколи", en = "never" }, points = 0 },
  { id = "weekly", label = { uk = "щотижня", en = "weekly" }, points = 2 },
]

[[sections]]
id = "all"
title = { uk = "Усе", en = "All" }

[[sections]]
id = "beside"
title = { uk = "Поряд", en = "Beside" }
counted = false

[[factors]]
id = "beats"
section = "all"
text = { uk = "Б’є", en = "Beats" }
prompt = { uk = "Як часто?", en = "How often?" }
ask = ["police"]
scale = "often"

[[factors]]
id = "weapon"
section = "all"
weight = 3
text = { uk = "Зброя", en = "A weapon" }
prompt = { uk = "Чи є зброя?", en = "Is there a weapon?" }
ask = ["police"]

[[factors]]
id = "note"
section = "beside"
text = { uk = "Поряд", en = "Beside" }
prompt = { uk = "Чи є ще щось?", en = "Anything else?" }
ask = ["police"]

[[bands]]
id = "lower"
label = { uk = "Нижча", en = "Lower" }
at_least = 0

[[bands]]
id = "upper"
label = { uk = "Вища", en = "Upper" }
at_least = 5

[[examples]]
name = "All of it"
yes = ["weapon"]
steps = { beats = "weekly" }
rest = "not_asked"
count = 5
highest = 5
fired = []
critical = []
decisive = []
band = "upper"

[[examples]]
name = "One may still decide"
steps = { beats = "weekly" }
count = 2
highest = 5
fired = []
critical = []
decisive = ["weapon"]
band = "lower"
"""

EXTERNAL = """\
code = "example"
version = 1
kind = "external"
title = { uk = "Чужа форма", en = "A form of others" }
jurisdiction = "nowhere"
licence = { uk = "вигадано; без обмежень", en = "invented; no restrictions" }
source = { uk = "вигадано", en = "invented" }
status = "draft"
checked_on = ""
notice = { uk = "Не звірено.", en = "Not compared." }

[[levels]]
id = "low"
label = { uk = "низький", en = "low" }

[[levels]]
id = "high"
label = { uk = "високий", en = "high" }
"""


def planted(folder: Path, *changes: tuple[str, str], text: str = SOUND, name: str = "example-1.toml") -> Path:
    """The file ``name`` in ``folder`` with ``text`` after ``changes``, each made exactly once."""
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the sound file"
        text = text.replace(old, new)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def load_planted(folder: Path, *changes: tuple[str, str], text: str = SOUND) -> Instrument:
    """What is read from the file with ``changes``."""
    return load(planted(folder, *changes, text=text))
