"""The lists and the numbers: whole, in both languages, never ambiguous, and the words of the types in `legal`."""

import re
from datetime import date

import pytest

from icat import codes, legal
from icat.errors import ConfigError, RuleBroken
from icat.i18n import speaking

# Written down a second time, by hand: a code that cases cite must never go.
KEPT = {
    "relationship": (
        "spouse ex_spouse fiance step_parent_child_of_spouse cohabitant shared_child parent_child grandparent "
        "great_grandparent step sibling other_kin children_not_common guardian foster other_household"
    ),
    "violence_form": "physical sexual psychological economic",
    "urgency": "urgent_now before_next_meeting routine",
    "contact_method": "call text via_person only_in_person none_safe unknown",
    "contact_outcome": "reached not_reached unsafe",
    "informed_told": "told not_told_danger not_told_not_reached not_told_other",
    "informed_agrees": "agrees objects undecided not_asked",
    "action_domain": "survivor perpetrator children others staff",
    "action_status": "open done done_late not_possible overtaken refused_by_survivor cancelled",
    "position": "highest_risk not_highest_risk no_information absent",
    "consensus": "agreed agreed_with_reservation not_agreed",
    "level": "highest_risk not_highest_risk",
    "known": "yes no cannot_say",
    "information_source": "survivor police_record other_agency child witness own_record",
    "worker_sex": "woman man no_preference not_asked",
    "police_level": "low medium high",
    "urgent_order_measure": "leave_home no_entry no_contact",
    "export_format": "none pocket_card full agency_copy",
    "report_use": "monthly_review person_asks complaint ombudsman authority training",
}
TYPES = {
    "category": legal.Category,
    "sector": legal.Sector,
    "recipient_kind": legal.RecipientKind,
    "parent": legal.Parent,
    "consent_state": legal.ConsentState,
    "share_purpose": legal.Purpose,
    "necessity": legal.Necessity,
    "share_mode": legal.Mode,
}
GOOD = """
title = { uk = "Список", en = "List" }
fixed = true
source = "a test"
checked_on = 2026-02-22
[options]
one = { uk = "один", en = "one" }
two = { uk = "два", en = "two", retired = true }
"""


@pytest.fixture
def a_list(tmp_path):
    def write(text):
        path = tmp_path / "sample.toml"
        path.write_text(text, encoding="utf-8")
        return codes.read_list(path)

    return write


@pytest.mark.parametrize("name", codes.lists())
def test_every_list_is_read_and_says_where_it_comes_from(name):
    found = codes.code_list(name)

    assert found.options
    assert found.source
    assert date(2026, 1, 1) <= found.checked_on


@pytest.mark.parametrize("name", codes.lists())
def test_every_text_is_ukrainian_in_ukrainian_and_english_in_english(name):
    for option in codes.options(name, with_retired=True):
        for text in (option.words, *option.prompts, *([option.hint] if option.hint else [])):
            assert re.search("[а-яіїєґ]", text.uk)
            assert not re.search("[ыэъё]", text.uk)
            assert not re.search("[а-яіїєґ]", text.en)


@pytest.mark.parametrize("name", codes.lists())
def test_no_two_entries_of_a_list_read_alike(name):
    for language in ("uk", "en"):
        texts = [getattr(option.words, language) for option in codes.options(name, with_retired=True)]
        assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(("name", "kept"), KEPT.items())
def test_codes_that_records_cite_are_there(name, kept):
    assert [option.code for option in codes.options(name, with_retired=True)] == kept.split()


@pytest.mark.parametrize(("name", "members"), TYPES.items())
def test_every_type_of_the_law_has_its_words(name, members):
    assert [option.code for option in codes.options(name)] == list(members)
    assert all(member.words == codes.words(name, member) for member in members)


def test_action_types_belong_to_domains_and_none_is_mediation():
    domains = {option.code for option in codes.options("action_domain")}

    assert {option.group for option in codes.options("action_type")} <= domains | {""}
    assert not [option for option in codes.options("action_type") if re.search("mediat|reconcil", option.words.en)]


def test_every_section_of_a_safety_plan_offers_and_never_instructs():
    for section in codes.options("safety_section"):
        names_things = section.code in ("documents_bag", "contacts")
        for prompt in section.prompts:
            assert names_things or (prompt.uk.endswith("?") and prompt.en.endswith("?"))
            assert not re.search(r"\b(you should|ви повинні|мусите|не можна)\b", f"{prompt.uk} {prompt.en}".lower())
        assert section.prompts
    assert {"technology", "war_conditions"} <= {section.code for section in codes.options("safety_section")}


def test_the_lower_level_never_reads_as_proof_of_safety():
    assert "no team plan now" in codes.words("level", "not_highest_risk").en
    assert not re.search("low|safe", codes.words("level", "not_highest_risk").en)
    assert not re.search("низьк|безпеч", codes.words("level", "not_highest_risk").uk)


def test_a_word_speaks_the_language_of_the_moment():
    with speaking("uk"):
        assert str(codes.words("violence_form", "economic")) == "економічне"
    with speaking("en"):
        assert str(codes.words("violence_form", "economic")) == "economic"


def test_an_offered_code_is_accepted_and_any_other_refused():
    assert codes.require("known", "cannot_say") == "cannot_say"
    for code in ("", "maybe", "YES", "yes "):
        with pytest.raises(RuleBroken) as refusal:
            codes.require("known", code)
        assert refusal.value.message.msgid == "Choose one of the offered answers."


def test_a_retired_code_keeps_its_words_and_is_not_offered_any_more(a_list, monkeypatch):
    found = a_list(GOOD)
    monkeypatch.setattr(codes, "code_list", lambda name: found)

    assert [option.code for option in codes.options("sample")] == ["one"]
    assert [option.code for option in codes.options("sample", with_retired=True)] == ["one", "two"]
    assert codes.words("sample", "two").uk == "два"
    with pytest.raises(RuleBroken):
        codes.require("sample", "two")


@pytest.mark.parametrize("name", ["", "nothing", "../hotlines", "/etc/passwd"])
def test_a_list_that_does_not_exist_is_a_mistake_of_the_programme(name):
    with pytest.raises(LookupError):
        codes.options(name)


def test_a_code_that_does_not_exist_has_no_words():
    with pytest.raises(LookupError):
        codes.words("known", "maybe")


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("two =", "one =", "overwrite|Duplicate|twice"),
        ("two =", "Two =", "Two"),
        ('en = "two"', 'en = " "', "two"),
        ('en = "two"', 'ru = "два"', "en|ru"),
        ("retired = true", "retyred = true", "retyred"),
        ("fixed = true", "", "fixed"),
        ('source = "a test"', 'source = " "', "source"),
        ("checked_on = 2026-02-22", 'checked_on = "soon"', "checked_on|date"),
        ("[options]", "[choices]", "choices"),
    ],
)
def test_a_faulty_list_is_refused_with_its_name(a_list, right, wrong, complaint):
    with pytest.raises(ConfigError, match=r"sample\.toml.*(" + complaint + ")"):
        a_list(GOOD.replace(right, wrong, 1))


def test_the_numbers_stand_in_the_order_of_the_paper():
    assert [line.number for line in codes.hotlines()][:4] == ["102", "103", "112", "15-47"]
    assert all(line.source and line.checked_on for line in codes.hotlines())


def test_a_number_without_a_source_is_not_printed():
    unprinted = [line.code for line in codes.hotlines() if not line.printed]

    assert unprinted == ["legal_aid"]


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ('number = "102"', 'number = "ring us"', "figures"),
        ('status = "confirmed"', 'status = "surely"', "status"),
        ('source = "x"', 'source = ""', "comes from"),
        ('en = "police"', 'en = ""', "languages"),
        ("checked_on", "checkt_on", "checkt_on"),
    ],
)
def test_a_faulty_number_is_refused(tmp_path, right, wrong, complaint):
    good = (
        '[police]\nnumber = "102"\nuk = "поліція"\nen = "police"\nstatus = "confirmed"\nsource = "x"\n'
        "checked_on = 2026-02-22\n"
    )
    path = tmp_path / "hotlines.toml"
    path.write_text(good)
    assert codes.read_hotlines(path)[0].number == "102"

    path.write_text(good.replace(right, wrong))

    with pytest.raises(ConfigError, match=complaint):
        codes.read_hotlines(path)
