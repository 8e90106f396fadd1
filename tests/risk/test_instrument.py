"""The library of instruments: what ships, which edition is current, and what a digest stands for."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from icat.i18n import speaking
from icat.risk.instrument import FOLDER, Kind, Status, current, library, load
from tests.risk.planted import EXTERNAL, load_planted, planted

# Markers that independent lists share: weapon, threat to kill, her own fear of death, strangling, separation, stalking,
# escalation, suicide threats.
MARKERS = {
    *("weapon-used", "threats", "expects-violence", "strangling"),
    *("separation", "stalking", "escalation", "suicidal"),
}


def test_five_instruments_ship_and_all_are_drafts():
    assert list(library()) == [("bc-19", 1), ("dash-24", 1), ("lap-11", 1), ("ua-369-180", 1), ("ua-local", 1)]
    assert all(one.draft and one.notice and one.licence for one in library().values())


def test_every_file_of_the_folder_is_in_the_library_under_its_own_name():
    assert {path.stem for path in FOLDER.glob("*.toml")} == {one.name for one in library().values()}


def test_the_summary_has_its_nineteen_factors_in_four_sections_and_nothing_to_score_with():
    bc = current("bc-19")

    assert [factor.number for factor in bc.factors] == list(range(1, 20))
    assert [sum(f.section == section for f in bc.factors) for section in bc.sections] == [8, 2, 7, 2]
    assert (bc.rules, bc.bands, bc.out_of) == ((), (), 19)
    assert {factor.id for factor in bc.factors if factor.critical} == MARKERS


def test_the_lethality_screen_has_eleven_numbered_questions_and_a_door_for_the_officer():
    lap = current("lap-11")

    assert [factor.number for factor in lap.factors] == [*range(1, 12), None]
    assert [(len(rule.of), rule.at_least, rule.outcome) for rule in lap.rules] == [
        (3, 1, "protocol"),
        (8, 4, "protocol"),
        (1, 1, "protocol"),
    ]
    assert lap.out_of == 11


def test_the_checklist_has_its_24_questions_one_threshold_and_a_door_for_the_professional():
    dash = current("dash-24")

    assert [factor.number for factor in dash.factors] == list(range(1, 25))
    assert [(len(rule.of), rule.at_least, rule.outcome) for rule in dash.rules] == [(24, 14, "refer")]
    assert dash.judgement is not None
    assert (dash.out_of, dash.bands, dash.is_weighted) == (24, (), False)


def test_the_ukrainian_additions_are_never_counted_or_numbered():
    local = current("ua-local")

    assert local.out_of == 0
    assert {factor.number for factor in local.factors} == {None}
    assert local.rules == local.bands == ()


def test_the_police_form_is_recorded_as_stated_and_says_that_it_was_not_compared():
    police = current("ua-369-180")

    assert police.kind is Kind.EXTERNAL
    assert [(level.id, level.label.uk) for level in police.levels] == [
        ("low", "низький"),
        ("medium", "середній"),
        ("high", "високий"),
    ]
    assert police.notice is not None
    assert police.notice.uk == "Текст і правило оцінювання не звірено з наказом № 369/180"
    assert police.factors == police.rules == police.bands == ()


def test_texts_follow_the_language_of_the_moment():
    factor = current("lap-11").factor("strangled")

    with speaking("en"):
        assert str(factor.text) == "Has tried to strangle or choke her"
    with speaking("uk"):
        assert str(factor.text) == "Намагався душити"


def test_an_unknown_factor_or_level_is_refused_by_name():
    with pytest.raises(ValueError, match="bc-19-1 has no factor 'x'"):
        current("bc-19").factor("x")
    with pytest.raises(ValueError, match="ua-369-180-1 has no level 'extreme'"):
        current("ua-369-180").level("extreme")


def test_an_instrument_cannot_be_changed_in_memory():
    with pytest.raises(FrozenInstanceError):
        current("bc-19").status = Status.VERIFIED  # type: ignore[misc]
    with pytest.raises(TypeError):
        library()["bc-19", 1] = current("lap-11")  # type: ignore[index]


def test_the_digest_follows_the_content_and_not_the_layout_or_the_attestation(tmp_path):
    plain = load_planted(tmp_path)
    laid_out = load_planted(tmp_path, ('code = "example"\nversion = 1', '# a remark\nversion   = 1\ncode = "example"'))
    attested = load_planted(tmp_path, ("2025-01-02", "2025-03-04"), ("A. Person", "B. Person"))
    reworded = load_planted(tmp_path, ('en = "Threats"', 'en = "Threats, any"'))
    reruled = load_planted(tmp_path, ("at_least = 2", "at_least = 1"))

    assert plain.digest == laid_out.digest == attested.digest
    assert len({plain.digest, reworded.digest, reruled.digest}) == 3
    assert attested.checked_on == date(2025, 3, 4)


def edition(folder, version, status):
    """A further edition of the form of others, in ``folder``."""
    changes = [("version = 1", f"version = {version}"), ('status = "draft"', f'status = "{status}"')]
    if status == "verified":
        changes.append(('checked_on = ""', 'checked_on = "2025-01-02"\nchecked_by = "A. Person"'))
    return load(planted(folder, *changes, text=EXTERNAL, name=f"example-{version}.toml"))


def test_a_new_draft_does_not_displace_a_verified_edition(tmp_path):
    edition(tmp_path, 1, "verified")
    edition(tmp_path, 2, "verified")
    edition(tmp_path, 3, "draft")
    edition(tmp_path, 10, "retired")

    assert current("example", tmp_path).version == 2
    assert [version for _, version in library(tmp_path)] == [1, 2, 3, 10]


def test_the_newest_draft_is_current_while_nothing_is_verified(tmp_path):
    edition(tmp_path, 9, "draft")
    edition(tmp_path, 10, "draft")

    assert current("example", tmp_path).version == 10


def test_a_code_that_is_retired_or_unknown_has_no_current_edition(tmp_path):
    edition(tmp_path, 1, "retired")

    for code in ("example", "absent"):
        with pytest.raises(LookupError, match=f"no instrument {code} is in use"):
            current(code, tmp_path)
