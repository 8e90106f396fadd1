"""On which bases somebody may tell the office or the table at once what they know: those that work, best first."""

from collections.abc import Collection
from dataclasses import dataclass

from icat import clock, legal
from icat.cases.queries.covering import Pair, covered
from icat.cases.queries.door import CaseView
from icat.db import engine as db
from icat.i18n import Words
from icat.legal import Basis, Category, ConsentNeed, ConsentState, Need, RecipientKind
from icat.members.models import Agency

# What a page of few taps does not ask for: whoever needs one of these bases shares at the table, or calls.
_NEEDS_PAPERS = frozenset({Need.REASON, Need.PERMISSION_REFERENCE})
# What nobody but a person can say of a case: offered, and never chosen beforehand.
_NEEDS_JUDGEMENT = frozenset({Need.CRITICAL, Need.CHILD, Need.INCAPACITATED})


@dataclass(frozen=True, slots=True)
class Offered:
    """One basis, with the law's own words on when it applies."""

    code: str
    label: Words
    when: Words


@dataclass(frozen=True, slots=True)
class Grounds:
    """The bases to choose from; ``usual`` stands ticked, and is empty where a person must say which one applies."""

    offered: tuple[Offered, ...]
    usual: str


OFFICES = "UA-POWER"  # on which the team's office tells those at the table what it recorded itself


def offices_grounds() -> Grounds:
    """The one basis of the team's office, for telling the agencies at the table."""
    basis = legal.bases()[OFFICES]
    return Grounds((Offered(basis.code, basis.label, basis.when),), OFFICES)


def consent_on(basis: Basis) -> ConsentState:
    """How it stands with her consent where something is told on that basis."""
    if basis.consent is ConsentNeed.REQUIRED:
        return ConsentState.GIVEN
    return ConsentState.SEEK_LATER if basis.consent is ConsentNeed.LATER else ConsentState.NOT_NEEDED


def grounds(case: CaseView, categories: Collection[Category]) -> Grounds:
    """The bases on which the reader's agency may tell the office some of these, as things stand.

    Her consent is among them where one is on record that says so. Nothing for the office itself: what it writes is the
    team's.
    """
    if case.actor.is_office:
        return Grounds((), "")
    session = db.session()
    agency = session.get_one(Agency, case.actor.agency_id)
    sender = legal.Sender(agency.sector, agency.is_state)
    office = legal.Recipient(RecipientKind.OFFICE, None, True)
    found: dict[str, Basis] = {}
    for category in Category:
        if category in categories:
            for basis in legal.offers(
                sender, office, {category}, critical_yes=True, child_concerned=case.has_children, on=clock.today()
            ):
                found[basis.code] = basis
    pairs = {Pair(category, RecipientKind.OFFICE) for category in categories}
    for code, basis in list(found.items()):
        if not _NEEDS_PAPERS.isdisjoint(basis.needs):
            del found[code]
        elif basis.consent is ConsentNeed.REQUIRED:
            agreed = covered(session, case.id, at=clock.now(), basis_code=code).agreed
            if pairs.isdisjoint(agreed):
                del found[code]
    first = next(iter(found.values()), None)
    is_plain = first is not None and first.consent is not ConsentNeed.LATER
    usual = first.code if first and is_plain and _NEEDS_JUDGEMENT.isdisjoint(first.needs) else ""
    return Grounds(tuple(Offered(one.code, one.label, one.when) for one in found.values()), usual)
