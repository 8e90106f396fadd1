"""What the screening page shows."""

from hypothesis import given

from icat.risk.answer import Answer
from icat.risk.instrument import Sector, current
from icat.risk.picture import PINNED_UNKNOWN, picture
from tests.risk.drawn import answered, patient

BC = current("bc-19")
LAP = current("lap-11")
EMERGENT = next(one for one in BC.examples if one.name.startswith("The emergent meeting"))


def test_every_critical_factor_that_is_present_is_pinned():
    seen = picture(BC, EMERGENT.answers)

    assert [line.factor.id for line in seen.pinned] == list(EMERGENT.critical)


def test_at_most_three_unknown_ones_are_pinned_and_the_most_telling_first():
    seen = picture(BC, {})

    assert [line.factor.id for line in seen.pinned_unknown] == ["weapon-used", "threats", "expects-violence"]
    assert seen.pinned == ()
    assert seen.nothing_known


def test_the_questions_are_told_apart_by_who_may_know():
    seen = picture(BC, EMERGENT.answers)

    assert {sector: [line.factor.id for line in lines] for sector, lines in seen.ask.items()} == {
        Sector.POLICE: ["threats", "suicidal"],
        Sector.SOCIAL: ["threats"],
        Sector.HEALTH: ["suicidal"],
        Sector.NGO: ["threats", "suicidal"],
        Sector.PROBATION: ["threats", "suicidal"],
    }


def test_an_open_factor_that_decides_without_being_critical_is_asked_about_too():
    answers = dict.fromkeys((factor.id for factor in LAP.factors), Answer.NO)
    answers |= dict.fromkeys(("separated", "suicide", "unemployed"), Answer.YES) | {"gun-access": Answer.UNKNOWN}

    seen = picture(LAP, answers)

    assert [(line.factor.id, line.critical, line.decisive) for line in seen.questions] == [("gun-access", False, True)]
    assert seen.pinned_unknown == ()


def test_a_section_shows_its_own_lines_in_the_order_of_the_form():
    seen = picture(BC, EMERGENT.answers)

    assert [len(section.lines) for section in seen.sections] == [8, 2, 7, 2]
    weapons = seen.sections[-1]
    assert [line.factor.number for line in weapons.present] == [18, 19]
    assert (weapons.not_known, weapons.absent) == ((), ())


@patient
@given(answered())
def test_every_line_is_shown_once_and_as_what_it_is(drawn):
    instrument, answers = drawn

    seen = picture(instrument, answers)

    shown = [line for section in seen.sections for line in (*section.present, *section.not_known, *section.absent)]
    assert sorted(line.factor.id for line in shown) == sorted(factor.id for factor in instrument.factors)
    assert {line.factor.id for line in shown if line.present} == set(seen.result.present)
    assert {line.factor.id for line in shown if line.open} == set(seen.result.open)
    assert len(seen.pinned_unknown) == min(PINNED_UNKNOWN, len(seen.result.critical_open))
    asked = {line.factor.id for lines in seen.ask.values() for line in lines}
    assert asked == {line.factor.id for line in seen.questions}
    assert asked == {*seen.result.critical_open, *seen.result.decisive}
