"""What an agency may tell the team's office in a referral, and on which bases: the law, asked about one recipient."""

from collections.abc import Iterable

from icat import clock, legal
from icat.legal import Category, RecipientKind
from icat.members.models import Agency

# Without these the office could not do anything with a referral.
LEAST = (Category.IDENTITY, Category.CONTACT, Category.RISK, Category.INCIDENT)
WHOLE = (*LEAST, Category.CHILDREN, Category.SERVICES, Category.PERPETRATOR)
OFFICE = legal.Recipient(RecipientKind.OFFICE, None, True)


def lawful_categories(owner: Agency, basis_code: str, wanted: Iterable[Category]) -> list[Category]:
    """Which of ``wanted`` this basis lets ``owner`` tell the office; the rest stays with the owner."""
    basis = legal.bases().get(basis_code)
    covered = basis.covers(legal.Sender(owner.sector, owner.is_state), OFFICE) if basis else None
    return [category for category in wanted if category in (covered or frozenset())]


def office_bases(owner: Agency, *, critical_yes: bool, child_concerned: bool) -> tuple[legal.Basis, ...]:
    """The bases on which ``owner`` may refer a case to the office today, what the case calls for first."""
    return tuple(
        legal.offers(
            legal.Sender(owner.sector, owner.is_state),
            OFFICE,
            LEAST,
            critical_yes=critical_yes,
            child_concerned=child_concerned,
            on=clock.today(),
        )
    )
