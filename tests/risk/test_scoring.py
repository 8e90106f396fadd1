"""What instruments say: the worked examples, and properties that hold for every instrument and every set of answers."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icat.i18n import Words
from icat.risk.instrument import Band, Instrument, Kind, Status, current, library
from icat.risk.scoring import Answer, Result, failed_examples, score
from tests.risk.drawn import KNOWN, OFTEN, WORDS, answered, instruments, known_of, patient

LAP = current("lap-11")
BC = current("bc-19")
DASH = current("dash-24")
OPEN = [answer for answer in Answer if answer.open]


def says(instrument: Instrument, result: Result) -> tuple[object, frozenset[str]]:
    """What a reader would act on: the band, and the outcomes reached."""
    return result.band, frozenset(fired.rule.outcome for fired in result.fired)


def completions(instrument: Instrument, answers: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Every way in which the open answers could turn out."""
    unknown = [f for f in instrument.factors if answers.get(f.id, Answer.NOT_ASKED) in OPEN]
    for found in product(*(known_of(factor) for factor in unknown)):
        yield {**answers, **dict(zip((factor.id for factor in unknown), found, strict=True))}


def by_brute_force(instrument: Instrument, answers: Mapping[str, str]) -> tuple[int, int, set[str]]:
    """Lowest and highest count, and the open factors of which one answer alone can change what the instrument says."""
    every = list(completions(instrument, answers))
    results = [score(instrument, one) for one in every]
    said = {tuple(sorted(one.items())): says(instrument, result) for one, result in zip(every, results, strict=True)}
    decisive = {
        f.id
        for f in instrument.factors
        if answers.get(f.id, Answer.NOT_ASKED) in OPEN
        and any(
            said[tuple(sorted(one.items()))] != said[tuple(sorted({**one, f.id: other}.items()))]
            for one in every
            for other in known_of(f)
        )
    }
    counts = [result.count for result in results]
    return min(counts), max(counts), decisive


@pytest.mark.parametrize("instrument", library().values(), ids=lambda one: one.name)
def test_every_worked_example_of_a_shipped_instrument_comes_out_as_written(instrument):
    assert failed_examples(instrument) == ()


def test_the_friday_night_example_triggers_the_protocol_and_says_why():
    answers = dict.fromkeys(("weapon-used", "thinks-may-kill", "strangled", "separated"), Answer.YES)

    result = score(LAP, answers)

    assert [(one.rule.id, one.because) for one in result.fired] == [
        ("immediate-danger", ("weapon-used", "thinks-may-kill"))
    ]
    assert (result.count, result.out_of, result.highest) == (4, 11, 11)
    assert result.critical_open == ("threatened-to-kill", "suicide", "follows-threatens")


@pytest.mark.parametrize("trigger", ["weapon-used", "threatened-to-kill", "thinks-may-kill", "officer-believes"])
def test_each_of_the_first_three_and_the_officers_belief_is_enough_alone(trigger):
    answers = {factor.id: Answer.NO for factor in LAP.factors} | {trigger: Answer.YES}

    assert {fired.rule.outcome for fired in score(LAP, answers).fired} == {"protocol"}


def test_four_of_the_further_eight_trigger_and_three_do_not():
    further = [factor.id for factor in LAP.factors if factor.section.id == "further"]

    for yes in product((False, True), repeat=len(further)):
        answers = {id: Answer.YES if one else Answer.NO for id, one in zip(further, yes, strict=True)}
        assert bool(score(LAP, answers).fired) is (sum(yes) >= 4)


def test_the_officers_belief_is_not_counted_among_the_eleven():
    result = score(LAP, {"officer-believes": Answer.YES})

    assert (result.count, result.out_of, result.present) == (0, 11, ("officer-believes",))


@pytest.mark.parametrize("unknown", [answer for answer in Answer if answer.open])
def test_what_is_not_known_is_never_counted_as_no(unknown):
    result = score(BC, dict.fromkeys((factor.id for factor in BC.factors), unknown))

    assert (result.lowest, result.count, result.highest) == (0, 0, 19)
    assert len(result.open) == 19
    assert result.critical_open == result.decisive != ()


def test_a_missing_answer_was_not_asked():
    assert score(BC, {}) == score(BC, {factor.id: Answer.NOT_ASKED for factor in BC.factors})


def test_a_stored_answer_may_come_as_its_code():
    assert score(BC, {"threats": "yes"}).critical == ("threats",)


def test_a_factor_that_the_instrument_does_not_have_is_refused():
    with pytest.raises(ValueError, match="bc-19-1 has no factor 'thraets'"):
        score(BC, {"thraets": Answer.YES})


def test_an_answer_that_the_instrument_does_not_offer_is_refused_without_repeating_it():
    with pytest.raises(ValueError, match="does not take that answer to 'threats': yes, no") as refusal:
        score(BC, {"threats": "perhaps he did"})

    assert "perhaps" not in str(refusal.value)


def test_an_answer_left_out_of_the_instruments_own_set_is_refused():
    without = replace(BC, answers=tuple(answer for answer in Answer if answer is not Answer.REFUSED))

    with pytest.raises(ValueError, match="does not take that answer"):
        score(without, {"threats": Answer.REFUSED})


def test_a_level_stated_elsewhere_is_never_computed():
    police = current("ua-369-180")

    assert police.kind is Kind.EXTERNAL
    with pytest.raises(ValueError, match="never computed"):
        score(police, {})


def test_a_protective_factor_is_present_when_the_answer_is_no():
    support = replace(BC.factors[0], id="support", reverse=True)
    instrument = replace(BC, factors=(support,), read_first=())

    assert score(instrument, {"support": Answer.NO}).critical == ("support",)
    assert score(instrument, {"support": Answer.YES}).present == ()
    assert score(instrument, {"support": Answer.REFUSED}).open == ("support",)


def banded() -> Instrument:
    """An invented tool of 19 lines with two bands, compared and signed for."""
    words = Words(uk="межа", en="band")
    bands = (Band("lower", words, 0, None), Band("upper", words, 3, None))
    return replace(BC, status=Status.VERIFIED, checked_on=date(2025, 1, 2), checked_by="A. Person", bands=bands)


def test_a_band_begins_exactly_at_its_threshold():
    ids = [factor.id for factor in BC.factors]

    bands = [score(banded(), {id: Answer.YES if i < n else Answer.NO for i, id in enumerate(ids)}) for n in (2, 3)]

    assert [result.band.id for result in bands if result.band] == ["lower", "upper"]


def test_open_answers_are_decisive_only_while_they_can_change_the_band():
    ids = [factor.id for factor in BC.factors]
    no = dict.fromkeys(ids, Answer.NO)

    near = score(banded(), {**no, ids[0]: Answer.YES, ids[1]: Answer.UNKNOWN, ids[2]: Answer.UNKNOWN})
    far = score(banded(), {**no, ids[1]: Answer.UNKNOWN, ids[2]: Answer.UNKNOWN})

    assert near.decisive == (ids[1], ids[2])
    assert far.decisive == ()


def weighed() -> Instrument:
    """An invented tool, signed for: one line counts five, one asks how often, two count one; a band begins at five."""
    heavy, often, *light = BC.factors[:4]
    lines = (replace(heavy, weight=5), replace(often, steps=OFTEN), *light)
    return replace(banded(), factors=lines, read_first=(), bands=(Band("lower", WORDS, 0, None), banded().bands[1]))


def test_points_are_added_and_a_step_counts_what_the_tool_says():
    heavy, often, third, _fourth = (factor.id for factor in weighed().factors)

    result = score(weighed(), {heavy: Answer.YES, often: "weekly", third: Answer.UNKNOWN})

    assert (result.count, result.lowest, result.highest, result.out_of) == (8, 8, 10, 10)
    assert result.present == (heavy, often)
    assert score(weighed(), {often: "never"}).present == ()


def test_with_points_only_the_answers_that_can_reach_the_threshold_are_decisive():
    tool = replace(weighed(), bands=(Band("lower", WORDS, 0, None), Band("upper", WORDS, 5, None)))
    heavy, often, third, fourth = (factor.id for factor in tool.factors)

    assert set(score(tool, {}).decisive) == {heavy, often, third, fourth}
    assert score(tool, {often: "never"}).decisive == (heavy,)
    assert score(tool, {often: "monthly", heavy: Answer.NO}).decisive == ()


@pytest.mark.parametrize("reply", [Answer.YES, Answer.NO, "daily"])
def test_a_factor_that_asks_how_often_takes_a_step_and_no_yes(reply):
    with pytest.raises(ValueError, match="does not take that answer to 'escalation': never, monthly, weekly, unknown"):
        score(weighed(), {"escalation": reply})


@pytest.mark.parametrize(("yes", "fires"), [(13, []), (14, ["visible-high-risk"]), (15, ["visible-high-risk"])])
def test_the_checklist_refers_at_fourteen_of_twenty_four(yes, fires):
    ids = [factor.id for factor in DASH.factors]

    result = score(DASH, {id: Answer.YES if i < yes else Answer.NO for i, id in enumerate(ids)})

    assert ([one.rule.id for one in result.fired], result.count, result.band) == (fires, yes, None)


@pytest.mark.parametrize("instrument", [one for one in library().values() if one.factors], ids=lambda one: one.name)
def test_each_critical_factor_alone_is_told_and_each_unknown_one_is_told_as_unknown(instrument):
    no = {factor.id: Answer.NO for factor in instrument.factors}
    for factor in instrument.factors:
        present = score(instrument, no | {factor.id: Answer.YES})
        assert present.critical == ((factor.id,) if factor.critical else ())
        for unknown in OPEN:
            result = score(instrument, no | {factor.id: unknown})
            counted = int(factor.section.counted)
            assert (result.open, result.critical_open) == ((factor.id,), (factor.id,) if factor.critical else ())
            assert (result.count, result.highest, result.present) == (0, counted, ())


def test_results_cannot_be_ranked():
    with pytest.raises(TypeError):
        sorted([score(BC, {}), score(BC, {"threats": Answer.YES})])


def test_a_wrong_example_and_a_rule_without_one_are_reported():
    wrong = replace(LAP, examples=(replace(LAP.examples[0], count=3),))

    assert failed_examples(wrong) == (
        "lap-11-1, example 'Friday, 02:14: weapon, fear of death, strangled, separating': count is 4, not 3",
        "lap-11-1: no example reaches 'four-of-eight'",
        "lap-11-1: no example reaches 'officers-belief'",
    )
    assert failed_examples(replace(BC, examples=())) == ("bc-19-1: there is no worked example",)


@patient
@given(answered())
def test_the_count_lies_between_lowest_and_highest_and_within_the_form(drawn):
    instrument, answers = drawn

    result = score(instrument, answers)

    assert 0 <= result.lowest <= result.count <= result.highest <= result.out_of


@patient
@given(answered(), st.data())
def test_answering_an_open_factor_never_leaves_the_range_announced_before(drawn, data):
    instrument, answers = drawn
    before = score(instrument, answers)
    if not before.open:
        return
    asked = instrument.factor(data.draw(st.sampled_from(before.open)))
    learnt = {asked.id: data.draw(st.sampled_from(known_of(asked)))}

    after = score(instrument, {**answers, **learnt})

    assert before.lowest <= after.lowest <= after.highest <= before.highest
    assert set(after.open) < set(before.open)


@patient
@given(answered(6))
def test_range_and_decisive_factors_are_those_of_every_possible_completion(drawn):
    instrument, answers = drawn
    result = score(instrument, answers)

    lowest, highest, decisive = by_brute_force(instrument, answers)

    assert (result.lowest, result.highest) == (lowest, highest)
    if instrument.rules or instrument.bands:
        assert set(result.decisive) == decisive
    else:
        assert result.decisive == result.critical_open


@patient
@given(st.data())
def test_the_lethality_screen_agrees_with_every_completion_of_its_open_answers(data):
    ids = [factor.id for factor in LAP.factors]
    unknown = data.draw(st.sets(st.sampled_from(ids), max_size=6))
    answers = {id: data.draw(st.sampled_from([a for a in Answer if a.open] if id in unknown else KNOWN)) for id in ids}

    result = score(LAP, answers)

    assert (result.lowest, result.highest, set(result.decisive)) == by_brute_force(LAP, answers)


@patient
@given(answered(), st.data())
def test_one_more_present_factor_never_lowers_anything(drawn, data):
    instrument, answers = drawn
    before = score(instrument, answers)
    factor = data.draw(st.sampled_from(instrument.factors))

    known = known_of(factor)
    at = known.index(answers[factor.id]) if factor.steps and answers.get(factor.id) in known else 0
    more = known[min(at + 1, len(known) - 1)] if factor.steps else Answer.NO if factor.reverse else Answer.YES

    after = score(instrument, {**answers, factor.id: more})

    assert after.count >= before.count
    assert {one.rule.id for one in after.fired} >= {one.rule.id for one in before.fired}
    assert set(after.critical) >= set(before.critical)
    if before.band:
        assert after.band
        assert after.band.at_least >= before.band.at_least


@patient
@given(answered(), st.randoms(use_true_random=False))
def test_the_order_in_which_answers_were_given_does_not_matter(drawn, chance):
    instrument, answers = drawn
    shuffled = list(answers.items())
    chance.shuffle(shuffled)

    assert score(instrument, dict(shuffled)) == score(instrument, answers)


@patient
@given(answered(), st.randoms(use_true_random=False))
def test_the_order_of_the_lines_on_the_form_changes_only_the_order_of_the_ids(drawn, chance):
    instrument, answers = drawn
    lines = list(instrument.factors)
    chance.shuffle(lines)

    one, other = score(instrument, answers), score(replace(instrument, factors=tuple(lines)), answers)

    assert (one.count, one.highest, one.band, one.fired) == (other.count, other.highest, other.band, other.fired)
    assert set(one.decisive) == set(other.decisive)
    assert set(one.critical) == set(other.critical)


@patient
@given(answered())
def test_no_answers_whatsoever_get_a_band_from_a_draft(drawn):
    instrument, answers = drawn

    result = score(replace(instrument, status=Status.DRAFT, bands=()), answers)

    assert result.draft
    assert result.band is None


@patient
@given(instruments())
def test_a_draft_with_bands_cannot_even_be_made(instrument):
    if instrument.bands:
        with pytest.raises(ValueError, match="is a draft"):
            replace(instrument, status=Status.DRAFT)


def test_bands_forced_into_a_draft_still_yield_none():
    forced = replace(banded())
    object.__setattr__(forced, "status", Status.DRAFT)

    assert score(banded(), {}).band is not None
    assert score(forced, {}).band is None
