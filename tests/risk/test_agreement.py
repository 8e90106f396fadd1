"""Where assessors agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icat.risk.agreement import agreement
from icat.risk.answer import Answer
from icat.risk.instrument import current
from tests.risk.drawn import answers_to, instruments, patient

BC = current("bc-19")
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


def test_a_contradiction_names_who_says_what():
    found = agreement(BC, {"police": {"threats": YES}, "health": {"threats": NO}, "ngo": {}})

    assert found.split == ("threats",)
    line = found.factors[3]
    assert (line.factor, line.present, line.absent, line.open) == ("threats", ("police",), ("health",), ("ngo",))


def test_not_knowing_neither_contradicts_nor_agrees():
    found = agreement(BC, {"police": {"threats": YES}, "health": {"threats": UNKNOWN}})

    assert found.partly_known == ("threats",)
    assert (found.split, found.agreed) == ((), ())
    assert len(found.nobody_knows) == 18


def test_all_who_know_the_same_agree():
    found = agreement(BC, {"police": {"threats": NO, "suicidal": YES}, "health": {"threats": NO, "suicidal": YES}})

    assert found.agreed == ("threats", "suicidal")


def test_one_assessor_cannot_agree_with_anybody():
    with pytest.raises(ValueError, match="two assessors"):
        agreement(BC, {"police": {}})


@patient
@given(instruments(), st.data())
def test_every_factor_falls_into_exactly_one_of_the_four(instrument, data):
    sheet = st.fixed_dictionaries({factor.id: answers_to(factor) for factor in instrument.factors})
    sheets = data.draw(st.dictionaries(st.sampled_from(["a", "b", "c"]), sheet, min_size=2))

    found = agreement(instrument, sheets)

    groups = (found.split, found.agreed, found.partly_known, found.nobody_knows)
    assert sorted(id for group in groups for id in group) == sorted(factor.id for factor in instrument.factors)
    for line in found.factors:
        assert sorted((*line.present, *line.absent, *line.open)) == sorted(sheets)
