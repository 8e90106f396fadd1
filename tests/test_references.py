"""References: random, forgiving about how they are typed, unforgiving about what was typed."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icat.references import ALPHABET, new_reference, parse

team_codes = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=6)
references = st.builds(new_reference, team_codes, st.integers(2000, 2099))


def same_when_typed(a, b):
    return a == b or any({a, b} <= set(group) for group in ("0O", "1IL"))


def test_a_reference_has_team_year_five_random_characters_and_a_check_character():
    assert re.fullmatch(r"KHM-2026-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]", new_reference("KHM", 2026))


def test_references_are_random_and_use_the_whole_alphabet():
    made = [new_reference("KHM", 2026) for _ in range(400)]

    assert len(set(made)) > 395
    assert set("".join(reference[9:14] for reference in made)) == set(ALPHABET)


@pytest.mark.parametrize("code", ["", "K", "khm", "KHM1", "ХМЕ", "TOOLONGX", "K-M"])
def test_a_team_code_is_capital_latin_letters(code):
    with pytest.raises(ValueError, match="team code"):
        new_reference(code, 2026)


@pytest.mark.parametrize("year", [26, 1999, 2100])
def test_a_year_is_of_this_century(year):
    with pytest.raises(ValueError, match="year"):
        new_reference("KHM", year)


@given(references)
def test_a_reference_is_read_back_in_any_dress(reference):
    for typed in (
        reference,
        reference.lower(),
        reference.replace("-", ""),
        reference.replace("-", " "),
        f"  {reference.replace('-', '–')}\n",
        reference.translate(str.maketrans("ABEIKMHOPCTYX", "АВЕІКМНОРСТУХ")),
    ):
        assert parse(typed) == reference


@given(references)
def test_o_and_i_and_l_are_taken_for_figures(reference):
    team, rest = reference.split("-", 1)

    assert parse(f"{team}-{rest.replace('0', 'O').replace('1', 'I')}") == reference
    assert parse(f"{team}-{rest.replace('0', 'o').replace('1', 'l')}") == reference


def test_figures_in_the_team_code_are_taken_for_letters():
    reference = new_reference("LVO", 2026)

    assert parse(reference.replace("LVO", "1V0")) == reference


def test_a_figure_that_may_be_either_of_two_references_is_no_answer():
    # The weights of the first, fourth and sixth letter cancel, so that three figures can be read as III and as LLL.
    assert parse(new_reference("LKKLKL", 2026).replace("L", "1")) is None


@settings(max_examples=30)
@given(references)
def test_every_single_wrong_character_is_found(reference):
    for place, right in enumerate(reference):
        if right == "-":
            continue
        for wrong in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ":
            mistyped = reference[:place] + wrong + reference[place + 1 :]
            if not same_when_typed(right, wrong):
                assert parse(mistyped) is None
            else:
                # One of the look-alikes: read as meant, or not at all, never as another reference.
                assert parse(mistyped) in (reference, None)


@given(references)
def test_every_swap_of_neighbours_is_found(reference):
    plain = reference.replace("-", "")
    for place in range(len(plain) - 1):
        swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
        assert swapped == plain or parse(swapped) is None


@given(st.text(max_size=24))
def test_any_text_is_refused_quietly(text):
    assert parse(text) is None or parse(parse(text)) == parse(text)


@pytest.mark.parametrize("text", ["", "-", "KHM-2026-7F3K9", "KHM-2026-7F3K9-C-C", "KHM-1926-7F3K9-C", "2026-7F3K9-C"])
def test_what_has_another_shape_is_no_reference(text):
    assert parse(text) is None
