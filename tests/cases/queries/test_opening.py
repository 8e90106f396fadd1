"""What an act will open."""

from icat.cases.queries.opening import opening
from icat.legal import Category, bases


def test_what_will_be_read_stands_in_the_order_of_the_catalogue_with_its_basis() -> None:
    told = opening("Поліція", {Category.PLAN, Category.IDENTITY}, "UA-POWER")

    assert told.what == (Category.IDENTITY.words, Category.PLAN.words)
    assert told.basis == bases()["UA-POWER"].label
    assert told.why_not is None
