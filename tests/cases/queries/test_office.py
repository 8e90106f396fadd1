"""What the office may be told."""

from uuid import uuid4

from icat.cases.queries.office import LEAST, WHOLE, lawful_categories, office_bases
from icat.legal import Category, Sector
from icat.members.models import Agency


def agency(sector: Sector, *, is_state: bool) -> Agency:
    """An agency that is nowhere kept."""
    return Agency(team_id=uuid4(), name="А", short_name="А", sector=sector, is_state=is_state)


def test_an_authority_tells_the_whole_and_consent_does_not_open_his_record() -> None:
    police = agency(Sector.POLICE, is_state=True)

    assert lawful_categories(police, "UA-POWER", WHOLE) == list(WHOLE)
    assert Category.PERPETRATOR not in lawful_categories(police, "UA-CONSENT", WHOLE)
    assert lawful_categories(police, "nonsense", WHOLE) == []


def test_every_basis_on_offer_covers_the_least() -> None:
    for sector in Sector:
        for is_state in (True, False):
            owner = agency(sector, is_state=is_state)
            for basis in office_bases(owner, critical_yes=True, child_concerned=True):
                assert set(lawful_categories(owner, basis.code, LEAST)) == set(LEAST)
