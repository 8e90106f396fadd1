"""An account: nothing in its row says who it is."""

from sqlalchemy import select

from icat.db import engine as db
from icat.db.keys import INSTALLATION
from icat.members.models import Account, KeptForm


def test_the_row_of_an_account_names_nobody(world, database):
    row = db.session().execute(select(Account.__table__).where(Account.id == world.chair.account_id)).one()

    told = " ".join(repr(value) for value in row)
    assert "chair" not in told
    assert "Гайдук" not in told
    assert len(row.login_id) == 32


def test_accounts_and_what_they_typed_lie_under_the_key_of_the_installation():
    assert Account().sealed_team_id == KeptForm(typed={}).sealed_team_id == INSTALLATION
