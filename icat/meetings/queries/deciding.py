"""Who will read what the table decides, and who will not: said before it is recorded."""

from icat.cases.queries.opening import Opening, opening
from icat.i18n import Message
from icat.legal import Category
from icat.meetings.queries.table import Table

TEAM_BASIS = "UA-POWER"  # what the team made is told to those who made it within the council's powers
DECIDED = (Category.MINUTES, Category.PLAN)


def openings_of_decision(found: Table) -> tuple[Opening, ...]:
    """Each agency with a seat: whoever is at the table reads the decision and the plan, whoever is absent does not."""
    return tuple(
        opening(one.agency, DECIDED, TEAM_BASIS)
        if one.is_present
        else Opening(one.agency, (), None, Message("It is not at the table; it sees its own actions only."))
        for one in found.speakers
    )
