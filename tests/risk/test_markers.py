"""Critical markers over several instruments: each once, one yes outweighs a no, at most three unknown."""

from icat.risk.instrument import current, library
from icat.risk.markers import marker_of, markers, pinned
from icat.risk.picture import picture

BC, LAP, DASH = current("bc-19"), current("lap-11"), current("dash-24")


def ids(lines):
    return [line.factor.id for line in lines]


def test_every_name_is_a_critical_factor_and_every_critical_factor_that_ships_has_its_marker():
    critical = {f"{one.code}:{f.id}" for one in library().values() for f in one.factors if f.critical}

    assert set(markers()) == critical
    assert len(set(markers().values())) == 8
    assert marker_of("our-form", "x") == "our-form:x"


def test_a_yes_of_one_instrument_is_pinned_once_whatever_another_says():
    both = [
        picture(BC, {"threats": "no", "strangling": "yes"}),
        picture(LAP, {"threatened-to-kill": "yes", "strangled": "yes"}),
    ]

    found = pinned(both)

    assert ids(found.present) == ["threatened-to-kill", "strangling"]
    assert ids(pinned(reversed(both)).present) == ["threatened-to-kill", "strangled"]


def test_what_one_instrument_knows_is_not_unknown_and_three_at_most_are_named():
    known = {"weapon-used": "no", "thinks-may-kill": "no"}

    found = pinned([picture(BC, {}), picture(LAP, known)])

    assert ids(found.unknown) == ["threats", "strangling", "separation"]
    assert ids(pinned([picture(BC, {})]).unknown) == ["weapon-used", "threats", "expects-violence"]
    assert found.present == ()


def test_nothing_is_unknown_where_every_marker_has_an_answer():
    assert pinned([picture(DASH, dict.fromkeys((f.id for f in DASH.factors), "no")), picture(BC, {})]).unknown == ()
