"""How instrument files are written: what is misspelt, missing or of the wrong kind is refused, with its place."""

import pytest

from icat.errors import Refusal
from icat.risk.instrument import load
from icat.risk.written import InstrumentRefused
from tests.risk.planted import SOUND, load_planted, planted


def line(of: str) -> int:
    """The number of the line of the sound file that is ``of``."""
    return SOUND.splitlines().index(of) + 1


@pytest.mark.parametrize(
    ("change", "key", "why"),
    [
        (("critical = true", "critcal = true"), "factors[0].critcal", "unknown field"),
        (("source = {", "sauce = {"), "sauce", "unknown field"),
        (
            ('licence = { uk = "вигадано; без обмежень", en = "invented; no restrictions" }\n', ""),
            "",
            "missing required field `licence`",
        ),
        (('en = "invented; no restrictions"', 'en = " "'), "licence.en", "matching regex"),
        (('text = { uk = "Погрози", en = "Threats" }', 'text = { uk = "Погрози" }'), "factors[0].text", "`en`"),
        (('{ uk = "Приклад", en = "Example" }', '{ uk = "", en = "Example" }'), "title.uk", "matching regex"),
        (("number = 1", 'number = "1"'), "factors[0].number", "Expected `int"),
        (("number = 1", "number = 0"), "factors[0].number", ">= 1"),
        (('id = "threats"', 'id = "Threats!"'), "factors[0].id", "matching regex"),
        (('ask = ["police"]', 'ask = ["polise"]'), "factors[0].ask[0]", "Invalid enum value"),
        (('colour = "orange"', 'colour = "green"'), "bands[1].colour", "Invalid enum value 'green'"),
        (('kind = "any-of"', 'kind = "some-of"'), "rules[0].kind", "Invalid enum value"),
        (('rest = "no"', 'rest = "nope"'), "examples[1].rest", "Invalid enum value"),
        (('status = "verified"', 'status = "final"'), "status", "Invalid enum value"),
        (('checked_on = "2025-01-02"', 'checked_on = "yesterday"'), "checked_on", "matching regex"),
    ],
)
def test_a_wrong_key_or_value_is_refused_by_name(tmp_path, change, key, why):
    with pytest.raises(InstrumentRefused) as refusal:
        load_planted(tmp_path, change)

    assert refusal.value.key == key
    assert why in refusal.value.why
    assert str(refusal.value).startswith("example-1.toml")


def test_the_line_of_a_wrong_value_is_named(tmp_path):
    with pytest.raises(InstrumentRefused) as refusal:
        load_planted(tmp_path, ('colour = "orange"', 'colour = "green"'))

    assert refusal.value.line == line('colour = "orange"')
    assert f"example-1.toml, line {refusal.value.line}: bands[1].colour: " in str(refusal.value)


def test_for_something_missing_the_line_of_its_entry_is_named(tmp_path):
    with pytest.raises(InstrumentRefused) as refusal:
        load_planted(tmp_path, ('prompt = { uk = "Чи є хто поруч?", en = "Is anybody near?" }\n', ""))

    assert refusal.value.key == "factors[1]"
    assert SOUND.splitlines()[(refusal.value.line or 0) - 1] == "[[factors]]"
    assert refusal.value.line == line('id = "support"') - 1


def test_a_key_written_twice_is_refused_with_its_line(tmp_path):
    with pytest.raises(InstrumentRefused, match="Cannot overwrite") as refusal:
        load_planted(tmp_path, ("critical = true", "critical = true\ncritical = false"))

    assert refusal.value.line == line("critical = true") + 1


def test_a_file_that_is_not_there_or_not_utf8_is_refused(tmp_path):
    with pytest.raises(InstrumentRefused, match="cannot be read"):
        load(tmp_path / "absent-1.toml")
    (tmp_path / "example-1.toml").write_bytes(b'code = "\xff"')
    with pytest.raises(InstrumentRefused, match="cannot be read"):
        load(tmp_path / "example-1.toml")


def test_a_refusal_can_be_shown_to_whoever_installs_the_file(tmp_path):
    with pytest.raises(Refusal):
        load_planted(tmp_path, ('code = "example"', 'code = "other"'))


def test_a_bare_date_means_the_same_as_a_quoted_one(tmp_path):
    quoted = load_planted(tmp_path)
    bare = load(planted(tmp_path, ('"2025-01-02"', "2025-01-02")))

    assert bare == quoted
