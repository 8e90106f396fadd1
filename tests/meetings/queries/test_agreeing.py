"""Her consents on record, row by row: each part rests on one of them, and what none covers is left out."""

from uuid import UUID

from icat.cases.queries.covering import Covered, Pair
from icat.legal import Category, Recipient, RecipientKind, RemedyKind, Row, Sector, Split
from icat.meetings.queries.agreeing import pairs_of_row, part_by

A, B, HOSPITAL = UUID(int=1), UUID(int=2), UUID(int=9)
WHOM = Recipient(RecipientKind.PRESENT, Sector.HEALTH, False)
RISK, HEALTH = (Pair(one, RecipientKind.AGENCY, HOSPITAL) for one in (Category.RISK, Category.HEALTH))


def row(*categories: Category) -> Row[UUID]:
    return Row(HOSPITAL, WHOM, frozenset(categories))


def split(*rows: Row[UUID]) -> Split[UUID]:
    return Split(rows, ())


def test_a_row_that_one_consent_covers_stays_whole():
    rows, left_out = part_by(Covered({RISK: (B, A), HEALTH: (A,)}), split(row(Category.RISK, Category.HEALTH)))

    assert rows == [(row(Category.RISK, Category.HEALTH), A)]
    assert left_out == ()


def test_a_row_that_needs_two_consents_is_parted():
    rows, _ = part_by(Covered({RISK: (B,), HEALTH: (A,)}), split(row(Category.RISK, Category.HEALTH)))

    assert sorted(rows, key=lambda one: str(one[1])) == [(row(Category.HEALTH), A), (row(Category.RISK), B)]


def test_what_nobody_agreed_to_is_left_out_and_says_to_ask():
    rows, (left,) = part_by(Covered({RISK: (B,)}), split(row(Category.RISK, Category.HEALTH)))

    assert rows == [(row(Category.RISK), B)]
    assert left.categories == {Category.HEALTH}
    assert "health" in str(left.allowed.reason)
    assert [remedy.kind for remedy in left.allowed.remedies] == [RemedyKind.ASK_CONSENT]


def test_the_office_is_a_recipient_of_its_own():
    office = Row(UUID(int=0), Recipient(RecipientKind.OFFICE, None, True), frozenset({Category.RISK}))

    assert pairs_of_row(office) == [Pair(Category.RISK, RecipientKind.OFFICE, None)]
