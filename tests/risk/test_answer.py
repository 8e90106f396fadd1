"""The five answers."""

from icat.risk.answer import Answer


def test_only_yes_and_no_are_knowledge():
    assert {answer for answer in Answer if not answer.open} == {Answer.YES, Answer.NO}


def test_the_codes_of_answers_never_change():
    assert [answer.value for answer in Answer] == ["yes", "no", "unknown", "refused", "not_asked"]
