"""Pairs: the same two, one of them, or each in the other's place; a hint of the second is enough beside a first."""

from datetime import date

import pytest

from icat.matching.keys import Known, key_of
from icat.matching.pairs import Kind, One, Side, relations

HER = Known("Ґалаґан", "Єва", "Їжаківна", born=date(1991, 3, 27))
HIM = Known("Ґалаґан", "Сергій", "Петрович", year=1988)
WROTE_HER = Known("Галаган", "Ева", born=date(1991, 3, 27))
WROTE_HIM = Known("Галаган", "Сергей")
OTHER_WOMAN, OTHER_MAN = Known("Мороз", "Олена", "Іванівна", year=1979), Known("Жук", "Тарас", year=1980)


def case(survivor: Known, perpetrator: Known) -> list[One]:
    return [One(Side.SURVIVOR, key_of(survivor)), One(Side.PERPETRATOR, key_of(perpetrator))]


@pytest.mark.parametrize(
    ("there", "kinds"),
    [
        ((WROTE_HER, WROTE_HIM), {Kind.SAME_PAIR}),
        ((WROTE_HER, Known(given_name="Сергій")), {Kind.SAME_PAIR}),
        ((Known(given_name="Єва"), WROTE_HIM), {Kind.SAME_PAIR}),
        ((WROTE_HER, OTHER_MAN), {Kind.SURVIVOR}),
        ((WROTE_HER, Known()), {Kind.SURVIVOR}),
        ((OTHER_WOMAN, WROTE_HIM), {Kind.PERPETRATOR}),
        ((WROTE_HIM, WROTE_HER), {Kind.MIRROR}),
        ((WROTE_HIM, Known(given_name="Єва")), {Kind.MIRROR}),
        ((WROTE_HIM, OTHER_WOMAN), set()),
        ((OTHER_WOMAN, OTHER_MAN), set()),
        ((Known(given_name="Єва"), Known(given_name="Сергій")), set()),
        ((Known("Ґалаґан", "Олена", "Петрівна"), Known("Ґалаґан", "Петро")), set()),
    ],
)
def test_two_cases_are_related_as_their_people_are(there: tuple[Known, Known], kinds: set[Kind]) -> None:
    here = case(HER, HIM)

    assert set(relations(here, case(*there))) == kinds
    assert set(relations(case(*there), here)) == kinds  # whichever is opened


def test_who_it_is_about_is_told() -> None:
    (met,) = relations(case(HER, HIM), case(WROTE_HER, OTHER_MAN)).values()

    assert [(one.here, one.there, one.likeness.is_likely) for one in met] == [(0, 0, True)]


def test_of_several_survivors_the_likeliest_counts() -> None:
    several = [One(Side.SURVIVOR, key_of(OTHER_WOMAN)), *case(WROTE_HER, WROTE_HIM)]

    assert [(one.here, one.there) for one in relations(case(HER, HIM), several)[Kind.SAME_PAIR]] == [(0, 1), (1, 2)]
