"""What changed between two assessments."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from icat.risk.answer import Answer
from icat.risk.change import compare
from icat.risk.instrument import current
from tests.risk.drawn import OFTEN, answers_to, instruments, patient

BC = current("bc-19")
YES, NO, UNKNOWN, REFUSED = Answer.YES, Answer.NO, Answer.UNKNOWN, Answer.REFUSED


def test_each_factor_is_sorted_by_what_was_known_before_and_is_known_now():
    before = {"separation": NO, "threats": YES, "strangling": UNKNOWN, "stalking": YES, "suicidal": YES}
    after = {"separation": YES, "threats": NO, "strangling": YES, "stalking": REFUSED, "suicidal": YES}

    change = compare(BC, before, after)

    assert change.new == ("separation",)
    assert change.gone == ("threats",)
    assert change.newly_known == ("strangling",)
    assert change.no_longer_known == ("stalking",)
    assert len(change.unchanged) == 15


def test_not_known_any_more_is_not_gone():
    change = compare(BC, {"threats": YES}, {})

    assert change.gone == ()
    assert change.no_longer_known == ("threats",)


def test_from_not_asked_to_refused_nothing_was_learnt():
    assert "threats" in compare(BC, {}, {"threats": REFUSED}).unchanged


def test_a_critical_factor_that_appears_or_is_learnt_is_named():
    before, after = {"strangling": UNKNOWN, "separation": NO}, {"strangling": YES, "separation": YES, "forced-sex": YES}

    change = compare(BC, before, after)

    assert change.newly_present == ("separation", "forced-sex", "strangling")
    assert change.newly_critical == ("separation", "strangling")


def test_a_step_up_is_worse_and_a_step_down_is_better():
    often = replace(BC, factors=tuple(replace(factor, steps=OFTEN) for factor in BC.factors[:4]), read_first=())
    before = {"separation": "monthly", "escalation": "weekly", "children-exposed": "never", "threats": "weekly"}
    after = {"separation": "weekly", "escalation": "monthly", "children-exposed": "monthly", "threats": "never"}

    change = compare(often, before, after)

    assert (change.worse, change.better) == (("separation",), ("escalation",))
    assert (change.new, change.gone) == (("children-exposed",), ("threats",))


@patient
@given(instruments(), st.data())
def test_every_factor_is_in_exactly_one_group_and_going_back_swaps_them(instrument, data):
    ids = [factor.id for factor in instrument.factors]
    sheet = st.fixed_dictionaries({factor.id: answers_to(factor) for factor in instrument.factors})
    before, after = data.draw(sheet), data.draw(sheet)

    there, back = compare(instrument, before, after), compare(instrument, after, before)

    groups = (
        *(there.new, there.gone, there.worse, there.better),
        *(there.newly_known, there.no_longer_known, there.unchanged),
    )
    assert sorted(id for group in groups for id in group) == sorted(ids)
    assert (there.new, there.newly_known, there.unchanged) == (back.gone, back.no_longer_known, back.unchanged)
    assert there.worse == back.better
    assert set(there.new) <= set(there.newly_present) <= {*there.new, *there.newly_known}
