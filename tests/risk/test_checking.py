"""Well-shaped instrument files that are ambiguous all the same: each planted fault is found where it was planted."""

import pytest

from icat.risk.scoring import failed_examples
from icat.risk.written import InstrumentRefused
from tests.risk.planted import EXTERNAL, SOUND, WEIGHED, load_planted, planted

DRAFT = ('status = "verified"', 'status = "draft"\nnotice = { uk = "Не звірено.", en = "Not compared." }')
ENGLISH_NOTICE = (DRAFT[0], DRAFT[1].replace("Не звірено.", "Not compared."))
NO_BANDS = (SOUND[SOUND.index("[[bands]]") : SOUND.index("[[examples]]")], "")
NO_EXAMPLES = (SOUND[SOUND.index("[[examples]]") :], "")
EMPTY_SECTION = ("[[groups]]", '[[sections]]\nid = "e"\ntitle = { uk = "є", en = "e" }\n\n[[groups]]')
A_BAND = '[[bands]]\nid = "b"\nlabel = { uk = "є", en = "e" }\nat_least = 0\n\n'
NO_COLOUR = ('colour = "red"\n', "")


def test_the_sound_files_are_sound(tmp_path):
    assert load_planted(tmp_path).name == "example-1"
    assert load_planted(tmp_path, DRAFT, NO_BANDS, NO_COLOUR, NO_EXAMPLES).draft
    assert load_planted(tmp_path, text=EXTERNAL).level("high").label.en == "high"


@pytest.mark.parametrize(
    ("changes", "key", "why"),
    [
        ([('code = "example"', 'code = "other"')], "code", "must be called other-1.toml"),
        ([("version = 1", "version = 2")], "code", "must be called example-2.toml"),
        ([('checked_on = "2025-01-02"', 'checked_on = "2025-02-30"')], "checked_on", "calendar"),
        ([('checked_on = "2025-01-02"', 'checked_on = ""')], "status", "a day and a named person"),
        ([('checked_by = "A. Person"', 'checked_by = " "')], "status", "a day and a named person"),
        ([('status = "verified"', 'status = "draft"')], "status", "what nobody has checked"),
        ([DRAFT, NO_COLOUR], "bands", "a draft cannot have bands"),
        ([DRAFT, NO_BANDS], "rules[0].colour", "a draft cannot have colours"),
        ([('en = "Threats"', 'en = "Погрози"')], "factors[0].text", "the English text has Cyrillic"),
        ([('uk = "Запитайте про друзів."', 'uk = "Ask"')], "factors[1].help", "the Ukrainian text is missing"),
        ([('uk = "Є погрози."', 'uk = "-"')], "rules[0].wording", "the Ukrainian text is missing"),
        ([('uk = "Вища"', 'uk = "Upper"')], "bands[1].label", "the Ukrainian text is missing"),
        ([('uk = "Приклад"', 'uk = "Example"')], "title", "the Ukrainian text is missing"),
        ([ENGLISH_NOTICE, NO_BANDS, NO_COLOUR], "notice", "the Ukrainian text is missing"),
        ([('uk = "Чи були погрози?"', 'uk = "Threats?"')], "factors[0].prompt", "the Ukrainian text is missing"),
        ([('uk = "Усе"', 'uk = "All"')], "sections[0].title", "the Ukrainian text is missing"),
        ([('uk = "Насильство"', 'uk = "Violence"')], "groups[0].title", "the Ukrainian text is missing"),
        ([('id = "support"', 'id = "threats"')], "factors[1].id", "'threats' is used twice"),
        ([('id = "both"', 'id = "threatened"')], "rules[1].id", "'threatened' is used twice"),
        ([('id = "upper"', 'id = "lower"')], "bands[1].id", "'lower' is used twice"),
        ([("number = 2", "number = 1")], "factors[1].number", "number 1 is used twice"),
        ([('of = ["threats"]', 'of = ["thraets"]')], "rules[0].of", "there is no factor 'thraets'"),
        ([('of = ["threats"]', 'of = ["threats", "threats"]')], "rules[0].of", "'threats' is named twice"),
        ([('of = ["threats"]', "of = []")], "rules[0].of", "too few factors"),
        ([("at_least = 2", "at_least = 3")], "rules[1].of", "too few factors"),
        ([("at_least = 2\n", "")], "rules[1].at_least", "at least how many"),
        ([('kind = "at-least-of"', 'kind = "any-of"')], "rules[1].at_least", "any-of means one"),
        ([("at_least = 2", 'at_least = 2\noutcome = "call"')], "rules[1].of", "another rule with the same outcome"),
        ([("at_least = 0", "at_least = 1")], "bands[0].at_least", "must start at 0"),
        ([('at_least = 1\ncolour = "orange"', "at_least = 0")], "bands[1].at_least", "overlaps"),
        ([('at_least = 1\ncolour = "orange"', "at_least = 3")], "bands[1].at_least", "cannot be reached"),
        ([('"no", "unknown"', '"no"')], "answers", "must offer 'unknown'"),
        ([('"refused", "not_asked"', '"refused", "refused", "not_asked"')], "answers", "refused is offered twice"),
        ([('group = "violence"', 'group = "vilence"')], "factors[0].group", "there is no group 'vilence'"),
        ([('group = "violence"\n', "")], "groups[0]", "no factor belongs to it"),
        ([('ask = ["police"]', "ask = []")], "factors[0].ask", "at least one sector"),
        ([('ask = ["police"]', 'ask = ["police", "police"]')], "factors[0].ask", "named twice"),
        ([('number = 2\nsection = "all"', 'number = 2\nsection = "al"')], "factors[1].section", "no section 'al'"),
        ([EMPTY_SECTION], "sections[1]", "no factor belongs to it"),
        ([('read_first = ["threats"]', 'read_first = ["support"]')], "read_first", "not a critical factor"),
        ([('read_first = ["threats"]', 'read_first = ["threats", "threats"]')], "read_first", "named twice"),
        ([('no = ["support"]', 'no = ["suport"]')], "examples[0].no", "there is no factor 'suport'"),
        ([('no = ["support"]', 'no = ["threats"]')], "examples[0]", "'threats' is answered twice"),
        ([('fired = ["threatened", "both"]', 'fired = ["x"]')], "examples[0].fired", "there is no rule 'x'"),
        ([('critical = ["threats"]', 'critical = ["x"]')], "examples[0].critical", "there is no factor 'x'"),
        ([('band = "upper"', 'band = "x"')], "examples[0].band", "there is no band 'x'"),
        ([('"refused", "not_asked"', '"not_asked"'), ('rest = "no"', 'rest = "refused"')], "examples[1].rest", "offer"),
        (
            [('"refused", "not_asked"', '"not_asked"'), ('no = ["support"]', 'refused = ["support"]')],
            "examples[0].refused",
            "does not offer this answer",
        ),
    ],
)
def test_an_ambiguous_file_is_refused_where_it_is_ambiguous(tmp_path, changes, key, why):
    with pytest.raises(InstrumentRefused) as refusal:
        load_planted(tmp_path, *changes)

    assert refusal.value.key == key
    assert why in refusal.value.why
    assert refusal.value.line
    planted_at = planted(tmp_path, *changes).read_text(encoding="utf-8").splitlines()[refusal.value.line - 1]
    last = key.rpartition(".")[2].partition("[")[0]
    assert planted_at.startswith((f"{last} =", f"[[{last}]]", "[[", "code"))


def test_an_unchecked_draft_that_was_retired_cannot_gain_bands(tmp_path):
    retired = (
        ('status = "verified"', 'status = "retired"\nnotice = { uk = "Не звірено.", en = "Not compared." }'),
        ('checked_by = "A. Person"', 'checked_by = ""'),
    )
    with pytest.raises(InstrumentRefused, match="a draft cannot have bands"):
        load_planted(tmp_path, *retired)

    assert load_planted(tmp_path, *retired, NO_BANDS, NO_COLOUR, NO_EXAMPLES).draft


def test_a_form_without_a_single_factor_is_refused(tmp_path):
    head = SOUND[: SOUND.index("[[sections]]")]

    with pytest.raises(InstrumentRefused, match="factors: there are none"):
        load_planted(tmp_path, text=head)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (('checked_on = ""', 'checked_on = ""\nanswers = ["yes"]'), "answers"),
        (('checked_on = ""', 'checked_on = ""\nread_first = ["x"]'), "read_first"),
        (('[[levels]]\nid = "low"', A_BAND + '[[levels]]\nid = "low"'), "bands"),
        (('[[levels]]\nid = "high"\nlabel = { uk = "високий", en = "high" }\n', ""), "levels"),
        (('kind = "external"', 'kind = "factors"'), "levels"),
        (('id = "high"', 'id = "low"'), "levels[1].id"),
        (('uk = "високий"', 'uk = "high"'), "levels[1].label"),
    ],
)
def test_a_result_of_others_has_levels_and_nothing_to_compute_with(tmp_path, change, key):
    with pytest.raises(InstrumentRefused) as refusal:
        load_planted(tmp_path, change, text=EXTERNAL)

    assert refusal.value.key == key


def test_a_sound_file_with_points_and_steps_is_read_and_its_examples_come_out(tmp_path):
    read = load_planted(tmp_path, text=WEIGHED)

    assert (read.out_of, read.is_weighted, read.factor("beats").most) == (5, True, 2)
    assert failed_examples(read) == ()


@pytest.mark.parametrize(
    ("changes", "key", "why"),
    [
        ([("points = 0", "points = 1")], "scales[0].steps", "a first step without points"),
        ([("points = 2", "points = 0")], "scales[0].steps", "'weekly' must have more points than 'never'"),
        ([('{ id = "weekly"', '{ id = "never"')], "scales[0].steps", "'never' is used twice"),
        ([('{ id = "weekly"', '{ id = "yes"')], "scales[0].steps", "'yes' is one of the five answers"),
        ([('uk = "щотижня"', 'uk = "weekly"')], "scales[0].steps", "the Ukrainian text is missing"),
        ([('uk = "Можна й нижче."', 'uk = "Below"')], "judgement", "the Ukrainian text is missing"),
        ([('scale = "often"', 'scale = "oftn"')], "scales[0]", "no factor uses it"),
        ([('scale = "often"', 'scale = "often"\nweight = 2')], "factors[0].weight", "say already what it counts"),
        ([('scale = "often"', 'scale = "often"\nreverse = true')], "factors[0].reverse", "from the least to the most"),
        ([('id = "note"', 'id = "note"\nweight = 2')], "factors[2].weight", "its section is not counted"),
        ([("at_least = 5", "at_least = 6")], "bands[1].at_least", "all together give 5"),
        ([('yes = ["weapon"]', 'yes = ["weapon", "beats"]')], "examples[0].yes", "'beats' asks how often"),
        ([('yes = ["weapon"]\nsteps = { beats', 'yes = ["weapon"]\nsteps = { weapon')], "examples[0].steps", "no step"),
        ([('beats = "weekly" }\nrest', 'beats = "dayly" }\nrest')], "examples[0].steps", "no step 'dayly'"),
        (
            [('steps = { beats = "weekly" }\nrest = "not_asked"', 'rest = "no"')],
            "examples[0].rest",
            "cannot answer a factor that asks how often",
        ),
    ],
)
def test_points_and_steps_that_could_be_read_in_two_ways_are_refused_with_their_line(tmp_path, changes, key, why):
    with pytest.raises(InstrumentRefused) as refusal:
        load_planted(tmp_path, *changes, text=WEIGHED)

    assert (refusal.value.key, why in refusal.value.why) == (key, True), refusal.value
    assert refusal.value.line
