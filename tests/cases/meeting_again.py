"""Cases of people whom the team has met before, written down by somebody else."""

from icat.cases.models import Case
from icat.cases.queries.door import CaseView, open_case
from icat.db import engine as db
from icat.policy.actor import Actor
from icat.policy.permissions import Permission
from tests.cases.referring import submit
from tests.make import World

EVA = {"surname": "Ґалаґан", "given_name": "Єва", "patronymic": "Їжаківна", "birth_year": "1991"}
SERHII = {"surname": "Ґалаґан", "given_name": "Сергій", "patronymic": "Петрович", "birth_year": "1988"}
WROTE_EVA = {"surname": "Галаган", "given_name": "Ева", "birth_year": "1991"}
WROTE_SERHII = {"surname": "Галаган", "given_name": "Сергей"}
OLENA = {"surname": "Мороз", "given_name": "Олена", "birth_year": "1979"}
TARAS = {"surname": "Жук", "given_name": "Тарас", "birth_year": "1980"}


def refer(world: World, her: dict[str, str], him: dict[str, str]) -> str:
    """A referral of these two; gives its number. The number at which she is reached says nothing: it is another one."""
    contact = {"safe_method": "none_safe"}
    return submit(world, survivor=contact | her, perpetrator=dict(him)).reference


def case_of(reference: str) -> Case:
    """The row, as it is now."""
    db.end()
    return db.session().query(Case).filter_by(reference=reference).one()


def opened(actor: Actor, reference: str, permission: Permission = Permission.CASE_READ) -> CaseView:
    """The case as somebody opens it."""
    db.end()
    return open_case(actor, permission, reference)
